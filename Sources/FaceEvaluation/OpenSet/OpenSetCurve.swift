/// How FNIR falls as FPIR rises, over every threshold.
///
/// The curve by which galleries are compared: the share of probes not found against the share of strangers who find
/// somebody, as ``OpenSetScores`` counts them.
public struct OpenSetCurve: Hashable, Sendable, Codable {
    /// What one threshold does.
    public struct Point: Hashable, Sendable, Codable {
        /// The greatest squared distance that is a match; below 0 where nothing is.
        public let threshold: Float
        /// The share of strangers who find somebody: FPIR.
        public let falsePositiveRate: Double
        /// The share of probes that are not found: FNIR; each person counts the same.
        public let falseNegativeRate: Double
    }

    /// One point for each FPIR there is, ascending: at the greatest threshold that has it.
    public let points: [Point]

    /// Measures every threshold.
    ///
    /// - Parameter scores: What the probes found.
    /// - Complexity: O(*n* log *n*) for *n* probes and strangers.
    public init(_ scores: OpenSetScores) {
        // Only right answers count, and wrong ones are lost at any threshold.
        let right = zip(scores.mated, scores.weights).filter { $0.0.isRight }.sorted {
            $0.0.squaredDistance < $1.0.squaredDistance
        }
        let total = Double(scores.strangers.count)
        var points: [Point] = []
        var (found, next, passed) = (0.0, 0, 0)
        while true {
            // Just below the next stranger, or beyond all.
            let isLast = passed == scores.strangers.count
            let threshold = isLast ? Float.greatestFiniteMagnitude : scores.strangers[passed].nextDown
            while next < right.count, right[next].0.squaredDistance <= threshold {
                found += right[next].1
                next += 1
            }
            let largest = max(scores.strangers.last ?? 0, right.last?.0.squaredDistance ?? 0)
            points.append(
                Point(
                    threshold: isLast ? largest : threshold,
                    falsePositiveRate: Double(passed) / total,
                    falseNegativeRate: max(0, 1 - found)
                )
            )
            if isLast { break }
            let distance = scores.strangers[passed]
            while passed < scores.strangers.count, scores.strangers[passed] == distance { passed += 1 }
        }
        self.points = points
    }

    /// Returns the FNIR at the greatest threshold that keeps the FPIR at or below `rate`.
    ///
    /// - Parameter rate: The greatest FPIR allowed, from 0 through 1.
    /// - Returns: A point of the curve.
    /// - Complexity: O(*p*) for *p* points.
    public func point(atFalsePositiveRate rate: Double) -> Point {
        precondition(rate >= 0, "a false positive rate of \(rate)")
        return points.last { $0.falsePositiveRate <= rate } ?? points[0]
    }
}
