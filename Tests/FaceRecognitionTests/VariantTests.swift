import FaceDetection
import FaceGallery
import FaceImaging
import FacePipeline
import Foundation
import Testing

@testable import FaceRecognition

@Suite struct VariantTests {
    /// Says of every face the same.
    private struct Says: OcclusionJudging {
        var mouth: Float
        func occlusion(of crop: Photo) -> [FacePart: Float] {
            [.mouth: mouth, .nose: mouth, .leftEye: 0, .rightEye: 0]
        }
    }

    private func recognizer(_ studio: Studio, mouth: Float = 0) throws -> Recognizer {
        var recognizer = try studio.recognizer(review: .off)
        recognizer.occlusionJudge = Says(mouth: mouth)
        return recognizer
    }

    @Test func `nothing is drawn unless it is asked for`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let recognizer = try recognizer(studio)
        let result = try await recognizer.enroll(try studio.photo(of: 1), as: "Ada")
        #expect(result.variants.isEmpty)
        #expect(try recognizer.gallery.info().templates == 1)
    }

    @Test func `a bare face is stored with each drawing, and found again covered so`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        var recognizer = try recognizer(studio)
        recognizer.variants = [.surgicalMask, .sunglasses]
        let photo = try studio.photo(of: 1)
        let result = try await recognizer.enroll(photo, as: "Ada")
        #expect(result.variants == ["surgicalMask", "sunglasses"])
        let person = try #require(result.person)
        let templates = try recognizer.gallery.templates(of: person)
        #expect(templates.map(\.drawn) == [nil, "surgicalMask", "sunglasses"])
        #expect(result.template == templates[0].id)
        #expect(Set(templates.map(\.embedding)).count == 3)
        // The same photo is drawn on the same way, in whatever gallery.
        let other = try Studio()
        defer { other.close() }
        var second = try self.recognizer(other)
        second.variants = [.surgicalMask, .sunglasses]
        _ = try other.photo(of: 1)
        let again = try await second.enroll(photo, as: "Ada")
        let others = try second.gallery.templates(of: again.person)
        #expect(others.map(\.embedding) == templates.map(\.embedding))
        // And it is in: nothing is added when it comes again.
        #expect(try await recognizer.enroll(photo, as: "Ada").isSkipped)
        #expect(try recognizer.gallery.info().templates == 3)
    }

    @Test func `a covered face is stored as it is`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        var recognizer = try recognizer(studio, mouth: 1)
        recognizer.variants = [.sunglasses]
        let result = try await recognizer.enroll(try studio.photo(of: 1), as: "Ada")
        #expect(result.isEnrolled && result.variants.isEmpty)
        #expect(try recognizer.gallery.info().templates == 1)
    }

    @Test func `a review looks at photos, not at drawings`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        var recognizer = try recognizer(studio)
        recognizer.variants = [.surgicalMask]
        try await recognizer.enroll([try studio.photo(of: 1), try studio.photo(of: 1, number: 1)], as: "Ada")
        #expect(try recognizer.gallery.info().templates == 4)
        #expect(try recognizer.review(person: "Ada").entries.count == 2)
    }
}
