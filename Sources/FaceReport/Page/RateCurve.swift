import FaceEvaluation
import Foundation

/// The curve of one result, as a chart with a logarithmic axis has it.
struct RateCurve {
    private let roc: [ROC.Point]
    private let same: Int
    private let different: Int

    init(_ analysis: VerificationAnalysis) {
        roc = analysis.roc.points
        same = analysis.same.counts.reduce(0, +)
        different = analysis.different.counts.reduce(0, +)
    }

    /// The power of ten below a false accept of one pair: no curve says anything left of it.
    var leastFalseAcceptRate: Double { Self.power(below: different) }
    /// The power of ten below a false reject of one pair.
    var leastFalseRejectRate: Double { Self.power(below: same) }

    private static func power(below count: Int) -> Double { pow(10, log10(1 / Double(max(count, 2))).rounded(.down)) }

    /// The corners of the curve, without those that a picture cannot tell apart.
    ///
    /// - Parameters:
    ///   - least: The rate at the left side; lower rates, such as 0, are drawn there.
    ///   - isDET: Whether the share refused is drawn, not that accepted in percent.
    ///   - bottom: For DET, the rate at the bottom.
    /// - Returns: Points ascending along the axis.
    func points(from least: Double, isDET: Bool, bottom: Double) -> [LineChart.Point] {
        func place(_ point: ROC.Point) -> LineChart.Point {
            let y = isDET ? max(1 - point.validationRate, bottom) : 100 * point.validationRate
            return .init(max(point.falseAcceptRate, least), y)
        }
        /// In pixels, about.
        func distance(_ a: LineChart.Point, _ b: LineChart.Point) -> Double {
            let along = 370 * abs(log(a.x / b.x)) / log(1 / least)
            let up = isDET ? abs(log(a.y / b.y)) / log(1 / bottom) : abs(a.y - b.y) / max(span, 1e-9)
            return along + 230 * up
        }
        // Left of the side there is only the way up to where the curve comes in.
        let first = roc.lastIndex { $0.falseAcceptRate <= least } ?? 0
        let all = roc[first...].map(place)
        let span = 100 - (all.first?.y ?? 0)
        var points: [LineChart.Point] = []
        for (index, point) in all.enumerated() {
            if let last = points.last, distance(last, point) < 0.8 { continue }
            // Where a long step begins is a corner, however near it is to the point before.
            if index > 0, points.last != all[index - 1] { points.append(all[index - 1]) }
            points.append(point)
        }
        if let last = all.last, points.last != last { points.append(last) }
        return points
    }

    /// The exact 95 % interval of the share accepted, at rates along the axis.
    func band(
        from least: Double,
        isDET: Bool,
        bottom: Double
    ) -> (lower: [LineChart.Point], upper: [LineChart.Point]) {
        guard same > 0 else { return ([], []) }
        var (lower, upper): ([LineChart.Point], [LineChart.Point]) = ([], [])
        let steps = 48
        var index = 0
        for step in 0...steps {
            let rate = pow(least, 1 - Double(step) / Double(steps))
            while index + 1 < roc.count, roc[index + 1].falseAcceptRate <= rate { index += 1 }
            let accepted = Int((roc[index].validationRate * Double(same)).rounded())
            let interval = ConfidenceInterval(successes: accepted, of: same)
            if isDET {
                lower.append(.init(rate, max(1 - interval.upper, bottom)))
                upper.append(.init(rate, max(1 - interval.lower, bottom)))
            } else {
                lower.append(.init(rate, 100 * interval.lower))
                upper.append(.init(rate, 100 * interval.upper))
            }
        }
        return (lower, upper)
    }
}
