/// Three rows of a batch: two of one person, one of another.
///
/// *FaceNet*, <https://arxiv.org/abs/1503.03832>, section 3.1: an anchor should be closer to every positive than to any
/// negative.
public struct Triplet: Hashable, Sendable {
    /// The row that distances are measured from, `a`.
    public var anchor: Int
    /// Another row of the same person, `p`.
    public var positive: Int
    /// A row of another person, `n`.
    public var negative: Int

    /// Creates a triplet.
    public init(anchor: Int, positive: Int, negative: Int) {
        self.anchor = anchor
        self.positive = positive
        self.negative = negative
    }
}
