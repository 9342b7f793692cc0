import FaceDetection
import FaceEmbedding
import FaceImaging
import FacePipeline
import Foundation
import Synchronization
import Testing

@testable import FaceLaboratory

@Suite struct LaboratoryTests {
    static let conditions: [Condition] = [
        .bare, .occluded(.surgicalMask), .occluded(.block, share: 0.3), .jpeg(quality: 20), .pixels(side: 8),
    ]

    /// Whether embeddings are the same but for the last place.
    static func agree(_ one: [Float], _ other: [Float]) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 1e-6 }
    }

    @Test func `a photo is searched once for all conditions, and not at all when all is known`() async throws {
        let (photos, cache) = (try TemporaryFolder(), try TemporaryFolder())
        let names = try photos.addPhotos(7)
        let detector = DrawnFaceDetector()
        let laboratory = Laboratory(
            reader: try tinyReader(detector: detector),
            cache: try EmbeddingCache(at: cache.path, detector: "drawn")
        )
        let fresh = try await laboratory.embeddings(of: names, in: photos.path, under: Self.conditions)
        #expect(detector.callCount == 7)
        #expect(fresh.computed == 35 && fresh.cached == 0)
        let again = try await laboratory.embeddings(of: names, in: photos.path, under: Self.conditions)
        #expect(detector.callCount == 7)
        #expect(again.computed == 0 && again.cached == 35)
        #expect(again.features == fresh.features)
    }

    @Test func `the answer is the same to the bit whatever the threads, the order and what was known`() async throws {
        let (photos, cache) = (try TemporaryFolder(), try TemporaryFolder())
        let names = try photos.addPhotos(9, faceless: 1)
        let plain = try await Laboratory(reader: try tinyReader(threads: 1))
            .embeddings(of: names, in: photos.path, under: Self.conditions)
        let kept = try EmbeddingCache(at: cache.path, detector: "drawn")
        _ = try await Laboratory(reader: try tinyReader(threads: 3), cache: kept)
            .embeddings(of: [names[4], names[8]], in: photos.path, under: [.jpeg(quality: 20), .bare])
        let mixed = try await Laboratory(reader: try tinyReader(threads: 3), cache: kept)
            .embeddings(of: names.reversed(), in: photos.path, under: Self.conditions.reversed())
        #expect(mixed.cached == 4)
        #expect(mixed.features == plain.features)
        #expect(mixed.undetected == plain.undetected)
        #expect(plain.undetected == ["8.png"])
    }

    @Test func `bare faces are as the reader embeds them, and conditions change them`() async throws {
        let photos = try TemporaryFolder()
        let names = try photos.addPhotos(3)
        let reader = try tinyReader()
        let faces = try await Laboratory(reader: reader)
            .embeddings(of: names, in: photos.path, under: Self.conditions)
        for name in names {
            let expected = try reader.faces(in: .file("\(photos.path)/\(name)"))[0].embedding.coordinates
            let bare = try #require(faces.features[.bare]?[name])
            #expect(Self.agree(bare, expected))
            for condition in Self.conditions.dropFirst() {
                #expect(faces.features[condition]?[name] != bare, "\(condition)")
            }
        }
    }

    @Test func `a covered face is looked for where that is asked for, else it is where the bare one is`() async throws {
        let (photos, cache) = (try TemporaryFolder(), try TemporaryFolder())
        let names = try photos.addPhotos(3)
        let pictures = try names.map { try Photo(contentsOf: "\(photos.path)/\($0)") }
        let detector = WaryDetector(known: Set(pictures)) { face in
            var moved = face
            moved.landmarks.leftEye.x -= 6
            moved.box.minX -= 6
            return moved
        }
        let reader = try tinyReader(detector: detector)
        let conditions = Self.conditions + [.occluded(.surgicalMask, search: .covered)]
        let kept = try EmbeddingCache(at: cache.path, detector: "wary")
        let faces = try await Laboratory(reader: reader, cache: kept)
            .embeddings(of: names, in: photos.path, under: conditions)
        #expect(detector.drawn.callCount == 6)
        let elsewhere = try await Laboratory(reader: try tinyReader())
            .embeddings(of: names, in: photos.path, under: Self.conditions)
        for condition in Self.conditions {
            for name in names {
                let (one, other) = (faces.features[condition]?[name], elsewhere.features[condition]?[name])
                #expect(Self.agree(try #require(one), try #require(other)), "\(condition), \(name)")
            }
        }
        for (name, picture) in zip(names, pictures) {
            var hidden = picture
            let occluder = try #require(Condition.occluded(.surgicalMask).occluder(forPhotoNamed: name))
            occluder.draw(onto: &hidden, landmarks: try #require(try detector.drawn.faces(in: picture).first).landmarks)
            let face = try #require(try detector.faces(in: hidden).first)
            let crop = try #require(reader.embedder.crop(face, from: hidden))
            let expected = try reader.embedder.embeddings(of: [crop])[0].coordinates
            let found = try #require(faces.features[conditions[5]]?[name])
            #expect(Self.agree(found, expected))
            #expect(!Self.agree(found, try #require(faces.features[.occluded(.surgicalMask)]?[name])))
        }
        let again = try await Laboratory(reader: reader, cache: kept)
            .embeddings(of: names, in: photos.path, under: conditions)
        #expect(again.computed == 0 && again.features == faces.features)
        #expect(again.undetectedUnder[conditions[5]] == [])
    }

    @Test func `a face that is not found under its mask is the photo's middle, or left out`() async throws {
        let (photos, cache) = (try TemporaryFolder(), try TemporaryFolder())
        let names = try photos.addPhotos(3, faceless: 1)
        let pictures = try names.map { try Photo(contentsOf: "\(photos.path)/\($0)") }
        let reader = try tinyReader(detector: WaryDetector(known: Set(pictures)) { _ in nil })
        let (bare, mask) = (Condition.bare, Condition.occluded(.surgicalMask, search: .covered))
        // The second time from the cache.
        for _ in 0..<2 {
            let kept = try EmbeddingCache(at: cache.path, detector: "wary")
            let faces = try await Laboratory(reader: reader, cache: kept)
                .embeddings(of: names, in: photos.path, under: [bare, mask])
            #expect(faces.undetected == ["2.png"] && faces.undetectedUnder == [bare: ["2.png"], mask: names])
            #expect(faces.features[mask]?.count == 3)
            for (name, isSame) in [("0.png", false), ("2.png", true)] {
                let (one, other) = (faces.features[mask]?[name], faces.features[bare]?[name])
                #expect(Self.agree(try #require(one), try #require(other)) == isSame, "\(name)")
            }
            for cache in [nil, kept] {
                let fewer = try await Laboratory(reader: reader, cache: cache, undetected: .leftOut)
                    .embeddings(of: names, in: photos.path, under: [bare, mask])
                #expect(fewer.features[bare]?.keys.sorted() == ["0.png", "1.png"])
                #expect(fewer.features[mask] == [:] && fewer.undetectedUnder[mask] == names)
            }
        }
    }

    @Test func `a photo without a face is its middle, or left out`() async throws {
        let (photos, cache) = (try TemporaryFolder(), try TemporaryFolder())
        let names = try photos.addPhotos(3, faceless: 1)
        let kept = try EmbeddingCache(at: cache.path, detector: "drawn")
        for _ in 0..<2 {
            let faces = try await Laboratory(reader: try tinyReader(), cache: kept)
                .embeddings(of: names, in: photos.path, under: [.bare, .occluded(.hand)])
            #expect(faces.undetected == ["2.png"])
            // There is nothing to draw a hand on.
            #expect(faces.features[.bare]?["2.png"] == faces.features[.occluded(.hand)]?["2.png"])
            #expect(faces.features[.bare]?.count == 3)
            let fewer = try await Laboratory(reader: try tinyReader(), cache: kept, undetected: .leftOut)
                .embeddings(of: names, in: photos.path)
            #expect(fewer.undetected == ["2.png"])
            #expect(fewer.features[.bare]?.keys.sorted() == ["0.png", "1.png"])
        }
    }

    @Test func `the first photo that cannot be read is named, or all are listed`() async throws {
        let photos = try TemporaryFolder()
        var names = try photos.addPhotos(6)
        names.insert("missing.png", at: 3)
        names.insert("other.png", at: 4)
        let expected = PipelineError.image(.unreadable(reason: "No such file or directory"))
        for threads in 1...3 {
            await #expect(throws: LaboratoryError.photo(path: "\(photos.path)/missing.png", expected)) {
                try await Laboratory(reader: try tinyReader(threads: threads)).embeddings(of: names, in: photos.path)
            }
        }
        let faces = try await Laboratory(reader: try tinyReader(), unreadable: .leftOut)
            .embeddings(of: names, in: photos.path)
        #expect(faces.failures.map(\.name) == ["missing.png", "other.png"])
        #expect(faces.features[.bare]?.count == 6)
    }

    @Test func `another model, detector or photo of that name is not mistaken for what is known`() async throws {
        let (photos, cache) = (try TemporaryFolder(), try TemporaryFolder())
        let names = try photos.addPhotos(2)
        func run(_ shift: Float, _ detector: String) async throws -> LaboratoryFaces {
            let kept = try EmbeddingCache(at: cache.path, detector: detector)
            return try await Laboratory(reader: try tinyReader(tinyModel(shift: shift)), cache: kept)
                .embeddings(of: names, in: photos.path)
        }
        #expect(try await run(0, "a").computed == 2)
        #expect(try await run(0, "a").computed == 0)
        #expect(try await run(1, "a").computed == 2)
        #expect(try await run(0, "b").computed == 2)
        var photo = try Photo(contentsOf: "\(photos.path)/0.png")
        photo[20, 20] = .white
        try photo.write(to: "\(photos.path)/0.png")
        #expect(try await run(0, "a").computed == 1)
    }

    @Test func `the same bytes under another name are bare the same and hidden otherwise`() async throws {
        let (photos, cache) = (try TemporaryFolder(), try TemporaryFolder())
        _ = try photos.addPhotos(1)
        try FileManager.default.copyItem(atPath: "\(photos.path)/0.png", toPath: "\(photos.path)/twin.png")
        let laboratory = Laboratory(
            reader: try tinyReader(threads: 1, batchSize: 1),
            cache: try EmbeddingCache(at: cache.path, detector: "drawn")
        )
        let conditions: [Condition] = [.bare, .occluded(.block, share: 0.3)]
        _ = try await laboratory.embeddings(of: ["0.png"], in: photos.path, under: conditions)
        let faces = try await laboratory.embeddings(of: ["0.png", "twin.png"], in: photos.path, under: conditions)
        #expect(faces.cached == 3 && faces.computed == 1)
        #expect(faces.features[conditions[0]]?["0.png"] == faces.features[conditions[0]]?["twin.png"])
        #expect(faces.features[conditions[1]]?["0.png"] != faces.features[conditions[1]]?["twin.png"])
    }
}
