import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Synchronization
import Testing

@testable import FaceService

/// Who may do what: every route, every kind of caller.
@Suite struct AccessTests {
    @Test func `every route lets in whom it should, and nobody else`() async throws {
        let fixture = try Fixture(withKeys: true)
        let routes = fixture.service.routes
        let admitted = Mutex(0)
        let refused = Mutex(0)
        try await fixture.test { client in
            let keys: [(name: String, key: String?, role: Role?)] =
                [("no key", "", nil), ("a wrong key", "fn_abc_def", nil), ("no key at all", "nonsense", nil)]
                + Role.allCases.map { ($0.rawValue, fixture.keys[$0], $0) }
            for route in routes {
                for (name, key, role) in keys {
                    let uri = route.path.replacing("{person}", with: "nobody").replacing("{face}", with: "999")
                        .replacing("{group}", with: "999").replacing("{feedback}", with: "999")
                        .replacing("{job}", with: String(repeating: "0", count: 32))
                    var headers: HTTPFields = [:]
                    headers[.authorization] = key == "" ? "" : "Bearer \(key ?? "")"
                    let status = try await client.send(route.method, uri, headers: headers).status
                    let isAllowed = route.role.map { wanted in role.map { $0 >= wanted } ?? false } ?? true
                    let wasRefused = [401, 403].contains(status)
                    if isAllowed { admitted.withLock { $0 += 1 } } else { refused.withLock { $0 += 1 } }
                    #expect(isAllowed != wasRefused, "\(route.method) \(route.path) answered \(status) to \(name)")
                    #expect(isAllowed || (role == nil) == (status == 401), "\(route.path) \(status) \(name)")
                }
            }
        }
        #expect(admitted.withLock { $0 } > 150)
        #expect(refused.withLock { $0 } > 100)
    }

    @Test func `the document names the routes and their roles, all of them`() throws {
        let fixture = try Fixture()
        defer { fixture.close() }
        let documented = APIDocument.shared.operations.map { "\($0.method) \($0.path) \($0.role)" }
        let page = Set(PageFiles.all.map { "/\($0.name)" } + ["/"]).subtracting(["/openapi.json"])
        let routes = fixture.service.routes.filter { !page.contains($0.path) }
            .map { "\($0.method.rawValue) \($0.path) \($0.role?.rawValue ?? "anyone")" }
        #expect(Set(documented) == Set(routes))
        #expect(documented.count == routes.count)
    }

    @Test func `an idempotency key is heeded where the document says so, and nowhere else`() throws {
        let fixture = try Fixture()
        defer { fixture.close() }
        let documented = APIDocument.shared.operations.filter { $0.parameters.contains("Idempotency-Key") }
        let heeding = fixture.service.routes.filter(\.isIdempotent)
        #expect(Set(documented.map(\.path)) == Set(heeding.map(\.path)))
        #expect(heeding.count == 4)
    }

    @Test func `a browser logs in, needs its token for changes, and logs out`() async throws {
        let fixture = try Fixture(withKeys: true)
        try await fixture.test { client in
            var client = client
            client.key = nil
            #expect(try await client.get("/api/v1/session").status == 401)
            let wrong = try await client.post("/api/v1/session", json: #"{"key": "fn_00_11"}"#)
            #expect(wrong.reason == "unauthorized")
            let key = fixture.keys[.operator] ?? ""
            let session = try await client.post("/api/v1/session", json: #"{"key": "\#(key)"}"#)
            let cookie = String(try #require(session.headers[.setCookie]).prefix { $0 != ";" })
            #expect(session.headers[.setCookie]?.contains("HttpOnly; SameSite=Strict") == true)
            let token = session.json["csrfToken"].text
            #expect(token.count == 64)
            #expect(try await client.get("/api/v1/people", headers: [.cookie: cookie]).status == 200)
            let without = try await client.post("/api/v1/people", json: #"{"name": "A"}"#, headers: [.cookie: cookie])
            #expect(without.status == 403)
            let headers: HTTPFields = [.cookie: cookie, .csrfToken: token]
            #expect(try await client.post("/api/v1/people", json: #"{"name": "A"}"#, headers: headers).status == 201)
            #expect(try await client.send(.delete, "/api/v1/session", headers: headers).status == 204)
            #expect(try await client.get("/api/v1/people", headers: [.cookie: cookie]).status == 401)
        }
    }

    @Test func `a revoked key opens nothing, and neither do its sessions`() async throws {
        let fixture = try Fixture(withKeys: true)
        try await fixture.test { client in
            var client = client
            client.key = nil
            let key = fixture.keys[.admin] ?? ""
            let session = try await client.post("/api/v1/session", json: #"{"key": "\#(key)"}"#)
            let cookie = String((session.headers[.setCookie] ?? "").prefix { $0 != ";" })
            #expect(try await client.get("/api/v1/people", headers: [.cookie: cookie]).status == 200)
            try fixture.service.parts.access.keys?.revoke("the admin")
            #expect(try await client.get("/api/v1/people", headers: [.cookie: cookie]).status == 401)
            #expect(try await client.get("/api/v1/people", headers: [.authorization: "Bearer \(key)"]).status == 401)
        }
    }

    @Test func `what another site makes a browser send is refused`() async throws {
        try await Fixture().test { client in
            let foreign = try await client.post(
                "/api/v1/people",
                json: #"{"name": "A"}"#,
                headers: [.origin: "https://elsewhere.example"]
            )
            #expect(foreign.status == 403)
            let own = try await client.post(
                "/api/v1/people",
                json: #"{"name": "A"}"#,
                headers: [.origin: "http://localhost"]
            )
            #expect(own.status == 201)
        }
    }

    @Test(arguments: [
        ("localhost:8080", true), ("127.0.0.1", true), ("[::1]:80", true), ("", true), ("127.8.9.1:1", true),
        ("example.org", false), ("127.0.0.1.example.org", false), ("127.example.org", false), ("10.0.0.1", false),
        ("localhost.example.org", false),
    ])
    func `names of this machine are told from others`(authority: String, isLoopback: Bool) {
        #expect(Access.isLoopback(authority) == isLoopback)
    }

    @Test func `a key's rate is kept to`() async throws {
        let fixture = try Fixture(withKeys: true) { configuration in
            configuration.limits.requestsPerSecond = 0.01
            configuration.limits.requestsAtOnce = 3
        }
        try await fixture.test { client in
            for _ in 0..<3 { #expect(try await client.get("/api/v1/settings").status == 200) }
            let answer = try await client.get("/api/v1/settings")
            #expect(answer.status == 429)
            #expect(answer.reason == "rate_limited")
            #expect((answer.headers[.retryAfter].flatMap(Int.init) ?? 0) >= 90)
        }
    }

    @Test func `the audit trail says who searched and who was found, and not of whom`() async throws {
        let fixture = try Fixture(withKeys: true)
        try await fixture.test { client in
            let person = try await client.enroll(2, as: "Ada").json["person"].text
            let reader: HTTPFields = [.authorization: "Bearer \(fixture.keys[.reader] ?? "")"]
            _ = try await client.post("/api/v1/identify", photo: Fixture.photo(of: 2, number: 1), headers: reader)
            let last = try await client.get("/api/v1/audit?limit=1000").json["entries"].list.last
            #expect(last?["action"].text == "search")
            #expect(last?["actor"].text == "the reader")
            #expect(last?["subjects"][0].text == person)
            #expect(last?["details"].text == #"{"faces":"1"}"#)
        }
    }

    @Test func `no name, key or number of a face is in the log`() async throws {
        let lines = Mutex<[String]>([])
        let logger = Logger(label: "test") { _ in CapturingHandler { line in lines.withLock { $0.append(line) } } }
        let fixture = try Fixture(withKeys: true, logger: logger)
        let keys = fixture.keys.values.map { String($0.suffix(20)) }
        try await fixture.test { client in
            let person = try await client.enroll(2, as: "Adalbertina").json["person"].text
            _ = try await client.get("/api/v1/people?search=Adalbert")
            _ = try await client.get("/api/v1/people/\(person)")
            _ = try await client.post("/api/v1/people", json: #"{"name": "Adalbertina"}"#)
            _ = try await client.post("/api/v1/embed", photo: Fixture.photo(of: 2))
        }
        let text = lines.withLock { $0.joined(separator: "\n") }
        #expect(text.contains("/api/v1/people/{person}"))
        for secret in ["dalbert", "embedding\":"] + keys { #expect(!text.contains(secret)) }
    }

    @Test func `headers keep pages to themselves`() async throws {
        try await Fixture().test { client in
            let page = try await client.get("/")
            #expect(page.status == 200)
            let policy = page.headers[.contentSecurityPolicy] ?? ""
            #expect(policy.contains("default-src 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(!policy.contains("http"))
            let answer = try await client.get("/api/v1/people")
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(answer.headers[HTTPField.Name("X-Content-Type-Options")!] == "nosniff")
        }
    }

    @Test func `other methods and paths are told what there is`() async throws {
        try await Fixture().test { client in
            let answer = try await client.send(.put, "/api/v1/people")
            #expect(answer.status == 405)
            #expect(answer.headers[.allow] == "GET, POST")
            #expect(try await client.get("/api/v2/people").status == 404)
            #expect(try await client.get("/api/v1/people/a%2Fb").status == 400)
            #expect(try await client.get("/api/v1/faces/0/picture").status == 400)
            #expect(try await client.get("/api/v1/audit?limit=x").status == 400)
            #expect(try await client.get("/api/v1/audit?limit=3&limit=4").status == 400)
            #expect(try await client.get("/api/v1/people?search=%C3").status == 400)
            #expect(try await client.send(.head, "/").status == 200)
        }
    }
}

/// Keeps what is logged.
private struct CapturingHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    let keep: @Sendable (String) -> Void

    init(_ keep: @escaping @Sendable (String) -> Void) { self.keep = keep }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        keep("\(event.message) \(metadata.merging(event.metadata ?? [:]) { $1 })")
    }
}
