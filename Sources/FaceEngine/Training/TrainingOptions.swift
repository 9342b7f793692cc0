/// What a network is compiled for when it is trained.
public struct TrainingOptions: Hashable, Sendable {
    /// Where batch normalization takes its statistics from.
    public enum Statistics: Hashable, Sendable {
        /// From the examples of the run; running statistics follow them by `momentum`, PyTorch's convention: new = (1 -
        /// momentum) old + momentum seen.
        case batch(momentum: Float)
        /// The running statistics, which stay as they are: for fine-tuning on few examples.
        case frozen
    }

    /// The examples in one run: the batch, or a chunk of it.
    public var batchSize: Int
    /// The arithmetic: ``Precision/fp32``, or ``Precision/bf16`` with weights and gradients kept in 32 bits.
    public var precision: Precision
    /// The threads one run uses.
    public var threads: Int
    /// Where batch normalization takes its statistics from.
    public var statistics: Statistics
    /// How many of the network's nodes, from the first, are not trained: their weights have no gradients, their batch
    /// normalization takes the running statistics, which stay, and neither gradients nor memory are spent on them.
    public var frozenCount: Int
    /// Whether activations are dropped in the forward pass and computed again in the backward pass.
    ///
    /// Takes about a third more time, and memory for the square root of the number of blocks instead of all.
    public var recomputes: Bool
    /// Whether the gradients of the inputs are computed too.
    public var computesInputGradients: Bool
    /// Whether fp32 convolutions may use Winograd's transform, which is faster and rounds a little differently.
    public var allowsWinograd: Bool

    /// Creates options.
    public init(
        batchSize: Int,
        precision: Precision = .fp32,
        threads: Int = 1,
        statistics: Statistics = .batch(momentum: 0.1),
        frozenCount: Int = 0,
        recomputes: Bool = false,
        computesInputGradients: Bool = false,
        allowsWinograd: Bool = true
    ) {
        self.batchSize = batchSize
        self.precision = precision
        self.threads = threads
        self.statistics = statistics
        self.frozenCount = frozenCount
        self.recomputes = recomputes
        self.computesInputGradients = computesInputGradients
        self.allowsWinograd = allowsWinograd
    }
}
