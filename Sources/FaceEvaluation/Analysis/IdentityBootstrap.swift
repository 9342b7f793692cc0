/// Intervals that know that pairs share people: the people are drawn again, not the pairs.
///
/// One person who looks like many makes many false accepts at once, so pairs are no independent trials, and the exact
/// binomial interval is too narrow. Here each replicate draws as many people as there are, with replacement; a pair of two
/// people counts as often as both were drawn, `m_i x m_j`, a pair of one person `m_i` times; the interval is between the
/// percentiles of the replicates' rates. On rates from pairs that share nobody it is too *wide* instead, at most
/// sqrt(3) times (Owen, *The pigeonhole bootstrap*, Annals of Applied Statistics 1, 2007): it errs to the careful side.
public struct IdentityBootstrap: Hashable, Sendable, Codable {
    /// How many times the people are drawn.
    public var replicates: Int
    /// What the draws follow from.
    public var seed: UInt64

    /// Creates a bootstrap.
    ///
    /// - Parameters:
    ///   - replicates: How many times the people are drawn, at least 40: below, 95 % has no percentiles.
    ///   - seed: The same seed gives the same intervals.
    public init(replicates: Int = 1000, seed: UInt64 = 1979) {
        precondition(replicates >= 40, "\(replicates) replicates have no percentiles")
        self.replicates = replicates
        self.seed = seed
    }

    /// Returns intervals for the shares of pairs nearer than each of some thresholds.
    ///
    /// - Parameters:
    ///   - thresholds: Pairs nearer than this are counted; any number, in any order.
    ///   - distances: The distance of each pair.
    ///   - pairs: The two people of each pair, numbers from 0; one person twice for a pair of the same person.
    ///   - people: How many people there are.
    ///   - confidence: Of the intervals, above 0 and below 1.
    /// - Returns: As many as thresholds; `nil` where all pairs or none are counted, or fewer than 2 people are in them:
    ///   drawing them again shows nothing.
    /// - Complexity: O(*r* x (*people* + *pairs* + *thresholds*)) for *r* replicates.
    public func intervals(
        thresholds: [Double],
        distances: [Double],
        pairs: [(first: Int, second: Int)],
        people: Int,
        confidence: Double = 0.95
    ) -> [ConfidenceInterval?] {
        precondition(distances.count == pairs.count, "\(distances.count) distances of \(pairs.count) pairs")
        let order = thresholds.indices.sorted { thresholds[$0] < thresholds[$1] }
        let ascending = order.map { thresholds[$0] }
        // The first threshold that counts the pair; one cell more for those that none does.
        let cells = distances.map { distance in ascending.partitioningIndex { distance < $0 } }
        var rates = [[Double]](repeating: [], count: thresholds.count)
        for replicate in 0..<replicates {
            let drawn = draw(people, replicate: replicate)
            var weights = [Int](repeating: 0, count: thresholds.count + 1)
            for (pair, cell) in zip(pairs, cells) {
                weights[cell] += pair.first == pair.second ? drawn[pair.first] : drawn[pair.first] * drawn[pair.second]
            }
            let total = weights.reduce(0, +)
            guard total > 0 else { continue }
            var counted = 0
            for rank in order.indices {
                counted += weights[rank]
                rates[rank].append(Double(counted) / Double(total))
            }
        }
        var intervals = [ConfidenceInterval?](repeating: nil, count: thresholds.count)
        for (rank, index) in order.enumerated() {
            let hits = cells.count { $0 <= rank }
            guard hits > 0, hits < cells.count else { continue }
            intervals[index] = percentiles(of: rates[rank], confidence: confidence)
        }
        return intervals
    }

    /// Returns the interval of a false accept rate over all pairs of so many people, by one photo each.
    ///
    /// - Parameters:
    ///   - hits: The two people of each false accept, numbers below `people`.
    ///   - people: How many people there are, at least 2.
    ///   - confidence: Of the interval, above 0 and below 1.
    /// - Returns: Around `hits` of `people` (`people` - 1) / 2. Without hits there is nothing to draw: then the exact
    ///   interval of independent pairs.
    /// - Complexity: O(*r* x (*people* + *hits*)) for *r* replicates, however many pairs there are.
    public func falseAcceptInterval(
        hits: [(first: Int, second: Int)],
        people: Int,
        confidence: Double = 0.95
    ) -> ConfidenceInterval {
        precondition(people >= 2, "\(people) people make no pairs")
        let pairs = people * (people - 1) / 2
        guard !hits.isEmpty else { return ConfidenceInterval(successes: 0, of: pairs, confidence: confidence) }
        var rates: [Double] = []
        for replicate in 0..<replicates {
            let drawn = draw(people, replicate: replicate)
            // All pairs of two people drawn, without those of one person drawn twice.
            let total = (people * people - drawn.reduce(0) { $0 + $1 * $1 }) / 2
            guard total > 0 else { continue }
            let counted = hits.reduce(0) { $0 + drawn[$1.first] * drawn[$1.second] }
            rates.append(Double(counted) / Double(total))
        }
        return percentiles(of: rates, confidence: confidence)
            ?? ConfidenceInterval(successes: hits.count, of: pairs, confidence: confidence)
    }

    /// How often each of `count` people is drawn in a replicate, `[count]`; the sum is `count`.
    func draw(_ count: Int, replicate: Int) -> [Int] {
        var generator = EvaluationGenerator(seed: EvaluationGenerator.mixed(seed) &+ UInt64(replicate))
        var drawn = [Int](repeating: 0, count: count)
        // The product's upper half, not the library's `random(in:)`, which may change with its release.
        for _ in 0..<count { drawn[Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)] += 1 }
        return drawn
    }

    /// The interval between the percentiles of replicates; `nil` of fewer than 40.
    func percentiles(of rates: [Double], confidence: Double) -> ConfidenceInterval? {
        guard rates.count >= 40 else { return nil }
        let sorted = rates.sorted()
        let outside = Int((1 - confidence) / 2 * Double(sorted.count))
        return ConfidenceInterval(
            lower: sorted[outside],
            upper: sorted[sorted.count - 1 - outside],
            confidence: confidence
        )
    }
}

extension [Double] {
    /// The first index whose element meets a condition that all after it meet too; `count` if none does.
    fileprivate func partitioningIndex(where condition: (Double) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
