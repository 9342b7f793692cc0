import Testing

@testable import FaceTraining

/// Derivatives by central differences, in steps that suit 32-bit floats.
@Suite struct DetectionTermsTests {
    private func slope(_ f: (Float) -> Float, at x: Float, step: Float = 1e-2) -> Float {
        (f(x + step) - f(x - step)) / (2 * step)
    }

    @Test(arguments: [-6, -1.5, 0, 0.3, 4] as [Float], [0, 0.4, 1] as [Float])
    func `cross-entropy of a logit agrees with its definition and with central differences`(z: Float, target: Float) {
        let (loss, gradient) = DetectionTerms.crossEntropy(logit: z, target: target)
        let p = DetectionTerms.sigmoid(z)
        #expect(abs(loss - (DetectionTerms.crossEntropy(logit: z, target: 0).loss - target * z)) < 1e-5)
        #expect(abs(gradient - (p - target)) < 1e-6)
        #expect(abs(gradient - slope({ DetectionTerms.crossEntropy(logit: $0, target: target).loss }, at: z)) < 1e-3)
    }

    @Test(arguments: [-6, -1.5, 0, 0.3, 4] as [Float], [0, 0.4, 0.9, 1] as [Float])
    func `the quality focal loss's gradient agrees with central differences`(z: Float, target: Float) {
        let (loss, gradient) = DetectionTerms.qualityFocal(logit: z, target: target)
        let off = DetectionTerms.sigmoid(z) - target
        #expect(abs(loss - off * off * DetectionTerms.crossEntropy(logit: z, target: target).loss) < 1e-6)
        #expect(abs(gradient - slope({ DetectionTerms.qualityFocal(logit: $0, target: target).loss }, at: z)) < 2e-3)
    }

    @Test func `a score that is its target costs nothing to move`() {
        #expect(abs(DetectionTerms.qualityFocal(logit: 0, target: 0.5).gradient) < 1e-7)
    }

    @Test(
        arguments: [
            SIMD4<Float>(1, 2, 9, 8), SIMD4(-3, -2, 4, 11), SIMD4(3, 3, 5, 5), SIMD4(12, 14, 20, 17),
            SIMD4(-9, 1, -2, 6), SIMD4(-1, -1, 12, 13),
        ]
    )
    func `the overlap's gradient agrees with central differences, met or not`(box: SIMD4<Float>) {
        let target = SIMD4<Float>(0, 0, 10, 10)
        let (loss, overlap, gradient) = DetectionTerms.generalizedOverlap(box, target)
        #expect((0...2).contains(loss) && (0...1).contains(overlap))
        for edge in 0..<4 {
            let expected = slope(
                { value in
                    var moved = box
                    moved[edge] = value
                    return DetectionTerms.generalizedOverlap(moved, target).loss
                },
                at: box[edge]
            )
            #expect(abs(gradient[edge] - expected) < 2e-3, "edge \(edge)")
        }
    }

    @Test func `a box that fits costs nothing, one that is far costs almost two`() {
        let target = SIMD4<Float>(2, 3, 7, 9)
        let (loss, overlap, _) = DetectionTerms.generalizedOverlap(target, target)
        #expect(abs(loss) < 1e-6 && abs(overlap - 1) < 1e-6)
        #expect(DetectionTerms.generalizedOverlap(target + 1000, target).loss > 1.9)
    }

    @Test(arguments: [-0.5, -0.01, 0, 0.005, 0.02, 0.3] as [Float])
    func `a distance is rounded off near zero and grows along a line`(x: Float) {
        let (loss, gradient) = DetectionTerms.smoothDistance(x, beta: 0.02)
        #expect(abs(loss - (abs(x) < 0.02 ? x * x / 0.04 : abs(x) - 0.01)) < 1e-6)
        #expect(abs(gradient - slope({ DetectionTerms.smoothDistance($0, beta: 0.02).loss }, at: x, step: 1e-3)) < 3e-2)
    }

    @Test func `cross-entropy of classes agrees with central differences`() {
        let logits: [Float] = [0.2, -1, 3, 0.5]
        for target in 0..<4 {
            var gradient = logits
            _ = DetectionTerms.crossEntropy(logits: &gradient, target: target)
            for place in 0..<4 {
                let expected = slope(
                    { value in
                        var moved = logits
                        moved[place] = value
                        return DetectionTerms.crossEntropy(logits: &moved, target: target)
                    },
                    at: logits[place]
                )
                #expect(abs(gradient[place] - expected) < 1e-3)
            }
        }
    }
}
