import FaceGallery
import FaceImaging
import FacePipeline
public import FaceRecognition
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import UnixSignals

/// A gallery over HTTP: an API, a page that uses it, and what an operator needs.
///
///     let service = try FaceService(recognizer, configuration: configuration, logger: logger)
///     try await service.run()
///
/// The same engine as the command line's. Nothing of a photo is kept but what the gallery keeps.
public struct FaceService: Sendable {
    /// What the page and the API say they are.
    public static let version = "1.0.0"

    let parts: ServiceParts

    /// Why a service cannot be started: what it is about, and a sentence.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// A path or a key of the configuration.
        public var subject: String
        /// One sentence that can follow `subject: `.
        public var reason: String
        /// Both.
        public var description: String { "\(subject): \(reason)" }
    }

    /// Creates a service and starts its engine.
    ///
    /// - Parameters:
    ///   - recognizer: What reads photos, and who is known.
    ///   - configuration: How it is run.
    ///   - logger: Where it speaks.
    /// - Throws: ``Failure`` if the file of keys cannot be read, or has none.
    public init(_ recognizer: Recognizer, configuration: ServiceConfiguration, logger: Logger) throws(Failure) {
        let recognizer = try Self.limited(recognizer, configuration.limits)
        var keys: KeyFile?
        if let path = configuration.keys {
            do { keys = try KeyFile(path) } catch { throw Failure(subject: path, reason: "\(error)") }
            guard keys?.keys.isEmpty == false else {
                throw Failure(subject: path, reason: "it has no keys: make one with `facenet keys add`")
            }
        }
        let metrics = ServiceMetrics()
        let pool = NIOThreadPool(numberOfThreads: 4)
        pool.start()
        let limits = configuration.limits
        parts = ServiceParts(
            configuration: configuration,
            recognizer: recognizer,
            engine: ReadingEngine(
                recognizer,
                options: ReadingEngine.Options(
                    workers: configuration.workers,
                    batch: configuration.batch,
                    deadline: .microseconds(Int(configuration.deadlineMilliseconds * 1000)),
                    queue: limits.queue
                )
            ) { metrics.read(photos: $0, faces: $1, seconds: $2) },
            bodies: BodyReader(
                BodyReader.Limits(
                    bytes: limits.bodyBytes,
                    bytesAtOnce: limits.bodyBytesAtOnce,
                    time: .milliseconds(Int(limits.bodySeconds * 1000))
                )
            ),
            access: Access(keys: keys, rate: limits.requestsPerSecond, burst: limits.requestsAtOnce),
            idempotency: IdempotencyStore(),
            journal: SearchJournal(recognizer.gallery, pool: pool),
            settings: SettingsFile(
                "\(recognizer.gallery.path).settings",
                standard: SettingsFile.Settings(fpir: configuration.fpir)
            ),
            jobs: JobCenter(),
            metrics: metrics,
            pool: pool,
            logger: logger
        )
    }

    /// The recognizer as it reads photos of callers: within limits.
    private static func limited(
        _ recognizer: Recognizer,
        _ limits: ServiceConfiguration.Limits
    ) throws(Failure) -> Recognizer {
        var reader = recognizer.reader
        reader.options.limits.pixels = limits.pixels
        reader.options.limits.bytes = limits.bodyBytes
        do {
            return try Recognizer(
                reader: reader,
                gallery: recognizer.gallery,
                coach: recognizer.coach,
                occlusionJudge: recognizer.occlusionJudge,
                decisionOptions: recognizer.decisionOptions
            )
        } catch {
            throw Failure(subject: recognizer.gallery.path, reason: "\(error)")
        }
    }

    /// Everything that can be asked.
    var routes: [Route] {
        PhotosAPI(parts: parts).routes + PeopleAPI(parts: parts).routes + FacesAPI(parts: parts).routes
            + FeedbackAPI(parts: parts).routes + GroupsAPI(parts: parts).routes + SettingsAPI(parts: parts).routes
            + JobsAPI(parts: parts).routes + GalleryAPI(parts: parts).routes + SessionAPI(parts: parts).routes
            + OperationsAPI(parts: parts).routes + PageFiles.routes
    }

    /// What answers requests, without a server: for tests.
    var router: Router<ServiceContext> {
        let routes = routes
        let responder = RouteResponder(service: parts)
        let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: UnknownPaths(responder: responder, routes: routes))
        for route in routes {
            router.on(route.routerPath, method: route.method) { request, context in
                await responder.respond(route, request, context)
            }
        }
        return router
    }

    /// The application, ready to run.
    ///
    /// - Parameter onRunning: Told of the port when the service answers.
    /// - Returns: What serves when it is run.
    /// - Throws: ``Failure`` if a certificate or its key cannot be read.
    func application(
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws(Failure) -> some ApplicationProtocol {
        let configuration = parts.configuration
        return Application(
            router: router,
            server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.limits.connections)
            ),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? configuration.port) },
            logger: parts.logger
        )
    }

    /// Serves until a signal comes; then what was taken is answered, and nothing else.
    ///
    /// - Parameter onRunning: Told of the port when the service answers.
    /// - Throws: ``Failure``, and what keeps the server from listening.
    public func run(onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let application = try application(onRunning: onRunning)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                // The last is ended first: a server waits for whoever follows a job, and so for the job.
                services: [application, JobsEnd(jobs: parts.jobs)],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: parts.logger
            )
        )
        defer { parts.engine.stop() }
        do {
            try await group.run()
        } catch let error as IOError {
            throw Failure(
                subject: "\(parts.configuration.host):\(parts.configuration.port)",
                reason: String(cString: strerror(error.errnoCode)).lowercased()
            )
        }
    }

    private func server() throws(Failure) -> HTTPServerBuilder {
        let idle = TimeAmount.milliseconds(Int64(parts.configuration.limits.idleSeconds * 1000))
        let plain = HTTP1Channel.Configuration(
            idleTimeout: idle,
            httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                maxHeaderFieldSize: 16 * 1024,
                maxHeaderListSize: 32 * 1024,
                maxHeaderFieldCount: 100
            )
        )
        guard let certificate = parts.configuration.certificate, let key = parts.configuration.privateKey else {
            return .http1(configuration: plain)
        }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate).map(NIOSSLCertificateSource.certificate)
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain,
                privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            )
            tls.minimumTLSVersion = .tlsv12
            return try .tls(.http1(configuration: plain), tlsConfiguration: tls)
        } catch {
            throw Failure(subject: certificate, reason: "the certificate or its key could not be used: \(error)")
        }
    }
}

/// Stops the jobs when the service is to end.
private struct JobsEnd: Service {
    let jobs: JobCenter

    func run() async throws {
        try? await gracefulShutdown()
        await jobs.stop()
    }
}

/// Answers what no route does.
private struct UnknownPaths: RouterMiddleware {
    typealias Context = ServiceContext

    let responder: RouteResponder
    let routes: [Route]

    func handle(
        _ request: Request,
        context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch is HTTPError {
            return responder.unknown(request, context, routes: routes)
        }
    }
}
