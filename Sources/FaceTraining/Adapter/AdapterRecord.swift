/// What an epoch of an adapter's training came to: a line of the log.
public struct AdapterRecord: Codable, Equatable, Sendable {
    /// How well people held out are told apart, bare faces against faces of one kind.
    public struct Figures: Codable, Equatable, Sendable {
        /// The share of pairs decided rightly at the best threshold, pairs of one person and of two weighing as much.
        public var accuracy: Double
        /// The share of pairs of one person accepted where 1 in 1,000 of two people are.
        public var validationRate: Double
    }

    /// Figures of one condition, with the adapter at three places.
    public struct Condition: Codable, Equatable, Sendable {
        /// What the second face of each pair wears: `bare`, or a kind of occluder.
        public var condition: String
        /// Without an adapter.
        public var without: Figures
        /// With both faces' embeddings adapted: as a model does it that has an adapter.
        public var always: Figures
        /// With the embeddings of covered faces adapted and those of bare ones left.
        public var whenCovered: Figures
    }

    /// The epochs done; 0 before the training.
    public var epoch: Int
    /// The mean loss of its steps; `nil` before the training.
    public var loss: Float?
    /// The mean of its regression part.
    public var regression: Float?
    /// The mean of its triplet part.
    public var triplet: Float?
    /// What people held out say.
    public var conditions: [Condition]
    /// The pairs of one person and of two behind each figure.
    public var pairs: [Int]
    /// How long it took; not the same when a training is repeated.
    public var seconds: Double

    /// What the best epoch is chosen by: the mean of the validation rates, adapted always.
    public var score: Double {
        conditions.reduce(0) { $0 + $1.always.validationRate } / Double(max(conditions.count, 1))
    }
}

/// Something an adapter's training has to tell.
public enum AdapterEvent: Sendable {
    /// The data were read: what was found, and how many people and photos are trained on and held out.
    case prepared(DatasetReport, trained: (people: Int, photos: Int), heldOut: (people: Int, photos: Int))
    /// The model's embeddings are being made: how many photos of how many are done.
    case embedding(done: Int, total: Int)
    /// The training begins or goes on: the adapter's weights, the steps of an epoch, and the epochs done.
    case started(weights: Int, stepsPerEpoch: Int, epoch: Int)
    /// An epoch is done, or the embeddings were tried before the first.
    case validated(AdapterRecord, isBest: Bool)
    /// Adapter and adapted model were written.
    case wrote(adapter: String, model: String)
}
