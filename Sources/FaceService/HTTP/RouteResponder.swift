import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What stands between the server and a route's handler: access, limits, idempotency, headers, errors, measures, a log line.
struct RouteResponder: Sendable {
    let service: ServiceParts

    /// Answers a request by a route, whatever happens.
    func respond(_ route: Route, _ request: Request, _ context: ServiceContext) async -> Response {
        let start = ContinuousClock.now
        var context = context
        var response: Response
        do {
            context.caller = try service.access.authorize(request, for: route.role)
            response = try await answer(route, request, context)
        } catch {
            response = failure(error, context)
        }
        finish(&response)
        let seconds = start.duration(to: .now).seconds
        service.metrics.answered(
            route: "\(route.method.rawValue) \(route.path)",
            status: response.status.code,
            seconds: seconds
        )
        log(route, response, context, seconds)
        if response.status == .tooManyRequests { try? await Task.sleep(for: Self.holdOfRefusals) }
        return response
    }

    /// How long a 429 is kept back.
    ///
    /// Who asks again the moment they are refused would else take the cores from those who are being answered. Whoever
    /// heeds `Retry-After`, which is a second at least, loses nothing.
    private static let holdOfRefusals = Duration.milliseconds(250)

    /// Answers what no route does.
    func unknown(_ request: Request, _ context: ServiceContext, routes: [Route]) -> Response {
        // `jobs/import` is no job of that name.
        let named = routes.filter { $0.path == request.uri.path }
        let fitting = named.isEmpty ? routes.filter { $0.matches(request.uri.path) } : named
        let allowed = Set(fitting.map(\.method.rawValue)).sorted()
        var problem = Problem.notFound("there is nothing of that name here")
        if !allowed.isEmpty {
            let detail = "here one may \(allowed.joined(separator: ", "))"
            problem = Problem(.methodNotAllowed, "method_not_allowed", detail)
            problem.headers[.allow] = allowed.joined(separator: ", ")
        }
        var response = failure(problem, context)
        finish(&response)
        return response
    }

    private func answer(_ route: Route, _ request: Request, _ context: ServiceContext) async throws -> Response {
        guard route.isIdempotent, let key = request.headers[.idempotencyKey] else {
            return try await route.handler(request, context)
        }
        guard 1...128 ~= key.utf8.count, key.utf8.allSatisfy(Arguments.isIdentifier) else {
            throw Problem.badRequest("an Idempotency-Key has 1 to 128 letters, digits, dots, - and _")
        }
        return try await service.bodies.withBody(of: request) { body in
            let answer = try await service.idempotency.answer(
                to: "\(context.caller.name)\n\(key)",
                request: IdempotencyStore.hash(request, body)
            ) {
                var request = request
                request.body = RequestBody(buffer: body)
                let response = try await route.handler(request, context)
                let bytes = try await response.collected()
                return IdempotencyStore.Answer(status: response.status, headers: response.headers, body: bytes)
            }
            return Response(
                status: answer.status,
                headers: answer.headers,
                body: ResponseBody(byteBuffer: answer.body)
            )
        }
    }

    private func failure(_ error: any Error, _ context: ServiceContext) -> Response {
        let problem = Problem(error)
        if problem.status == .internalServerError {
            // Of libraries and the system: sentences about files and numbers, not about people.
            context.logger.error("internal error", metadata: ["error": "\(error)"])
        }
        if problem.closesConnection, let channel = context.channel {
            // After the answer is on its way: what the caller still sends is not worth reading.
            channel.eventLoop.scheduleTask(in: .milliseconds(250)) { channel.close(promise: nil) }
        }
        return problem.response(requestID: context.requestID)
    }

    private func finish(_ response: inout Response) {
        let policy = response.headers[.contentSecurityPolicy] ?? "default-src 'none'; frame-ancestors 'none'"
        response.headers[.contentSecurityPolicy] = policy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.permissionsPolicy] = "camera=(self), microphone=(), geolocation=()"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        response.headers[.cacheControl] = response.headers[.cacheControl] ?? "no-store"
    }

    private func log(
        _ route: Route,
        _ response: Response,
        _ context: ServiceContext,
        _ seconds: Double
    ) {
        // By the route's path and not the request's: that has identifiers and searches in it.
        context.logger.info(
            "request",
            metadata: [
                "method": "\(route.method.rawValue)", "route": "\(route.path)", "status": "\(response.status.code)",
                "milliseconds": "\((seconds * 100_000).rounded() / 100)", "caller": "\(context.caller.name)",
            ]
        )
    }
}

extension Response {
    /// The body as one buffer.
    fileprivate func collected() async throws -> ByteBuffer {
        let collector = CollectingWriter()
        try await body.write(collector)
        return await collector.storage.buffer
    }
}

/// Takes a response's body instead of a connection.
private struct CollectingWriter: ResponseBodyWriter {
    actor Storage {
        var buffer = ByteBuffer()
        func append(_ other: ByteBuffer) { buffer.writeImmutableBuffer(other) }
    }

    let storage = Storage()

    mutating func write(_ buffer: ByteBuffer) async throws { await storage.append(buffer) }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
