/// A threshold for a false accept rate, and how sure it is.
public struct CalibratedThreshold: Hashable, Sendable, Codable {
    /// The false accept rate that was asked.
    public let rate: Double
    /// The greatest squared distance that is accepted: the farthest that keeps to ``rate``.
    public let threshold: Float
    /// The pairs of different people that are accepted, with the interval of independent pairs.
    public let falseAccepts: Share
    /// Where the rate at this threshold may lie for other people like those it was measured on, 95 %.
    ///
    /// The people are drawn again, as ``IdentityBootstrap`` has it. `nil` if it is not known who the pairs show.
    public let overPeople: ConfidenceInterval?
    /// Where the threshold for this rate may lie.
    ///
    /// At these two the measured rate is at the ends of ``overPeople``: Woodruff's interval of a quantile (*Confidence
    /// intervals for medians and other position measures*, Journal of the American Statistical Association 47, 1952).
    /// `nil` as that is.
    public let thresholds: ClosedRange<Float>?
    /// The pairs of one person that are accepted; none of none if there was nobody with two photos.
    public let trueAccepts: Share
}
