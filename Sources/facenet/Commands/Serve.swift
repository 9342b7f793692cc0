import ArgumentParser
import Configuration
import FaceDetection
import FaceGallery
import FacePipeline
import FaceRecognition
import FaceService
import Foundation
import Logging
import SystemPackage

extension FaceNet {
    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serve a gallery: a page for people, an API for programs.",
            discussion: """
                Prints the page's address when it answers; the log goes to standard error, a JSON object a line, without \
                names, embeddings or photos. Control-C or SIGTERM ends it: what was taken is answered first. A gallery that \
                is not there is created.

                Without --keys nobody is asked for a key, and only this machine can ask. To listen elsewhere, make a key \
                first: facenet keys add --keys FILE --role admin NAME. GET /openapi.json describes the API.

                What is not given as an option comes from the environment (FACENET_SERVE_PORT, FACENET_SERVE_LIMITS_QUEUE) or from \
                the JSON file --config names ({"port": 8080, "limits": {"queue": 64}}): host, port, keys, backups, fpir, \
                tls.certificate, tls.key, engine.workers, engine.batch, engine.deadline, limits.bodyBytes, \
                limits.bodyBytesAtOnce, limits.importBytes, limits.bodySeconds, limits.idleSeconds, limits.pixels, \
                limits.faces, limits.connections, limits.queue, limits.requestsPerSecond, limits.requestsAtOnce.

                Exits with 0 when it was ended, 2 if the gallery, the model or the address cannot be used.
                """
        )

        @OptionGroup var gallery: GalleryOptions

        @OptionGroup var reader: ReaderOptions

        @Option(help: ArgumentHelp("The address to listen on; otherwise 127.0.0.1.", valueName: "address"))
        var host: String?

        @Option(help: ArgumentHelp("The port to listen on, 0 for any; otherwise 8080.", valueName: "number"))
        var port: Int?

        @Option(help: ArgumentHelp("The file of API keys; see `facenet keys`.", valueName: "file"), completion: .file())
        var keys: String?

        @Option(help: ArgumentHelp("Where backups go.", valueName: "folder"), completion: .directory)
        var backups: String?

        @Option(help: ArgumentHelp("A certificate chain (PEM): serve HTTPS.", valueName: "file"), completion: .file())
        var tlsCertificate: String?

        @Option(help: ArgumentHelp("The certificate's private key (PEM).", valueName: "file"), completion: .file())
        var tlsKey: String?

        @Option(help: ArgumentHelp("Further settings, as JSON.", valueName: "file"), completion: .file())
        var config: String?

        @Flag(help: "Keep the picture of each enrolled face, so that the page can show it.")
        var keepPictures = false

        func run() async throws {
            Self.returnLargeBlocks()
            try await reporting {
                let configuration = try await settings()
                let recognizer = try await recognizer()
                LoggingSystem.bootstrap { JSONLogHandler(label: $0) }
                let secure = configuration.certificate != nil
                do {
                    let logger = Logger(label: "facenet")
                    let service = try FaceService(recognizer, configuration: configuration, logger: logger)
                    try await service.run { port in
                        Console.print("\(secure ? "https" : "http")://\(Self.name(of: configuration.host)):\(port)/")
                        guard configuration.keys == nil else { return }
                        Console.note("nobody is asked for a key: anyone on this machine can use everything")
                    }
                } catch let failure as FaceService.Failure {
                    throw Failure(failure.subject, failure.reason)
                }
            }
        }

        /// Lets blocks of a megabyte and more go back to the system as soon as they are freed.
        ///
        /// glibc else learns from a few large photos to keep blocks of up to 32 MB on its heaps, where they lie about
        /// in pieces: a process that runs for months must not keep what one strange photo took.
        private static func returnLargeBlocks() {
            guard let symbol = dlsym(nil, "mallopt") else { return }
            let setOption = unsafeBitCast(symbol, to: (@convention(c) (CInt, CInt) -> CInt).self)
            let mapThreshold: CInt = -3  // M_MMAP_THRESHOLD
            _ = setOption(mapThreshold, 1 << 20)
        }

        /// Options before environment before file.
        private func settings() async throws -> ServiceConfiguration {
            var options: [AbsoluteConfigKey: ConfigValue] = [:]
            for (key, value) in [
                ("host", host), ("keys", keys), ("backups", backups), ("tls.certificate", tlsCertificate),
                ("tls.key", tlsKey),
            ] {
                if let value { options[Self.key(key)] = ConfigValue(.string(value), isSecret: false) }
            }
            if let port { options[Self.key("port")] = ConfigValue(.int(port), isSecret: false) }
            var providers: [any ConfigProvider] = [
                InMemoryProvider(values: options),
                KeyMappingProvider(upstream: EnvironmentVariablesProvider()) { $0.prepending(["facenet", "serve"]) },
            ]
            if let config {
                do {
                    providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(config)))
                } catch {
                    throw Failure(config, "the settings could not be read: \(error)")
                }
            }
            do throws(ServiceConfiguration.Failure) {
                return try ServiceConfiguration(ConfigReader(providers: providers))
            } catch {
                throw Failure(error.key, error.reason)
            }
        }

        private static func key(_ text: String) -> AbsoluteConfigKey {
            AbsoluteConfigKey(text.split(separator: ".").map(String.init))
        }

        private func recognizer() async throws -> Recognizer {
            let path = try gallery.path()
            let key = try gallery.key()
            let reader = try await reader.reader(choice: .all, samples: [])
            let options = Gallery.Options(keepsCrops: keepPictures, recordsSearches: true, key: key)
            do {
                let gallery = try Gallery.openOrCreate(path, model: GalleryModel(reader.embedder), options: options)
                return try Recognizer(reader: reader, gallery: gallery)
            } catch {
                throw Failure(path, "\(error)")
            }
        }

        /// What a browser calls an address.
        private static func name(of host: String) -> String {
            switch host {
            case "0.0.0.0", "::": "localhost"
            default: host.contains(":") ? "[\(host)]" : host
            }
        }
    }
}
