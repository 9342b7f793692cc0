/// How many times more often the worst group is decided wrongly than the best.
public struct WorstToBest: Hashable, Sendable, Codable {
    /// The group with the highest rate; the first of several.
    public let worst: String
    /// The group with the lowest rate; the first of several.
    public let best: String
    /// The worst rate over the best; `nil` if the best is 0.
    public let ratio: Double?
    /// The 95 % interval's lower end, by drawing the people of both groups again.
    ///
    /// Which groups are worst and best stays as it is: drawing that again too would make of equal groups unequal ones. As
    /// they *were* picked for their rates, an interval just above 1 still proves little. `nil` where one of the two has no
    /// errors, and drawing shows nothing.
    public let lower: Double?
    /// The upper end; `nil` if it is beyond all bounds, as the best rate may be 0.
    public let upper: Double?

    /// Compares groups.
    ///
    /// - Parameters:
    ///   - groups: The trials of each, and how many people are in them.
    ///   - bootstrap: How people are drawn again.
    init?(_ groups: [(name: String, trials: [GroupTrial], people: Int)], bootstrap: IdentityBootstrap) {
        let groups = groups.filter { !$0.trials.isEmpty }
        guard groups.count >= 2 else { return nil }
        let rates = groups.map { group in
            Double(group.trials.count(where: \.isError)) / Double(group.trials.count)
        }
        // `max` would return the last of equals.
        let worst = rates.indices.reduce(0) { rates[$1] > rates[$0] ? $1 : $0 }
        let best = rates.indices.reduce(0) { rates[$1] < rates[$0] ? $1 : $0 }
        self.worst = groups[worst].name
        self.best = groups[best].name
        ratio = rates[best] > 0 ? rates[worst] / rates[best] : nil
        guard rates[worst] > 0, rates[best] > 0, worst != best else {
            // Equal rates are a ratio of 1, and which two they are of is chance.
            (lower, upper) = (nil, nil)
            return
        }
        var ratios: [Double] = []
        for replicate in 0..<bootstrap.replicates {
            // Different groups are different people: they must not be drawn alike.
            let high = Self.rate(groups[worst], bootstrap, replicate: 2 * replicate)
            let low = Self.rate(groups[best], bootstrap, replicate: 2 * replicate + 1)
            if let high, let low, high > 0 || low > 0 { ratios.append(low > 0 ? high / low : .infinity) }
        }
        ratios.sort()
        guard ratios.count >= 40 else {
            (lower, upper) = (nil, nil)
            return
        }
        let outside = Int(0.025 * Double(ratios.count))
        (lower, upper) = (ratios[outside].finite, ratios[ratios.count - 1 - outside].finite)
    }

    private static func rate(
        _ group: (name: String, trials: [GroupTrial], people: Int),
        _ bootstrap: IdentityBootstrap,
        replicate: Int
    ) -> Double? {
        let drawn = bootstrap.draw(group.people, replicate: replicate)
        var (errors, total) = (0, 0)
        for trial in group.trials {
            let weight = trial.first == trial.second ? drawn[trial.first] : drawn[trial.first] * drawn[trial.second]
            total += weight
            if trial.isError { errors += weight }
        }
        return total > 0 ? Double(errors) / Double(total) : nil
    }
}

extension Double {
    fileprivate var finite: Double? { isFinite ? self : nil }
}
