public import FaceNetworks

/// What a training is beside its weights, so that it goes on as if it had never stopped.
///
/// Batches, augmentation and mining are not here: they follow from the seed and the step.
public struct CheckpointState: SavedState, Equatable {
    /// Its entry in a checkpoint's header.
    public static let entry = "training.json"
    /// The version of the format that this code writes, and the only one it reads.
    public static let formatVersion = 1

    /// The best score so far, and when it was reached.
    public struct Best: Codable, Equatable, Sendable {
        /// The score, greater for better.
        public var score: Double
        /// The steps done by then.
        public var step: Int
    }

    /// The network that is trained, if it is one of ours as it is.
    public struct KeptNetwork: Codable, Equatable, Sendable {
        /// The architecture's name.
        public var architecture: String
        /// The rows and columns of the input.
        public var size: ImageSize
        /// The numbers in an embedding.
        public var dimension: Int
    }

    /// The version of the format.
    public var format = Self.formatVersion
    /// The steps done.
    public var step: Int
    /// The seconds trained, those before resumptions included.
    public var seconds: Double
    /// The configuration, with nothing left open.
    public var configuration: TrainingConfiguration
    /// A hash of the photos and whose they are.
    public var dataset: String
    /// The alarm, which remembers what it saw.
    public var alarm: CollapseAlarm
    /// The best score so far, if there was a validation.
    public var best: Best?
    /// The steps the optimizer took.
    public var optimizerStep: Int
    /// The updates of the average of weights.
    public var averageUpdates: Int?
    /// The network, so that the model it began as need not be there any more; `nil` in checkpoints of before 2026-11-30.
    public var network: KeptNetwork?
}
