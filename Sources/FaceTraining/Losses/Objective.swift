public import FaceEngine

/// A loss of any kind, with the weights it has of its own: what a training loop calls.
///
///     var objective = Objective(configuration, dimension: 128, classes: people, using: &generator)
///     let outcome = try objective.evaluate(batch, using: &generator)
///     // outcome.gradient goes to the network's backward pass,
///     // objective.parameters to an optimizer of their own
public struct Objective: Equatable, Sendable {
    /// The loss of a batch, with its gradient.
    public struct Outcome: Equatable, Sendable {
        /// The loss.
        public var loss: Float
        /// `dL/dx`, `[N, D]`, at the embeddings given.
        public var gradient: Tensor
        /// Of the triplet loss, how many triplets were mined.
        public var mined: Int?
        /// Of the triplet loss, how many of them cost anything.
        public var active: Int?
        /// Of the triplet loss, the mean of what was mined, whatever the reduction.
        public var meanLoss: Float?
        /// Of a classification, how many embeddings were nearest to their own class.
        public var correct: Int?
    }

    private enum Loss: Equatable {
        case triplet(TripletLoss)
        case softmax(SoftmaxHead)
        case arcFace(ArcFaceHead)
        case distillation(DistillationHead)
    }

    private var loss: Loss

    /// Creates a loss, and draws the weights it has of its own.
    ///
    /// - Parameters:
    ///   - configuration: Which loss.
    ///   - dimension: The coordinates of an embedding, `D`.
    ///   - classes: The people to tell apart; only classifications ask.
    ///   - teacherDimension: The coordinates of a teacher's embedding, as ours by default; only distillation asks.
    ///   - generator: Where the weights come from.
    public init(
        _ configuration: LossConfiguration,
        dimension: Int,
        classes: Int,
        teacherDimension: Int? = nil,
        using generator: inout some RandomNumberGenerator
    ) {
        switch configuration {
        case .triplet(let triplet): loss = .triplet(triplet)
        case .softmax(let options):
            loss = .softmax(
                SoftmaxHead(classes: classes, dimension: dimension, options: options, using: &generator)
            )
        case .arcFace(let options):
            loss = .arcFace(
                ArcFaceHead(classes: classes, dimension: dimension, options: options, using: &generator)
            )
        case .distillation(let options):
            loss = .distillation(
                DistillationHead(
                    dimension: dimension,
                    teacherDimension: teacherDimension ?? dimension,
                    options: options,
                    using: &generator
                )
            )
        }
    }

    /// The weights of the loss's own, and their gradients; of no scalars if it has none.
    public var parameters: FlatParameters {
        get {
            switch loss {
            case .triplet: FlatParameters([])
            case .softmax(let head): head.parameters
            case .arcFace(let head): head.parameters
            case .distillation(let head): head.parameters
            }
        }
        set {
            switch loss {
            case .triplet: break
            case .softmax(var head):
                head.parameters = newValue
                loss = .softmax(head)
            case .arcFace(var head):
                head.parameters = newValue
                loss = .arcFace(head)
            case .distillation(var head):
                head.parameters = newValue
                loss = .distillation(head)
            }
        }
    }

    /// Computes the loss of a batch, and adds to the gradients of ``parameters``.
    ///
    /// - Parameters:
    ///   - batch: The embeddings, and what else the loss asks for: classes for labels, or a teacher.
    ///   - distances: Those of `batch`, if they are known already; only the triplet loss asks.
    ///   - threads: The threads for matrix products.
    ///   - generator: Where random negatives come from.
    /// - Returns: The loss, its gradient `[N, D]`, and counts.
    /// - Throws: ``LossError``.
    public mutating func evaluate(
        _ batch: EmbeddingBatch,
        distances: PairwiseDistances? = nil,
        threads: Int = 1,
        using generator: inout some RandomNumberGenerator
    ) throws(LossError) -> Outcome {
        let outcome: HeadOutcome
        switch loss {
        case .triplet(let triplet):
            let distances = if let distances { distances } else { try PairwiseDistances(batch, threads: threads) }
            let outcome = try triplet.evaluate(batch, distances, threads: threads, using: &generator)
            return Outcome(
                loss: outcome.loss,
                gradient: outcome.gradient,
                mined: outcome.mined,
                active: outcome.active,
                meanLoss: outcome.meanLoss
            )
        case .softmax(var head):
            outcome = try head.evaluate(batch, threads: threads)
            loss = .softmax(head)
        case .arcFace(var head):
            outcome = try head.evaluate(batch, threads: threads)
            loss = .arcFace(head)
        case .distillation(var head):
            outcome = try head.evaluate(batch, threads: threads)
            loss = .distillation(head)
        }
        return Outcome(loss: outcome.loss, gradient: outcome.gradient, correct: outcome.correct)
    }
}
