import FaceEmbedding
import Testing

@testable import FaceGallery

@Suite struct ThresholdsTests {
    @Test func `a model's calibration is used where there is one`() throws {
        let snapshot = try Circle(people: [[0]]).snapshot()
        #expect(try snapshot.thresholds(model: .classic) == Thresholds(tail: .classic, basis: .model))
    }

    @Test func `a small gallery without calibration gets the standard one, and says so`() throws {
        let thresholds = try Circle(people: [[0], [10]]).snapshot().thresholds(model: nil)
        #expect(thresholds.basis == .standard)
        #expect(thresholds.tail == .classic)
    }

    @Test func `a large gallery without calibration is measured, one face a person and none of nobody`() throws {
        var generator = SplitMix64(seed: 5)
        let crowd = Crowd(.random, count: 3 * 400, dimension: 12, using: &generator)
        let thresholds = try crowd.snapshot().thresholds(model: nil)
        #expect(thresholds.basis == .gallery)
        // The first three faces are of row 0, which is nobody.
        #expect(thresholds.tail.people == 399)
        let firsts = stride(from: 3, to: 1200, by: 3).map { crowd.embeddings[$0] }
        #expect(thresholds.tail == ImpostorTail(oneFaceEach: firsts, source: "399 people of the gallery"))
    }

    @Test func `a gallery of the same photo all over is not measured`() throws {
        var generator = SplitMix64(seed: 5)
        let crowd = Crowd(.allEqual, count: 900, dimension: 12, using: &generator)
        #expect(try crowd.snapshot().thresholds(model: nil).basis == .standard)
    }

    @Test func `the standard tail is one`() {
        let tail = ImpostorTail.classic
        let checked = ImpostorTail(
            points: tail.points,
            level: tail.level,
            exponent: tail.exponent,
            growth: tail.growth,
            people: tail.people,
            source: tail.source
        )
        #expect(checked == tail)
    }
}
