/// How many of a number of trials, as a share with its exact interval.
public struct Share: Hashable, Sendable, Codable {
    /// How many.
    public let count: Int
    /// Of how many.
    public let of: Int
    /// The share, `count / of`; 0 of none.
    public let rate: Double
    /// The exact 95 % interval of Clopper and Pearson, which takes the trials to be independent.
    public let interval: ConfidenceInterval

    /// Creates a share.
    ///
    /// - Parameters:
    ///   - count: How many, from 0 through `of`.
    ///   - of: Of how many.
    ///   - confidence: Of the interval, above 0 and below 1.
    public init(_ count: Int, of: Int, confidence: Double = 0.95) {
        self.count = count
        self.of = of
        rate = of == 0 ? 0 : Double(count) / Double(of)
        interval = ConfidenceInterval(successes: count, of: of, confidence: confidence)
    }
}
