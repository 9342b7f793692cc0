/// How well people who are held out are told apart: a line of the log.
public struct ValidationRecord: Codable, Equatable, Sendable {
    /// How many pairs of one person are accepted at a false accept rate: VAL at FAR, in the paper's section 4.
    public struct Rate: Codable, Equatable, Sendable {
        /// The false accept rate allowed.
        public var falseAcceptRate: Double
        /// The share of pairs of one person accepted.
        public var validationRate: Double
    }

    /// The steps done before.
    public var step: Int
    /// The share of pairs decided rightly, each tenth by the threshold that is best for the others.
    public var accuracy: Double
    /// The area under the curve.
    public var areaUnderCurve: Double
    /// Where as many of one person are refused as of two accepted.
    public var equalErrorRate: Double
    /// The validation rates, over all pairs together.
    public var rates: [Rate]
    /// The squared distance that decides most pairs rightly.
    public var threshold: Double
    /// The pairs decided.
    public var pairs: Int
    /// The people in them.
    public var people: Int
    /// How long it took; not the same when a training is repeated.
    public var seconds: Double
}
