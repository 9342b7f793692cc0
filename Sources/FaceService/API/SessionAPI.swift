import HTTPTypes
import Hummingbird
import NIOCore

/// Who asks, and sessions for browsers.
struct SessionAPI {
    let parts: ServiceParts

    struct Record: Encodable {
        var name: String
        var role: Role
        var isOpen: Bool
        @Nullable var csrfToken: String?
        var version: String
    }

    var routes: [Route] {
        [
            Route(.get, "/api/v1/session", .reader) { _, context in
                var token: String?
                if case .session(let cookie) = context.caller.means {
                    token = parts.access.sessions.find(cookie)?.csrfToken
                }
                return try .json(record(context.caller.name, context.caller.role, token))
            },
            Route(.post, "/api/v1/session", nil, logIn),
            Route(.delete, "/api/v1/session", .reader) { _, context in
                if case .session(let token) = context.caller.means { parts.access.sessions.close(token) }
                var response = Response.noContent
                response.headers[.setCookie] = cookie("", seconds: 0)
                return response
            },
        ]
    }

    @Sendable private func logIn(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Login: Decodable { var key: String }
        let login = try await parts.json(Login.self, of: request, allowed: ["key"])
        guard 1...200 ~= login.key.unicodeScalars.count else {
            throw Problem.badRequest("`key` has 1 to 200 characters")
        }
        let key = try parts.access.key(login.key, from: context.channel?.remoteAddress?.ipAddress ?? "-")
        let (token, session) = parts.access.sessions.open(key: key.id)
        return try .json(
            record(key.name, key.role, session.csrfToken),
            headers: [.setCookie: cookie(token, seconds: Sessions.hours * 3600)]
        )
    }

    private func record(_ name: String, _ role: Role, _ token: String?) -> Record {
        Record(name: name, role: role, isOpen: parts.access.isOpen, csrfToken: token, version: FaceService.version)
    }

    private func cookie(_ token: String, seconds: Int) -> String {
        let secure = parts.configuration.certificate == nil ? "" : "; Secure"
        return "\(Sessions.cookie)=\(token); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(seconds)\(secure)"
    }
}
