import FaceEvaluation
import Foundation
import Testing

@testable import FaceReport

@Suite struct RateCurveTests {
    /// 100 pairs of each kind, ten of which overlap.
    private func analysis() throws -> VerificationAnalysis {
        let same = (0..<100).map { Double($0) / 100 }
        let different = (0..<100).map { 0.905 + Double($0) / 100 }
        return try VerificationAnalysis(
            distances: same + different,
            isSame: same.map { _ in true } + different.map { _ in false }
        )
    }

    @Test func `a curve begins at the least rate with what no false accept gives, and ends with everything`() throws {
        let curve = RateCurve(try analysis())
        #expect(curve.leastFalseAcceptRate == 0.01 && curve.leastFalseRejectRate == 0.01)
        let points = curve.points(from: 0.001, isDET: false, bottom: 0.01)
        // 91 of one person are nearer than any of two.
        #expect(points.first == LineChart.Point(0.001, 91))
        #expect(points.last == LineChart.Point(1, 100))
        #expect(zip(points, points.dropFirst()).allSatisfy { $0.x <= $1.x && $0.y <= $1.y })
    }

    @Test func `the DET is the same curve by what is refused, never below its bottom`() throws {
        let points = RateCurve(try analysis()).points(from: 0.001, isDET: true, bottom: 0.01)
        #expect(abs((points.first?.y ?? 0) - 0.09) < 1e-12)
        #expect(points.last == LineChart.Point(1, 0.01))
    }

    @Test func `the band holds the curve, and is that of Clopper and Pearson`() throws {
        let curve = RateCurve(try analysis())
        let band = curve.band(from: 0.01, isDET: false, bottom: 0.01)
        let exact = ConfidenceInterval(successes: 92, of: 100)
        let first = try #require(band.lower.first)
        #expect(first == LineChart.Point(0.01, 100 * exact.lower))
        #expect(band.upper.first == LineChart.Point(0.01, 100 * exact.upper))
        #expect(band.upper.last?.y == 100)
    }
}
