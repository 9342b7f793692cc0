import Testing

@testable import FaceTraining

@Suite struct VectorRootTests {
    @Test func `roots are right to two units in the last place, from the smallest numbers to the greatest`() {
        var worst: Float = 0
        for exponent in -126...127 {
            for part in 0..<200 {
                let x = Float(sign: .plus, exponent: exponent, significand: 1 + Float(part) / 200)
                worst = max(worst, abs(vectorRoot(x) - x.squareRoot()) / x.squareRoot().ulp)
            }
        }
        #expect(worst <= 2)
        #expect(vectorRoot(0) == 0)
    }
}
