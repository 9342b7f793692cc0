/// Two systems on the same pairs: which is right more often, and whether that can be chance.
///
/// McNemar's test, *Note on the sampling error of the difference between correlated proportions or percentages*,
/// Psychometrika 12 (1947): only the pairs count that one of the two decides wrongly; if neither is better, either is as
/// likely to be the wrong one. The *p*-value is exact, from the binomial distribution.
public struct PairedComparison: Hashable, Sendable, Codable {
    /// The pairs both decided.
    public let pairs: Int
    /// The pairs that only the first decided wrongly: *b*.
    public let onlyFirstWrong: Int
    /// The pairs that only the second decided wrongly: *c*.
    public let onlySecondWrong: Int
    /// The pairs that both decided wrongly.
    public let bothWrong: Int
    /// The chance of a difference at least so great, either way, if neither were better; from above 0 through 1.
    public let pValue: Double
    /// The second's accuracy minus the first's.
    public let difference: Double
    /// The 95 % interval of ``difference``: Agresti and Min's, *Simple improved confidence intervals for comparing matched
    /// proportions*, Statistics in Medicine 24 (2005), Wald's with half a pair added to each of the four cells.
    public let interval: ConfidenceInterval

    /// Compares by the pairs each decided wrongly.
    ///
    /// - Parameters:
    ///   - wrongInFirst: The places, in the list of pairs, of those the first decided wrongly; below `pairs`.
    ///   - wrongInSecond: The same of the second.
    ///   - pairs: How many pairs both decided, at least 1.
    public init(wrongInFirst: Set<Int>, wrongInSecond: Set<Int>, pairs: Int) {
        precondition(pairs >= 1, "\(pairs) pairs cannot be compared")
        let both = wrongInFirst.intersection(wrongInSecond).count
        precondition(
            wrongInFirst.union(wrongInSecond).allSatisfy { (0..<pairs).contains($0) },
            "a place beyond \(pairs) pairs"
        )
        let (b, c) = (wrongInFirst.count - both, wrongInSecond.count - both)
        self.pairs = pairs
        onlyFirstWrong = b
        onlySecondWrong = c
        bothWrong = both
        // The chance of at most min(b, c) heads in b + c throws, as a beta distribution.
        let fewer = min(b, c)
        pValue = b == c ? 1 : min(1, 2 * regularizedBeta(0.5, Double(b + c - fewer), Double(fewer + 1)))
        difference = Double(b - c) / Double(pairs)
        let total = Double(pairs) + 2
        let middle = Double(b - c) / total
        let discordant = (Double(b + c) + 1) / total
        let reach = 1.959963984540054 * ((discordant - middle * middle) / total).squareRoot()
        interval = ConfidenceInterval(lower: max(-1, middle - reach), upper: min(1, middle + reach))
    }

    /// Compares by what each decided of every pair.
    ///
    /// - Parameters:
    ///   - first: Whether the first decided each pair rightly.
    ///   - second: The same of the second; as many.
    public init(first: [Bool], second: [Bool]) {
        precondition(first.count == second.count, "\(first.count) decisions and \(second.count)")
        self.init(
            wrongInFirst: Set(first.indices.filter { !first[$0] }),
            wrongInSecond: Set(second.indices.filter { !second[$0] }),
            pairs: first.count
        )
    }
}
