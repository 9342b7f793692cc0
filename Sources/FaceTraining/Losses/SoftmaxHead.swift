public import FaceEngine

/// Classification of a closed set of people: the "bottleneck" that the paper argues against, and good pre-training.
///
///     logits = x Wᵀ + b,   loss = mean of -log softmax(logits)[label]
///
/// *FaceNet*, <https://arxiv.org/abs/1503.03832>, section 2, on earlier work: a layer between training classes and
/// embedding is indirect, and one hopes that it generalizes.
public struct SoftmaxHead: Equatable, Sendable {
    /// What the head can be told.
    public struct Options: Hashable, Codable, Sendable {
        /// The share of the target spread over all classes, from 0 to below 1.
        public var labelSmoothing: Float
        /// Whether the logits have a bias.
        public var hasBias: Bool

        /// Creates options; PyTorch's defaults.
        public init(labelSmoothing: Float = 0, hasBias: Bool = true) {
            self.labelSmoothing = labelSmoothing
            self.hasBias = hasBias
        }
    }

    /// What it was told.
    public let options: Options
    /// The people it tells apart.
    public let classes: Int
    /// The coordinates of an embedding, `D`.
    public let dimension: Int
    /// `head.weight`, `[classes, D]`, and `head.bias`, `[classes]`.
    public var parameters: FlatParameters

    /// Creates a head with weights drawn from `±1/√D`, as PyTorch's linear layers have.
    public init(
        classes: Int,
        dimension: Int,
        options: Options = Options(),
        using generator: inout some RandomNumberGenerator
    ) {
        precondition(classes >= 1 && dimension >= 1, "\(classes) classes of \(dimension) coordinates are no head")
        self.classes = classes
        self.dimension = dimension
        self.options = options
        let weight = ParameterRole("head.weight", [classes, dimension])
        parameters = FlatParameters(options.hasBias ? [weight, ParameterRole("head.bias", [classes])] : [weight])
        let bound = 1 / Float(dimension).squareRoot()
        parameters.fill("head.weight", bound: bound, using: &generator)
        parameters.fill("head.bias", bound: bound, using: &generator)
    }

    /// Computes the loss and adds to the gradients of the head's own weights.
    ///
    /// - Parameters:
    ///   - batch: `[N, D]`, of any length; its labels are classes.
    ///   - threads: The threads for matrix products.
    /// - Returns: The mean over the batch, 0 if it is empty, and its gradient `[N, D]`.
    /// - Throws: ``LossError`` if an embedding is not finite, a label no class, or the engine fails.
    /// - Complexity: O(*N* *C* *D*), and *N* *C* floats of memory.
    public mutating func evaluate(_ batch: EmbeddingBatch, threads: Int = 1) throws(LossError) -> HeadOutcome {
        precondition(batch.dimension == dimension, "the head takes [N, \(dimension)], not \(batch.embeddings.shape)")
        try batch.checkClasses(classes)
        _ = try batch.squaredLengths()
        let (x, split) = (batch.embeddings.scalars, classes * dimension)
        let weight = Array(parameters.values[..<split])
        var logits = [Float](repeating: 0, count: batch.count * classes)
        if options.hasBias {
            for row in 0..<batch.count {
                for index in 0..<classes { logits[row * classes + index] = parameters.values[split + index] }
            }
        }
        var product = MatrixProduct(
            rows: batch.count,
            columns: classes,
            inner: dimension,
            transposesRight: true,
            threads: threads
        )
        try multiply(product, x, weight, into: &logits, beta: 1)
        let entropy = CrossEntropy(
            &logits,
            classes: classes,
            labels: batch.labels,
            smoothing: options.labelSmoothing
        )
        var gradient = [Float](repeating: 0, count: x.count)
        product = MatrixProduct(rows: batch.count, columns: dimension, inner: classes, threads: threads)
        try multiply(product, logits, weight, into: &gradient)
        var slopes = [Float](repeating: 0, count: split)
        product = MatrixProduct(
            rows: classes,
            columns: dimension,
            inner: batch.count,
            transposesLeft: true,
            threads: threads
        )
        try multiply(product, logits, x, into: &slopes)
        for index in 0..<split { parameters.gradients[index] += slopes[index] }
        if options.hasBias {
            for row in 0..<batch.count {
                for index in 0..<classes { parameters.gradients[split + index] += logits[row * classes + index] }
            }
        }
        return HeadOutcome(
            loss: entropy.loss,
            gradient: Tensor(gradient, shape: batch.embeddings.shape),
            correct: entropy.correct
        )
    }
}

/// The loss of a batch at a head with weights of its own.
public struct HeadOutcome: Equatable, Sendable {
    /// The mean over the batch; 0 if it is empty.
    public var loss: Float
    /// `dL/dx`, `[N, D]`, at the embeddings given.
    public var gradient: Tensor
    /// The embeddings whose own class had the greatest logit, for heads that classify.
    ///
    /// For ``ArcFaceHead`` before the margin is added.
    public var correct: Int?
}

extension SoftmaxHead.Options {
    private enum CodingKeys: String, CodingKey, CaseIterable { case labelSmoothing, hasBias }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Parameter decoder: Holds a mapping such as `{labelSmoothing: 0.1}`.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        self.init(
            labelSmoothing: try container.decode(.labelSmoothing, or: base.labelSmoothing, "a number from 0 to below 1")
            { (0..<1).contains($0) },
            hasBias: try container.decode(.hasBias, or: base.hasBias)
        )
    }
}
