import Foundation
import HTTPTypes
import Hummingbird

/// One thing that can be asked: method, path, who may, and what answers.
struct Route: Sendable {
    typealias Handler = @Sendable (Request, ServiceContext) async throws -> Response

    var method: HTTPRequest.Method
    /// As the OpenAPI document has it: `/api/v1/people/{person}`.
    var path: String
    /// Who may; `nil` for anyone.
    var role: Role?
    /// Whether `Idempotency-Key` is heeded.
    var isIdempotent = false
    var handler: Handler

    init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ role: Role?,
        isIdempotent: Bool = false,
        _ handler: @escaping Handler
    ) {
        (self.method, self.path, self.role, self.isIdempotent) = (method, path, role, isIdempotent)
        self.handler = handler
    }

    /// The path as the router has it.
    var routerPath: RouterPath {
        RouterPath(path.replacing("{", with: ":").replacing("}", with: ""))
    }

    /// Whether a request's path is one of this route's.
    func matches(_ path: String) -> Bool {
        let own = self.path.split(separator: "/")
        let other = path.split(separator: "/")
        return own.count == other.count && zip(own, other).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}

extension Response {
    /// An answer as JSON.
    static func json(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: try JSONBody.encode(value)))
    }

    /// An answer as JSON with its ETag, or 304 if the caller has it.
    static func json(_ value: some Encodable, unlessKnownTo request: Request) throws -> Response {
        let body = try JSONBody.encode(value)
        let tag = EntityTag(of: body)
        var headers: HTTPFields = [.eTag: tag.text]
        if let known = request.headers[.ifNoneMatch], tag.isIn(known) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "application/json"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    static var noContent: Response { Response(status: .noContent) }
}
