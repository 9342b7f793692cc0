import FaceDetection
import FaceEmbedding
import FaceImaging
import FaceNetworks
import Synchronization
import Testing

@testable import FacePipeline

@Suite struct FaceReaderTests {
    @Test(arguments: [1, 2, 5])
    func `results come in order and as one photo at a time gives them`(threads: Int) async throws {
        let reader = try tinyReader(threads: threads)
        let sources = try (0..<61).map { try photo(faces: $0 * 5 % 7, pattern: $0) }
        var index = 0
        for await photo in reader.faces(in: sources) {
            #expect(photo.index == index)
            #expect(photo.name == sources[index].name)
            let faces = try photo.faces
            let alone = try reader.faces(in: sources[index])
            #expect(faces.map(\.detection) == alone.map(\.detection))
            #expect(faces.count == index * 5 % 7)
            // Another batch size may round in another order.
            for (one, other) in zip(faces, alone) {
                #expect(one.embedding.squaredDistance(to: other.embedding) < 1e-10)
            }
            index += 1
        }
        #expect(index == sources.count)
    }

    @Test func `a photo that fails stops no other and says why`() async throws {
        let reader = try tinyReader()
        let sources: [PhotoSource] = [
            try photo(faces: 2, pattern: 1),
            .bytes(Array("no image".utf8), name: "text.jpg"),
            .file("/nowhere/missing.jpg"),
            try photo(faces: 255, pattern: 2),
            .bytes([], name: "empty.jpg"),
            try photo(faces: 0, pattern: 3),
            try photo(faces: 1, pattern: 4),
        ]
        var results: [PhotoFaces] = []
        for await photo in reader.faces(in: sources) { results.append(photo) }
        #expect(results.map { (try? $0.faces.count) ?? -1 } == [2, -1, -1, -1, -1, 0, 1])
        #expect(results[1].failure == "text.jpg: not a JPEG, PNG, WebP, GIF, HEIC or AVIF image")
        #expect(results[4].failure == "empty.jpg: the file is empty")
        #expect(results[2].failure?.hasPrefix("/nowhere/missing.jpg: could not be read") == true)
        #expect(results[3].failure?.contains("the detector failed") == true)
        #expect(results[0].failure == nil)
    }

    @Test func `a face is retouched by itself, after it was found`() async throws {
        var reader = try tinyReader()
        let source = try photo(faces: 2, pattern: 1)
        let plain = try reader.faces(in: source)
        reader.options.retouch = { photo, face, name in
            #expect(name == "photo 1")
            // Faces are numbered by where they are; only the second is painted over.
            guard face.box.minX == 1 else { return }
            for y in 0..<8 { for x in 0..<16 { photo[x, y] = Color(red: 9, green: UInt8(x * y), blue: 200) } }
        }
        let faces = try reader.faces(in: source)
        #expect(faces.map(\.detection) == plain.map(\.detection))
        #expect(faces[0].embedding == plain[0].embedding)
        #expect(faces[1].embedding.squaredDistance(to: plain[1].embedding) > 1e-3)
    }

    @Test func `no photos give no results`() async throws {
        for await _ in try tinyReader().faces(in: []) { Issue.record("a result of nothing") }
    }

    @Test func `photos are read a window ahead at most, however slow the taker is`() async throws {
        let read = Atomic<Int>(0)
        let counter = ReadCounter()
        let reader = try tinyReader(threads: 2, batchSize: 2) { event in
            if case .decoded = event { counter.count.add(1, ordering: .relaxed) }
        }
        let sources = try (0..<100).map { try photo(faces: 1, pattern: $0) }
        let window = 2 * 2 * (2 + 2)
        var taken = 0
        for await _ in reader.faces(in: sources) {
            #expect(counter.count.load(ordering: .relaxed) <= taken + window + 1)
            taken += 1
            if taken == 3 { try await Task.sleep(for: .milliseconds(100)) }
        }
        read.store(taken, ordering: .relaxed)
        #expect(read.load(ordering: .relaxed) == 100)
    }

    @Test func `events tell of every photo and every face once`() async throws {
        let events = Mutex<[PipelineEvent]>([])
        let box = EventBox()
        let reader = try tinyReader { event in box.events.withLock { $0.append(event) } }
        let sources = try (0..<20).map { try photo(faces: $0 % 3, pattern: $0) }
        for await _ in reader.faces(in: sources) {}
        events.withLock { $0 = box.events.withLock { $0 } }
        var (decoded, detected, embedded, finished) = (Set<Int>(), 0, 0, Set<Int>())
        for event in events.withLock({ $0 }) {
            switch event {
            case .decoded(let index, _): decoded.insert(index)
            case .detected(_, let faces, _): detected += faces
            case .embedded(let faces, _): embedded += faces
            case .finished(let index): finished.insert(index)
            }
        }
        #expect(decoded == Set(0..<20))
        #expect(detected == 19)
        #expect(embedded == 19)
        // A photo is told finished just after its result can be taken, so the last may still be on its way.
        #expect(finished.count >= 18)
    }

    @Test func `a cancelled reading ends`() async throws {
        let reader = try tinyReader()
        let sources = try (0..<500).map { try photo(faces: 1, pattern: $0 % 200) }
        let task = Task {
            var taken = 0
            for await _ in reader.faces(in: sources) {
                taken += 1
                if taken == 5 { withUnsafeCurrentTask { $0?.cancel() } }
            }
            return taken
        }
        #expect(await task.value < 500)
    }

    @Test func `an iterator that is dropped leaves nobody waiting`() async throws {
        let sources = try (0..<300).map { try photo(faces: 2, pattern: $0 % 200) }
        for await _ in try tinyReader().faces(in: sources) { break }
    }
}

/// Counts from any thread.
private final class ReadCounter: Sendable {
    let count = Atomic<Int>(0)
}

/// Collects from any thread.
private final class EventBox: Sendable {
    let events = Mutex<[PipelineEvent]>([])
}
