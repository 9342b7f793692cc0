import FaceDetection
import FaceGallery
import FaceImaging
import FacePipeline
import Foundation
import Testing

@testable import FaceRecognition

/// The whole path on photos of LFW, with the published model and its detector.
@Suite(
    .enabled(if: RealPhotos.data != nil, "FACENET_DATA has not lfw/images, facenet-vggface2.onnx and mtcnn: no photos"),
    .serialized
)
struct RealPhotoTests {
    private func withRecognizer(
        review: EnrollmentReview = .standard,
        _ body: (Recognizer) async throws -> Void
    ) async throws {
        let data = try #require(RealPhotos.data)
        let path = FileManager.default.temporaryDirectory.path + "/real-\(UUID().uuidString).facegallery"
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        try await body(Recognizer(model: "\(data)/facenet-vggface2.onnx", gallery: path, review: review))
    }

    @Test func `two photos of one person match, and a stranger is nobody`() async throws {
        try await withRecognizer { recognizer in
            let people = RealPhotos.people(photos: 2, count: 6)
            try #require(people.count == 6)
            for person in people.dropLast() {
                try await recognizer.enroll(person.photos[0], as: person.name, face: .central)
            }
            for person in people.dropLast() {
                let verification = try recognizer.verify(person.photos[1], is: person.name, face: .central).verification
                #expect(verification.isMatch, "\(person.name)")
            }
            let (known, stranger) = (people[0], people[5])
            let found = try recognizer.identify(known.photos[1])
            #expect(found.contains { $0.decision.identification.match?.name == known.name })
            let others = try recognizer.identify(stranger.photos[0])
            #expect(!others.isEmpty && others.allSatisfy { $0.decision.identification.match == nil })
        }
    }

    @Test func `a photo that is tiny, blurred or of several faces is named as such`() async throws {
        try await withRecognizer(review: .strict) { recognizer in
            let person = RealPhotos.people(photos: 1, count: 1)[0]
            let photo = try Photo(contentsOf: person.photos[0].name)
            func reasons(_ photo: Photo) async throws -> [Advice.Reason] {
                let source = PhotoSource.bytes(try photo.encoded(as: .png), name: "photo")
                return try await recognizer.enroll(source, as: "Ada").verdict.advice.map(\.reason)
            }
            let tiny = photo.resized(width: 75, height: 75, filter: .antialiasedBilinear)
            #expect(try await reasons(tiny) == [.tooSmall])
            // Blurred by making it small and large again.
            let small = photo.resized(width: 40, height: 40, filter: .antialiasedBilinear)
            let blurred = small.resized(width: 250, height: 250, filter: .antialiasedBilinear)
            #expect(try await reasons(blurred).contains(.tooBlurred))
            var pair = Photo(width: 500, height: 250)
            for y in 0..<250 { for x in 0..<500 { pair[x, y] = photo[x % 250, y] } }
            #expect(try await reasons(pair) == [.severalFaces])
            #expect(try await reasons(photo) == [])
        }
    }

    @Test func `drawn masks and dark glasses are seen on most real faces, and bare faces left alone`() throws {
        let data = try #require(RealPhotos.data)
        let detector = try DetectorKind.mtcnn.load(from: [data])
        let limits = CoachLimits()
        var (faces, bare, masks, glasses) = (0, 0, 0, 0)
        for person in RealPhotos.people(photos: 1, count: 60) {
            let photo = try Photo(contentsOf: person.photos[0].name)
            let found = FaceChoice.central(try detector.faces(in: photo), width: photo.width, height: photo.height)
            guard let face = found.first else { continue }
            func quality(_ kind: Occluder.Kind?) -> FaceQuality? {
                var photo = photo
                if let kind { Occluder(kind: kind, seed: UInt64(faces)).draw(onto: &photo, landmarks: face.landmarks) }
                return FaceQuality(of: face, in: photo)
            }
            faces += 1
            if let plain = quality(nil),
                plain.eyesCovered > limits.eyesCovered || plain.mouthCovered > limits.mouthCovered
            {
                bare += 1
            }
            if let masked = quality(.surgicalMask), masked.mouthCovered > limits.mouthCovered { masks += 1 }
            if let shaded = quality(.sunglasses), shaded.eyesCovered > limits.eyesCovered { glasses += 1 }
        }
        #expect(faces == 60)
        #expect(bare <= 5, "bare faces blamed: \(bare)")
        #expect(masks >= 54, "masks seen: \(masks)")
        #expect(glasses >= 54, "glasses seen: \(glasses)")
    }

    @Test func `a masked photo is refused in strict review, with what hides the face`() async throws {
        try await withRecognizer(review: .strict) { recognizer in
            let person = RealPhotos.people(photos: 1, count: 1)[0]
            var photo = try Photo(contentsOf: person.photos[0].name)
            let face = try #require(try recognizer.reader.detector.faces(in: photo).first)
            Occluder(kind: .surgicalMask, seed: 1).draw(onto: &photo, landmarks: face.landmarks)
            let source = PhotoSource.bytes(try photo.encoded(as: .png), name: "masked.png")
            let result = try await recognizer.enroll(source, as: "Ada", face: .central)
            #expect(result.verdict.advice.contains { $0.reason == .occluded(.lowerFace) })
            #expect(result.description.contains("take one without mask or scarf"))
        }
    }

    @Test func `another's photo among a person's is named, and under a second name is refused`() async throws {
        try await withRecognizer { recognizer in
            let people = RealPhotos.people(photos: 3, count: 2)
            try #require(people.count == 2)
            let mixed = Array(people[0].photos.prefix(3)) + [people[1].photos[0]]
            let results = try await recognizer.enroll(mixed, as: "Ada", face: .central)
            let disagreeing = results.map { $0.verdict.advice.contains { $0.reason == .disagrees } }
            #expect(disagreeing == [false, false, false, true])
            let worst = try recognizer.review(person: "Ada").entries.first
            #expect(worst?.template.sourceName == people[1].photos[0].name)
            let again = try await recognizer.enroll(people[0].photos[0], as: "Grace", face: .central)
            #expect(again.verdict.advice.contains { $0.reason == .duplicateOf })
            #expect(!again.isEnrolled)
        }
    }
}

/// Photos of LFW, if they are there.
enum RealPhotos {
    /// The folder of models and data sets.
    static let data: String? = ProcessInfo.processInfo.environment["FACENET_DATA"].flatMap { data in
        let needed = ["lfw/images", "facenet-vggface2.onnx", "mtcnn"]
        return needed.allSatisfy { FileManager.default.fileExists(atPath: "\(data)/\($0)") } ? data : nil
    }

    /// The first people, by name, with at least so many photos.
    static func people(photos: Int, count: Int) -> [PeopleFolder.Entry] {
        guard let data, let folder = try? PeopleFolder(contentsOf: "\(data)/lfw/images") else { return [] }
        return Array(folder.people.filter { $0.photos.count >= photos }.prefix(count))
    }
}
