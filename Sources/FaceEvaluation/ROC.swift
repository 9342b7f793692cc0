/// How many of the same and of different people each threshold accepts: the receiver operating
/// characteristic.
///
/// Over all pairs together, without folds. A pair is accepted if and only if `distance < threshold`.
public struct ROC: Hashable, Sendable, Codable {
    /// What one threshold does.
    public struct Point: Hashable, Sendable, Codable {
        /// Pairs nearer than this are accepted.
        public var threshold: Double
        /// The share of pairs of different people that are accepted: FAR.
        public var falseAcceptRate: Double
        /// The share of pairs of the same person that are accepted: VAL in the paper's section 4.
        public var validationRate: Double
        /// The share of pairs of the same person that are refused: FRR or FNMR, what a DET curve shows against
        /// ``falseAcceptRate``.
        public var falseRejectRate: Double { 1 - validationRate }
    }

    /// The corners of the curve from (0, 0) through (1, 1), ascending.
    ///
    /// Thresholds in the middle of a level or upright stretch are left out: they change neither the curve nor
    /// any answer here.
    public let points: [Point]

    /// The area under the curve: the chance that a pair of the same person is nearer than a pair of different
    /// people, ties counting half.
    public let areaUnderCurve: Double

    /// Measures every threshold.
    ///
    /// - Parameters:
    ///   - distances: The distance of each pair, smaller for more alike.
    ///   - isSame: Whether each pair is of the same person; as many as there are distances.
    /// - Throws: ``EvaluationError/noSamePairs(fold:)`` or ``EvaluationError/noDifferentPairs(fold:)`` if a
    ///   kind has no pairs, and ``EvaluationError/distanceNotFinite(index:)``.
    /// - Complexity: O(*n* log *n*), where *n* is the number of pairs.
    public init(distances: [Double], isSame: [Bool]) throws(EvaluationError) {
        precondition(distances.count == isSame.count, "\(distances.count) distances, \(isSame.count) labels")
        if let index = distances.firstIndex(where: { !$0.isFinite }) { throw .distanceNotFinite(index: index) }
        let same = isSame.count { $0 }
        let different = isSame.count - same
        guard same > 0 else { throw .noSamePairs(fold: nil) }
        guard different > 0 else { throw .noDifferentPairs(fold: nil) }

        let order = distances.indices.sorted { distances[$0] < distances[$1] }
        var accepted = [(threshold: distances[order[0]], same: 0, different: 0)]
        // Twice the number of (same, different) pairs in the right order, ties as one: exact, in integers.
        var doubleArea = 0
        var index = 0
        while index < order.count {
            let distance = distances[order[index]]
            var next = accepted[accepted.count - 1]
            next.threshold = distance.nextUp
            while index < order.count, distances[order[index]] == distance {
                if isSame[order[index]] { next.same += 1 } else { next.different += 1 }
                index += 1
            }
            let last = accepted[accepted.count - 1]
            doubleArea += (next.different - last.different) * (next.same + last.same)
            accepted.append(next)
        }
        areaUnderCurve = Double(doubleArea) / (2 * Double(same) * Double(different))
        points = accepted.indices.compactMap { index in
            let here = accepted[index]
            if index > 0, index + 1 < accepted.count {
                let (before, after) = (accepted[index - 1], accepted[index + 1])
                if before.same == here.same, here.same == after.same { return nil }
                if before.different == here.different, here.different == after.different { return nil }
            }
            return Point(
                threshold: here.threshold,
                falseAcceptRate: Double(here.different) / Double(different),
                validationRate: Double(here.same) / Double(same)
            )
        }
    }

    /// Where as many of the same person are refused as of different people accepted, on straight lines
    /// between thresholds.
    ///
    /// - Complexity: O(*p*), where *p* is the number of points.
    public var equalErrorRate: Double {
        // Walks from (0, 0), where more are refused, to (1, 1), where more are accepted.
        func excess(_ point: Point) -> Double { point.falseAcceptRate - (1 - point.validationRate) }
        for (low, high) in zip(points, points.dropFirst()) where excess(high) >= 0 {
            let share = -excess(low) / (excess(high) - excess(low))
            return low.falseAcceptRate + share * (high.falseAcceptRate - low.falseAcceptRate)
        }
        return 1
    }

    /// Returns the threshold that accepts most pairs of the same person among those that keep the false
    /// accept rate at or below `rate`.
    ///
    /// - Parameter rate: The greatest false accept rate allowed, from 0 through 1.
    /// - Returns: A corner of the curve; the smallest such threshold if several accept as many.
    /// - Complexity: O(*p*), where *p* is the number of points.
    public func point(atFalseAcceptRate rate: Double) -> Point {
        // `max` would return the last of equals.
        points.prefix { $0.falseAcceptRate <= rate }
            .reduce(points[0]) { $1.validationRate > $0.validationRate ? $1 : $0 }
    }
}
