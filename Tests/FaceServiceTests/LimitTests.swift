import FaceImaging
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import FaceService

/// What is refused, and how.
@Suite struct LimitTests {
    @Test func `a body over the limit is 413, declared or not`() async throws {
        try await Fixture { $0.limits.bodyBytes = 2000 }.test { client in
            let answer = try await client.post("/api/v1/detect", photo: [UInt8](repeating: 7, count: 3000))
            #expect(answer.status == 413)
            #expect(answer.reason == "too_many_bytes")
        }
    }

    @Test func `a photo over the limit of pixels is 413 before it is decoded`() async throws {
        try await Fixture { $0.limits.pixels = 10_000 }.test { client in
            let answer = try await client.post("/api/v1/detect", photo: Fixture.photo(of: 2))
            #expect(answer.status == 413)
            #expect(answer.reason == "too_many_pixels")
        }
    }

    @Test func `a body that takes too long is 408`() async throws {
        let reader = BodyReader(.init(bytes: 1000, bytesAtOnce: 5000, time: .milliseconds(50)))
        let slow = AsyncStream<ByteBuffer> { continuation in
            continuation.yield(ByteBuffer(string: "a"))
            // Never ends.
            continuation.onTermination = { _ in }
            Task {
                try await Task.sleep(for: .seconds(5))
                continuation.finish()
            }
        }
        let request = Request(
            head: HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/"),
            body: RequestBody(asyncSequence: slow)
        )
        let problem = await #expect(throws: Problem.self) { try await reader.withBody(of: request) { _ in } }
        #expect(problem?.status == .requestTimeout)
        #expect(problem?.closesConnection == true)
    }

    @Test func `all bodies at once are bounded, and one always fits`() async throws {
        let reader = BodyReader(.init(bytes: 100, bytesAtOnce: 150, time: .seconds(1)))
        func request(_ count: Int) -> Request {
            Request(
                head: HTTPRequest(
                    method: .post,
                    scheme: nil,
                    authority: nil,
                    path: "/",
                    headerFields: [.contentLength: String(count)]
                ),
                body: RequestBody(buffer: ByteBuffer(repeating: 1, count: count))
            )
        }
        try await reader.withBody(of: request(100)) { _ in
            let problem = await #expect(throws: Problem.self) { try await reader.withBody(of: request(60)) { _ in } }
            #expect(problem?.status == .tooManyRequests)
            try await reader.withBody(of: request(50)) { #expect($0.readableBytes == 50) }
        }
        try await reader.withBody(of: request(100)) { #expect($0.readableBytes == 100) }
    }

    @Test func `rates fill up again`() {
        let limiter = RateLimiter(rate: 2, burst: 3)
        let start = ContinuousClock.now
        for _ in 0..<3 { #expect(limiter.take("a", now: start) == nil) }
        #expect(limiter.take("a", now: start) == 1)
        #expect(limiter.take("b", now: start) == nil)
        #expect(limiter.take("a", now: start + .milliseconds(500)) == nil)
        #expect(limiter.take("a", now: start + .milliseconds(500)) == 1)
        for _ in 0..<3 { #expect(limiter.take("a", now: start + .seconds(100)) == nil) }
        #expect(limiter.take("a", now: start + .seconds(100)) != nil)
    }
}

@Suite struct MultipartTests {
    @Test func `parts are what they were`() throws {
        let bytes: [UInt8] = Array("--x\r\n".utf8) + (0...255) + Array("\r\n--".utf8)
        let form = Form(["first": bytes, "second": []])
        let read = try MultipartForm(form.body, contentType: form.type)
        #expect(Array(try read.file("first").bytes) == bytes)
        #expect(try read.file("second").bytes.isEmpty)
        #expect(throws: Problem.self) { try read.file("third") }
    }

    @Test func `every prefix of a form is refused, none crashes`() throws {
        let form = Form(["photo": Array("abc".utf8)])
        // The last two bytes are a line's end after the form's.
        for count in 0..<(form.body.count - 2) {
            #expect(throws: Problem.self) { try MultipartForm(Array(form.body.prefix(count)), contentType: form.type) }
        }
        for index in form.body.indices {
            var damaged = form.body
            damaged[index] ^= 0x15
            _ = try? MultipartForm(damaged, contentType: form.type)
        }
        #expect(throws: Problem.self) { try MultipartForm(form.body, contentType: "multipart/form-data") }
    }

    @Test(arguments: [
        (#"form-data; name="photo"; filename="a;b.jpg""#, "photo", "a;b.jpg"),
        (#"form-data; name=photo"#, "photo", nil),
        (#"Form-Data; NAME="a\"b""#, "a\"b", nil),
    ])
    func `header parameters are read with their quotes`(text: String, name: String, filename: String?) {
        let parameters = HeaderParameters(text)
        #expect(parameters.value == "form-data")
        #expect(parameters["name"] == name)
        #expect(parameters["filename"] == filename)
    }
}

@Suite struct KeyFileTests {
    @Test func `the file has hashes, is its owner's, and is read anew when another program changes it`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/keys-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try KeyFile(path)
        let key = try file.add(named: "Ada", role: .reader)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains(key.split(separator: "_")[2]))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(file.find(key)?.name == "Ada")
        #expect(file.find(key.dropLast() + (key.last == "0" ? "1" : "0")) == nil)
        #expect(throws: KeyFile.Failure.nameTaken("Ada")) { try file.add(named: "Ada", role: .admin) }
        try KeyFile(path).revoke("Ada")
        let end = ContinuousClock.now + .seconds(5)
        while file.find(key) != nil, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.05) }
        #expect(file.find(key) == nil)
        try Data("hello".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: KeyFile.Failure.self) { try KeyFile(path) }
    }
}
