/// Everything that is measured over the pairs of a list, all together: no folds.
///
/// A pair is accepted if and only if its distance is below the threshold. Thresholds are chosen on the pairs they are
/// judged by, as in published tables; ``LFWProtocol`` and a calibration choose them on others.
public struct VerificationAnalysis: Hashable, Sendable, Codable {
    /// The rates asked for by default: one false accept in ten through one in a million.
    public static let rates = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6]

    /// The curve.
    public let roc: ROC
    /// The area under the curve: the chance that a pair of the same person is nearer than one of different people.
    public let auc: Double
    /// The equal error rate, on straight lines between thresholds.
    public let eer: Double
    /// The threshold at which the two errors differ least; the smallest of several.
    public let eerThreshold: Double
    /// How far apart the two kinds of pairs lie, in units of their spread; `nil` if there is no spread.
    public let dPrime: Double?
    /// Where the pairs of the same person lie.
    public let sameSpread: DistanceSpread
    /// Where the pairs of different people lie.
    public let differentSpread: DistanceSpread
    /// What happens at the rates asked for that the pairs support, in the order asked.
    public let operatingPoints: [OperatingPoint]
    /// The rates asked for that they do not support.
    public let unsupported: [UnsupportedRate]
    /// The distances of the pairs of the same person.
    public let same: Histogram
    /// The distances of the pairs of different people, in the same bins.
    public let different: Histogram

    /// Measures pairs.
    ///
    /// - Parameters:
    ///   - distances: The distance of each pair.
    ///   - isSame: Whether each pair is of the same person; as many.
    ///   - people: Who each pair shows, if that is known; as many.
    ///   - distance: What the distances are: it sets the range of the histograms only.
    ///   - rates: The false accept rates to report, each above 0 and at most 1. Those that ``FalseAcceptSupport`` has too
    ///     few pairs for are reported as such.
    ///   - bootstrap: How people are drawn again; `nil`, or `people` unknown, leaves those intervals out.
    /// - Throws: ``EvaluationError/noSamePairs(fold:)`` or ``EvaluationError/noDifferentPairs(fold:)`` if a kind has no
    ///   pairs, and ``EvaluationError/distanceNotFinite(index:)``.
    /// - Complexity: O(*n* log *n*), and that of the bootstrap, where *n* is the number of pairs.
    public init(
        distances: [Double],
        isSame: [Bool],
        people: [(first: String, second: String)]? = nil,
        distance: FaceDistance = .squaredL2,
        rates: [Double] = Self.rates,
        bootstrap: IdentityBootstrap? = IdentityBootstrap()
    ) throws(EvaluationError) {
        roc = try ROC(distances: distances, isSame: isSame)
        auc = roc.areaUnderCurve
        eer = roc.equalErrorRate
        let near = zip(distances, isSame).filter(\.1).map(\.0)
        let far = zip(distances, isSame).filter { !$0.1 }.map(\.0)
        sameSpread = DistanceSpread(near)
        differentSpread = DistanceSpread(far)
        dPrime = sameSpread.separation(from: differentSpread)
        // Two unit vectors one after the other, of a face and its mirror image, are up to 8 apart.
        let limit = (distances.max() ?? 0) > 4.001 ? 8.0 : 4.0
        let range = distance == .squaredL2 ? 0...limit : 0...1.0
        same = Histogram(near, in: range)
        different = Histogram(far, in: range)
        let (sortedNear, sortedFar) = (near.sorted(), far.sorted())
        eerThreshold = Self.equalErrorThreshold(same: sortedNear, different: sortedFar)

        let supported = rates.filter { FalseAcceptSupport.isSupported($0, byPairs: far.count) }
        unsupported = rates.filter { !FalseAcceptSupport.isSupported($0, byPairs: far.count) }.map {
            UnsupportedRate(target: $0, neededPairs: FalseAcceptSupport.neededPairs(for: $0))
        }
        let curve = roc
        let thresholds = supported.map { curve.point(atFalseAcceptRate: $0).threshold }
        let drawn = bootstrap.flatMap { bootstrap in
            people.map { Self.intervals($0, bootstrap, thresholds: thresholds, distances: distances, isSame: isSame) }
        }
        operatingPoints = supported.indices.map { index in
            OperatingPoint(
                target: supported[index],
                threshold: thresholds[index],
                far: Share(sortedFar.prefix { $0 < thresholds[index] }.count, of: far.count),
                val: Share(sortedNear.prefix { $0 < thresholds[index] }.count, of: near.count),
                valOverPeople: drawn?.val[index],
                farOverPeople: drawn?.far[index]
            )
        }
    }

    private static func intervals(
        _ people: [(first: String, second: String)],
        _ bootstrap: IdentityBootstrap,
        thresholds: [Double],
        distances: [Double],
        isSame: [Bool]
    ) -> (val: [ConfidenceInterval?], far: [ConfidenceInterval?]) {
        precondition(people.count == distances.count, "\(people.count) names of \(distances.count) pairs")
        var numbers: [String: Int] = [:]
        func number(_ name: String) -> Int {
            if let known = numbers[name] { return known }
            defer { numbers[name] = numbers.count }
            return numbers.count
        }
        let pairs = people.map { (first: number($0.first), second: number($0.second)) }
        func intervals(same: Bool) -> [ConfidenceInterval?] {
            let chosen = isSame.indices.filter { isSame[$0] == same }
            return bootstrap.intervals(
                thresholds: thresholds,
                distances: chosen.map { distances[$0] },
                pairs: chosen.map { pairs[$0] },
                people: numbers.count
            )
        }
        return (intervals(same: true), intervals(same: false))
    }

    /// The smallest threshold among `distance.nextUp` at which the two errors differ least; both lists ascending.
    private static func equalErrorThreshold(same: [Double], different: [Double]) -> Double {
        var best = (gap: Double.infinity, threshold: 0.0)
        var (accepted, falselyAccepted) = (0, 0)
        while true {
            let far = Double(falselyAccepted) / Double(different.count)
            let frr = Double(same.count - accepted) / Double(same.count)
            let last = max(
                accepted > 0 ? same[accepted - 1] : -.infinity,
                falselyAccepted > 0 ? different[falselyAccepted - 1] : -.infinity
            )
            let gap = abs(far - frr)
            if gap < best.gap { best = (gap, last.isFinite ? last.nextUp : min(same[0], different[0])) }
            guard accepted < same.count || falselyAccepted < different.count else { return best.threshold }
            let next = min(
                accepted < same.count ? same[accepted] : .infinity,
                falselyAccepted < different.count ? different[falselyAccepted] : .infinity
            )
            while accepted < same.count, same[accepted] == next { accepted += 1 }
            while falselyAccepted < different.count, different[falselyAccepted] == next { falselyAccepted += 1 }
        }
    }
}
