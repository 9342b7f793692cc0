import FaceTestSupport
import Testing

@testable import FaceDetection

@Suite struct SuppressionTests {
    /// Boxes on a coarse grid, so that many overlap, with scores of which some are equal.
    private func boxes(_ count: Int, seed: UInt64) -> ([SIMD4<Float>], [Float]) {
        var generator = SeededGenerator(seed: seed)
        var boxes: [SIMD4<Float>] = []
        for _ in 0..<count {
            let x = Float(Int.random(in: 0..<40, using: &generator))
            let y = Float(Int.random(in: 0..<40, using: &generator))
            let side = Float(Int.random(in: 5..<20, using: &generator))
            boxes.append(SIMD4(x, y, x + side, y + side * 1.25))
        }
        return (boxes, (0..<count).map { _ in Float(Int.random(in: 0..<50, using: &generator)) / 50 })
    }

    @Test(arguments: [0, 1, 2, 37, 300], [NonMaximumSuppression.Overlap.union, .smaller])
    func `keeps what the definition keeps`(count: Int, overlap: NonMaximumSuppression.Overlap) {
        for threshold: Float in [0, 0.3, 0.5, 0.7, 1] {
            let (boxes, scores) = boxes(count, seed: UInt64(count) + 1)
            let kept = NonMaximumSuppression(threshold: threshold, overlap: overlap)(boxes, scores: scores)
            let expected = nonMaximumSuppressionReference(boxes, scores: scores, threshold: threshold, overlap: overlap)
            #expect(kept == expected)
        }
    }

    @Test func `of two equal boxes the first is kept`() {
        let box = SIMD4<Float>(0, 0, 10, 10)
        #expect(NonMaximumSuppression(threshold: 0.5, overlap: .union)([box, box], scores: [0.9, 0.9]) == [0])
    }

    @Test func `a box inside of another falls to the smaller-area rule only`() {
        let boxes = [SIMD4<Float>(0, 0, 100, 100), SIMD4(40, 40, 60, 60)]
        #expect(NonMaximumSuppression(threshold: 0.7, overlap: .union)(boxes, scores: [0.9, 0.8]) == [0, 1])
        #expect(NonMaximumSuppression(threshold: 0.7, overlap: .smaller)(boxes, scores: [0.9, 0.8]) == [0])
    }
}
