import FaceDetection
import FaceEmbedding
import FaceGallery
import FaceImaging
import FacePipeline
import Foundation
import Synchronization
import Testing

@testable import FaceRecognition

@Suite struct RecognizerTests {
    @Test func `a photo that is enrolled is found again, and skipped when it comes again`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let recognizer = try studio.recognizer(review: .off)
        let photo = try studio.photo(of: 1)
        let enrolled = try await recognizer.enroll(photo, as: "Ada")
        #expect(enrolled.isEnrolled && enrolled.person != nil)
        let found = try recognizer.identify(photo)
        #expect(found.count == 1)
        #expect(found[0].decision.identification.match?.name == "Ada")
        #expect(found[0].description.hasPrefix("Ada (distance "))
        let again = try await recognizer.enroll(photo, as: "ada")
        #expect(again.isSkipped && !again.isEnrolled)
        #expect(again.verdict.advice.map(\.reason) == [.alreadyEnrolled])
        #expect(try recognizer.gallery.info().templates == 1)
    }

    @Test func `a template keeps what was measured and where it is from`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let recognizer = try studio.recognizer(review: .off)
        let result = try await recognizer.enroll(try studio.photo(of: 4, number: 7), as: "Ada")
        let template = try recognizer.gallery.template(try #require(result.template))
        #expect(template.sourceName == "4-7.png")
        #expect(template.sourceHash?.count == 32)
        #expect(template.box == TemplateBox(x: 16, y: 12, width: 80, height: 92))
        #expect(template.embedding == result.face?.embedding)
        #expect(template.quality?.sharpness == result.quality?.sharpness)
        #expect(template.quality?.occlusion?.keys.sorted() == ["leftEye", "mouth", "nose", "rightEye"])
    }

    @Test func `no face, several faces and a face of no such number do not enter`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let recognizer = try studio.recognizer(review: .off)
        let nothing = PhotoSource.bytes(try Photo(width: 30, height: 20).encoded(as: .png), name: "wall.png")
        let two = try studio.photo(of: 1, faces: 2)
        let none = try await recognizer.enroll(nothing, as: "Ada")
        #expect(none.verdict.advice.map(\.reason) == [.noFace])
        #expect(none.description == "wall.png: refused; \(none.verdict.advice[0])")
        #expect(try await recognizer.enroll(two, as: "Ada").verdict.advice.map(\.reason) == [.severalFaces])
        let third = try await recognizer.enroll(two, as: "Ada", face: .number(2))
        #expect(third.verdict.advice.map(\.reason) == [.noSuchFace])
        #expect(try recognizer.gallery.info().people == 0)
        #expect(try await recognizer.enroll(two, as: "Ada", face: .number(1)).face?.detection.box.minX == 17)
        #expect(try await recognizer.enroll(try studio.photo(of: 2, faces: 3), as: "Bob", face: .largest).isEnrolled)
    }

    @Test func `a photo that cannot be read throws alone and is told of among others`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let recognizer = try studio.recognizer(review: .off)
        await #expect(throws: RecognitionError.self) { try await recognizer.enroll("/nowhere/a.jpg", as: "Ada") }
        let results = try await recognizer.enroll(
            [.bytes(Array("text".utf8), name: "text.jpg"), try studio.photo(of: 1)],
            as: "Ada"
        )
        #expect(results.map(\.isEnrolled) == [false, true])
        #expect(results[0].description == "text.jpg: not a JPEG, PNG, WebP, GIF, HEIC or AVIF image")
    }

    @Test func `a face under another name is refused, with the name and the numbers`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let recognizer = try studio.recognizer()
        try await recognizer.enroll(try studio.photo(of: 1), as: "Ada")
        // Not the same file: one pixel differs.
        let poison = try studio.photo(of: 1) { photo, _ in photo[0, 0] = .white }
        let result = try await recognizer.enroll(poison, as: "Grace")
        #expect(result.verdict.advice.first?.reason == .duplicateOf)
        #expect(result.verdict.advice.first?.finding.contains("Ada") == true)
        #expect(!result.isEnrolled && result.person == nil)
        let copy = try await recognizer.enroll(try studio.photo(of: 1), as: "Grace")
        #expect(Set(copy.verdict.advice.map(\.reason)).isSuperset(of: [.photoOfAnother, .duplicateOf]))
        #expect(try recognizer.gallery.person(named: "Grace") == nil)
    }

    @Test func `two faces of one photo can be two people`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let recognizer = try studio.recognizer(review: .off)
        let (ada, bob) = (studio.people.person(1), studio.people.person(2))
        let (left, first) = ada.photo(in: SyntheticView(), size: 112)
        let (right, second) = bob.photo(in: SyntheticView(), size: 112)
        var both = Photo(width: 224, height: 112)
        for y in 0..<112 {
            for x in 0..<112 { (both[x, y], both[x + 112, y]) = (left[x, y], right[x, y]) }
        }
        func shifted(_ point: Point) -> Point { Point(x: point.x + 112, y: point.y) }
        let moved = FaceLandmarks(
            leftEye: shifted(second.leftEye),
            rightEye: shifted(second.rightEye),
            nose: shifted(second.nose),
            leftMouth: shifted(second.leftMouth),
            rightMouth: shifted(second.rightMouth)
        )
        studio.detector.add(
            [
                DetectedFace(box: Rect(x: 16, y: 12, width: 80, height: 92), landmarks: first, score: 1),
                DetectedFace(box: Rect(x: 128, y: 12, width: 80, height: 92), landmarks: moved, score: 0.9),
            ],
            in: both
        )
        let photo = PhotoSource.bytes(try both.encoded(as: .png), name: "both.png")
        #expect(try await recognizer.enroll(photo, as: "Ada", face: .number(0)).isEnrolled)
        #expect(try await recognizer.enroll(photo, as: "Bob", face: .number(1)).isEnrolled)
        #expect(try await recognizer.enroll(photo, as: "Bob", face: .number(1)).isSkipped)
    }

    @Test func `the photo that is unlike the others is named, whichever comes first`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let photos = [
            try studio.photo(of: 5), try studio.photo(of: 1, number: 0), try studio.photo(of: 1, number: 1),
        ]
        // The network's weights are random: how far apart it takes people is measured.
        let reader = try studio.recognizer().reader
        let faces = try photos.map { try reader.faces(in: $0)[0].embedding }
        let (near, far) = (faces[1].squaredDistance(to: faces[2]), faces[0].squaredDistance(to: faces[1]))
        try #require(near < far / 1.5)
        let recognizer = try studio.recognizer(threshold: (near * far).squareRoot())
        let results = try await recognizer.enroll(photos, as: "Ada")
        let disagreeing = results.map { $0.verdict.advice.contains { $0.reason == .disagrees } }
        #expect(disagreeing == [true, false, false])
        let review = try recognizer.review(person: "Ada")
        #expect(review.entries.first?.template.sourceName == "5-0.png")
        #expect(review.hasOutlier)
        #expect(review.entries.count == 3)
        let others = review.entries.dropFirst().compactMap(\.nearest)
        #expect(others.allSatisfy { $0 <= review.threshold })
    }

    @Test func `what a person says of a face is obeyed at once`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let recognizer = try studio.recognizer(review: .off)
        let photo = try studio.photo(of: 1)
        try await recognizer.enroll(photo, as: "Ada")
        let other = try studio.photo(of: 1) { photo, _ in photo[3, 3] = .white }
        #expect(try recognizer.identify(other)[0].decision.identification.match?.name == "Ada")
        #expect(try recognizer.verify(other, is: "Ada").verification.isMatch)
        try recognizer.reject(other, as: "Ada")
        #expect(try recognizer.identify(other)[0].decision.identification.match == nil)
        #expect(try !recognizer.verify(other, is: "Ada").verification.isMatch)
        try await recognizer.confirm(other, as: "Ada")
        #expect(try recognizer.identify(other)[0].decision.identification.match?.name == "Ada")
        #expect(throws: RecognitionError.self) { try recognizer.reject(other, as: "Nobody") }
    }

    @Test func `a gallery of another model is refused`() throws {
        let studio = try Studio()
        defer { studio.close() }
        _ = try studio.recognizer()
        #expect {
            try studio.recognizer(name: "other")
        } throws: { error in
            guard case .gallery(.otherModel(_, _, _)) = error as? RecognitionError else { return false }
            return "\(error)".contains("enroll the photos anew")
        }
    }

    @Test func `an empty gallery knows nobody`() throws {
        let studio = try Studio()
        defer { studio.close() }
        let recognizer = try studio.recognizer()
        let decision = try recognizer.identify(try studio.photo(of: 1))[0].decision
        #expect(decision.identification == .nobody(nearest: nil))
        #expect(throws: RecognitionError.gallery(.unknownPerson("Ada"))) {
            try recognizer.verify(try studio.photo(of: 1), is: "Ada")
        }
    }
}
