import FaceImaging
import FacePipeline
import FaceRecognition
import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import FaceService

@Suite struct EngineTests {
    @Test func `photos of many callers are read in batches, each answered with its own`() async throws {
        let fixture = try Fixture()
        defer { fixture.close() }
        let batches = Mutex<[Int]>([])
        let engine = ReadingEngine(
            fixture.service.parts.recognizer,
            options: .init(workers: 1, batch: 4, deadline: .milliseconds(50))
        ) { photos, _, _ in batches.withLock { $0.append(photos) } }
        defer { engine.stop() }
        let counts = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for index in 0..<12 {
                let bytes = try index % 3 == 0 ? Fixture.wall() : Fixture.photo(of: index)
                group.addTask { (index, try await engine.read(.bytes(bytes, name: "\(index)")).faces.count) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for index in 0..<12 { #expect(counts[index] == (index % 3 == 0 ? 0 : 1), "photo \(index)") }
        #expect(batches.withLock { $0.reduce(0, +) } == 12)
        #expect(batches.withLock { $0.max() } == 4)
    }

    @Test func `one photo that cannot be read stops no other of its batch`() async throws {
        let fixture = try Fixture()
        defer { fixture.close() }
        let engine = ReadingEngine(
            fixture.service.parts.recognizer,
            options: .init(workers: 1, batch: 2, deadline: .milliseconds(100))
        )
        defer { engine.stop() }
        let photo = try Fixture.photo(of: 2)
        let good = Task { try await engine.read(.bytes(photo, name: "good")) }
        let bad = Task { try await engine.read(.bytes([1, 2, 3], name: "bad")) }
        #expect(try await good.value.faces.count == 1)
        await #expect(throws: RecognitionError.self) { _ = try await bad.value }
    }

    @Test func `a full queue refuses at once, with the seconds until it is not`() throws {
        // No worker: nothing is taken.
        let queue = ReadingQueue(limit: 2, workers: 1)
        #expect(queue.put(WaitingPhoto(.file("a"))) == nil)
        let second = WaitingPhoto(.file("b"))
        #expect(queue.put(second) == nil)
        #expect(queue.put(WaitingPhoto(.file("c"))) == .full(seconds: 1))
        queue.finished(1, seconds: 100)
        #expect(queue.put(WaitingPhoto(.file("c"))) == .full(seconds: 21))
        queue.remove(second)
        #expect(queue.put(WaitingPhoto(.file("c"))) == nil)
        queue.stop()
        #expect(queue.put(WaitingPhoto(.file("d"))) == .stopped)
        #expect(queue.take(8, deadline: .zero)?.count == 2)
        #expect(queue.take(8, deadline: .zero) == nil)
    }

    @Test func `workers share what waits`() {
        let queue = ReadingQueue(limit: 100, workers: 2)
        for index in 0..<10 { _ = queue.put(WaitingPhoto(.file("\(index)"))) }
        #expect(queue.take(8, deadline: .zero)?.count == 5)
        #expect(queue.take(8, deadline: .zero)?.count == 3)
        #expect(queue.take(1, deadline: .zero)?.count == 1)
    }

    @Test func `a caller who goes away is answered, and the photo leaves the queue`() async throws {
        let fixture = try Fixture()
        defer { fixture.close() }
        let engine = ReadingEngine(
            fixture.service.parts.recognizer,
            // The worker waits for more photos until the engine is stopped: this one stays in the queue.
            options: .init(workers: 1, batch: 8, deadline: .seconds(3600))
        )
        defer { engine.stop() }
        let task = Task { try await engine.read(.bytes(try Fixture.photo(of: 2), name: "late")) }
        while engine.waiting == 0 { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        #expect(engine.waiting == 0)
    }

    @Test func `a full engine is 429 with Retry-After, before the body is read`() async throws {
        let fixture = try Fixture { $0.limits.queue = 1 }
        fixture.service.parts.engine.stop()
        try await fixture.test { client in
            let answer = try await client.post("/api/v1/detect", photo: Fixture.photo(of: 2))
            #expect(answer.status == 503)
            #expect(try await client.get("/readyz").status == 503)
            #expect(try await client.get("/healthz").status == 200)
        }
        let full = Problem(ReadingEngine.Refusal.full(seconds: 3))
        #expect(full.status == .tooManyRequests)
        #expect(full.headers[.retryAfter] == "3")
    }
}
