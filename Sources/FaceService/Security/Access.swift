import Foundation
import HTTPTypes
import Hummingbird

/// Who may do what: keys, sessions, roles, rates, and requests that other sites make a browser send.
final class Access: Sendable {
    /// Whose keys count; `nil` if nobody is asked for one, which only a service on the loopback may be.
    let keys: KeyFile?
    let sessions = Sessions()
    private let requests: RateLimiter
    private let attempts = RateLimiter(rate: 0.2, burst: 10)

    init(keys: KeyFile?, rate: Double, burst: Double) {
        self.keys = keys
        requests = RateLimiter(rate: rate, burst: burst)
    }

    /// Whether nobody is asked for a key.
    var isOpen: Bool { keys == nil }

    /// Finds out who asks, and throws unless they may.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - role: Who may; `nil` for anyone.
    /// - Returns: Who asks.
    /// - Throws: ``Problem``: 401, 403, 429.
    func authorize(_ request: Request, for role: Role?) throws -> Caller {
        try refuseForeign(request)
        guard let role else { return .nobody }
        let caller = try caller(of: request)
        guard caller.role >= role else {
            let detail = "this needs the role \(role.rawValue), and the key has \(caller.role.rawValue)"
            throw Problem(.forbidden, "forbidden", detail)
        }
        if case .session(let token) = caller.means, request.isChange {
            let sent = request.headers[.csrfToken] ?? ""
            guard let session = sessions.find(token), constantTimeEqual(sent, session.csrfToken) else {
                throw Problem(.forbidden, "forbidden", "the page's token is missing or wrong: load the page again")
            }
        }
        if !isOpen, let seconds = requests.take(caller.name) {
            throw Problem.tooMany("rate_limited", "the key's rate is used up", seconds: seconds)
        }
        return caller
    }

    /// The key that somebody shows to open a session.
    ///
    /// - Throws: ``Problem``: 401, and 429 where keys are tried out.
    func key(_ text: String, from address: String) throws -> APIKey {
        guard let keys else { throw Problem(.forbidden, "forbidden", "nobody is asked for a key here") }
        if let seconds = attempts.take(address) {
            throw Problem.tooMany("rate_limited", "too many keys were tried", seconds: seconds)
        }
        guard let key = keys.find(text) else { throw Self.unauthorized }
        return key
    }

    private func caller(of request: Request) throws -> Caller {
        guard let keys else { return .local }
        if let header = request.headers[.authorization] {
            let parts = header.split(separator: " ", omittingEmptySubsequences: true)
            guard parts.count == 2, parts[0].lowercased() == "bearer", let key = keys.find(String(parts[1])) else {
                throw Self.unauthorized
            }
            return Caller(name: key.name, role: key.role, means: .key)
        }
        if let token = request.cookies[Sessions.cookie]?.value, let session = sessions.find(token),
            let key = keys.keys.first(where: { $0.id == session.key })
        {
            return Caller(name: key.name, role: key.role, means: .session(token: token))
        }
        throw Self.unauthorized
    }

    /// Refuses what another site makes a browser send, and names of this machine that are none of ours.
    ///
    /// Without keys the machine itself is the secret: a page from elsewhere must not reach it, neither by a form nor by a
    /// name that it points at 127.0.0.1.
    private func refuseForeign(_ request: Request) throws {
        if request.isChange, let origin = request.headers[.origin] {
            let host = request.head.authority ?? ""
            guard origin == "http://\(host)" || origin == "https://\(host)" else {
                throw Problem(.forbidden, "forbidden", "the request came from another site")
            }
        }
        if isOpen, !Self.isLoopback(request.head.authority ?? "") {
            throw Problem(.forbidden, "forbidden", "without keys this answers to localhost alone")
        }
    }

    /// Whether an authority is a name of this machine itself.
    static func isLoopback(_ authority: String) -> Bool {
        let host =
            authority.hasPrefix("[")
            ? String(authority.dropFirst().prefix { $0 != "]" }) : String(authority.prefix { $0 != ":" })
        // Four numbers: `127.example.org` is somebody else's.
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return ["localhost", "::1", ""].contains(host.lowercased())
            || numbers.count == 4 && numbers[0] == 127 && !numbers.contains(nil)
    }

    private static var unauthorized: Problem {
        var problem = Problem(.unauthorized, "unauthorized", "a key is missing or wrong")
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"facenet\""
        return problem
    }
}

extension Request {
    /// Whether it may change something.
    var isChange: Bool { ![.get, .head, .options].contains(method) }
}
