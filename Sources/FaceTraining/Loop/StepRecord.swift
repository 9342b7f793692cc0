/// What one step did: a line of the log.
public struct StepRecord: Codable, Equatable, Sendable {
    /// Where a step's time went, in seconds.
    public struct Seconds: Codable, Equatable, Sendable {
        /// Waiting for photos.
        public var input = 0.0
        /// The network forward, all passes.
        public var forward = 0.0
        /// Distances, mining, loss and diagnosis.
        public var mining = 0.0
        /// The network backward.
        public var backward = 0.0
        /// Waiting for other ranks.
        public var ranks = 0.0
        /// Norms, clipping, moving the weights, and their average.
        public var optimizer = 0.0

        /// Creates times of nothing.
        public init() {}

        /// All together.
        public var total: Double { input + forward + mining + backward + ranks + optimizer }
    }

    /// The steps done, this one included.
    public var step: Int
    /// The loss.
    public var loss: Float
    /// The learning rate.
    public var rate: Float
    /// The length of the gradient, before it was clipped.
    public var gradientNorm: Double
    /// The length of the mean embedding.
    public var meanNorm: Float
    /// The photos, all ranks together.
    public var images: Int
    /// Of the triplet loss, how many triplets were mined.
    public var mined: Int?
    /// Of the triplet loss, how many of them cost anything.
    public var active: Int?
    /// Of the triplet loss, the mean of what was mined.
    public var meanLoss: Float?
    /// Of a classification, the share of photos nearest to their own class.
    public var correct: Double?
    /// The chunks that were run backward; those without a gradient are not.
    public var chunks: Int
    /// At every so many steps, what the batch says about the embedding.
    public var diagnosis: EmbeddingDiagnosis?
    /// At the same steps, the length of each stage's gradient.
    public var stages: [StageNorm]?
    /// Where the time went; not the same when a training is repeated.
    public var seconds = Seconds()

    /// The photos a second.
    public var imagesPerSecond: Double { Double(images) / max(seconds.total, 1e-9) }
}

/// The length of the gradient of a network's stage: of the parameters whose names begin alike, up to the first dot.
public struct StageNorm: Codable, Equatable, Sendable {
    /// The stage, such as `inception3a`.
    public var stage: String
    /// The length.
    public var norm: Double
}
