public import FaceEngine

/// The FaceNet triplet loss, with the mining that makes it work.
///
/// For each triplet the loss is
///
///     max(0, |a - p|² - |a - n|² + α)
///
/// Described in *FaceNet*, <https://arxiv.org/abs/1503.03832>, section 3.1 and, for the mining, 3.2.
public struct TripletLoss: Hashable, Codable, Sendable {
    /// How a triplet's distances become its loss.
    public enum Form: String, Codable, CaseIterable, Sendable {
        /// `max(0, d(a,p) - d(a,n) + α)`, the paper's.
        case hinge
        /// `log(1 + exp(d(a,p) - d(a,n)))`: never satisfied, and without a margin; mining still uses it.
        ///
        /// Hermans, Beyer and Leibe, "In defense of the triplet loss", 2017, section 2.
        case softMargin
    }

    /// How the losses of triplets become one number.
    public enum Reduction: String, Codable, CaseIterable, Sendable {
        /// Their sum, as the paper has it: the step grows with the batch.
        case sum
        /// Their mean over all mined triplets: the step shrinks as triplets come to be satisfied.
        case mean
        /// Their mean over those that cost anything: the step stays large however few are left.
        ///
        /// The default of pytorch-metric-learning.
        case meanOverActive
    }

    /// How much closer the positive must be than the negative, in squared distance; `α` in the paper.
    public var margin: Float
    /// Which triplets are trained on.
    public var mining: Mining
    /// Which semi-hard negative is taken; other rules do not ask.
    public var choice: NegativeChoice
    /// How a triplet's distances become its loss.
    public var form: Form
    /// How the losses of triplets become one number.
    public var reduction: Reduction
    /// Who may take which place in a triplet.
    public var roles: TripletRoles

    /// Creates a loss; by default the paper's hinge and margin, averaged over what was mined.
    public init(
        margin: Float = 0.2,
        mining: Mining = .semiHard,
        choice: NegativeChoice = .random,
        form: Form = .hinge,
        reduction: Reduction = .mean,
        roles: TripletRoles = .any
    ) {
        self.margin = margin
        self.mining = mining
        self.choice = choice
        self.form = form
        self.reduction = reduction
        self.roles = roles
    }

    /// The loss of a batch, with its gradient.
    public struct Outcome: Equatable, Sendable {
        /// The reduced loss; exactly 0 if there are no triplets.
        public var loss: Float
        /// `dL/dx`, `[N, D]`, at the embeddings given: that they are normalized is the network's business.
        public var gradient: Tensor
        /// How many triplets were mined.
        public var mined: Int
        /// How many of them cost anything.
        public var active: Int
        /// The mean loss of the mined triplets, whatever the reduction; `α` when the embedding has collapsed.
        public var meanLoss: Float
    }

    /// Mines a batch and computes the loss and its gradient.
    ///
    /// Where a squared distance is clamped to `[0, 4]`, the gradient is that of the distance before.
    ///
    /// - Parameters:
    ///   - batch: `[N, D]`, of unit length.
    ///   - threads: The threads for matrix products.
    ///   - generator: Where random negatives come from.
    /// - Returns: The loss, the gradient `[N, D]`, and how many triplets there were.
    /// - Throws: ``LossError`` if an embedding is not finite or not of unit length, or the engine fails.
    /// - Complexity: O(*N*² *D*) and 2 *N*² floats of memory. ``Form/softMargin`` with ``Mining/batchAll`` looks at
    ///   each of O(*N*² *K*) triplets.
    public func evaluate(
        _ batch: EmbeddingBatch,
        threads: Int = 1,
        using generator: inout some RandomNumberGenerator
    ) throws(LossError) -> Outcome {
        let distances = try PairwiseDistances(batch, threads: threads)
        return try evaluate(batch, distances, threads: threads, using: &generator)
    }

    /// The same for distances that were computed already.
    ///
    /// - Parameters:
    ///   - batch: `[N, D]`.
    ///   - distances: Those of `batch`.
    ///   - threads: The threads for matrix products.
    ///   - generator: Where random negatives come from.
    /// - Returns: The loss, the gradient `[N, D]`, and how many triplets there were.
    /// - Throws: ``LossError/engine(_:)``.
    public func evaluate(
        _ batch: EmbeddingBatch,
        _ distances: PairwiseDistances,
        threads: Int = 1,
        using generator: inout some RandomNumberGenerator
    ) throws(LossError) -> Outcome {
        let mined = MiningBatch(
            distances: distances,
            labels: batch.labels,
            isOccluded: batch.isOccluded,
            roles: roles
        )
        var sum = TripletSum(count: batch.count)
        switch (mining, form) {
        case (.batchAll, .hinge): sum.addAllHinges(in: mined, margin)
        case (.batchAll, .softMargin): sum.addAllSoftMargins(in: mined)
        default:
            let triplets = mining.triplets(in: mined, margin: margin, choice: choice, using: &generator)
            sum.add(triplets, distances, form, margin)
        }
        let divisor =
            switch reduction {
            case .sum: 1
            case .mean: max(sum.mined, 1)
            case .meanOverActive: max(sum.active, 1)
            }
        return Outcome(
            loss: Float(sum.loss / Double(divisor)),
            gradient: sum.active == 0
                ? Tensor(zeros: batch.embeddings.shape)
                : try sum.coefficients.gradient(batch.embeddings, scale: 1 / Float(divisor), threads: threads),
            mined: sum.mined,
            active: sum.active,
            meanLoss: Float(sum.loss / Double(max(sum.mined, 1)))
        )
    }
}

extension TripletLoss {
    private enum CodingKeys: String, CodingKey, CaseIterable { case margin, mining, choice, form, reduction, roles }

    /// Reads a mapping; what it leaves out is as ``init(margin:mining:choice:form:reduction:roles:)`` has it.
    ///
    /// - Parameter decoder: Holds a mapping such as `{margin: 0.2, mining: semiHard, reduction: mean}`.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = TripletLoss()
        self.init(
            margin: try container.decode(.margin, or: base.margin, "a number from 0 to 4") { (0...4).contains($0) },
            mining: try container.decode(.mining, or: base.mining),
            choice: try container.decode(.choice, or: base.choice),
            form: try container.decode(.form, or: base.form),
            reduction: try container.decode(.reduction, or: base.reduction),
            roles: try container.decode(.roles, or: base.roles)
        )
    }
}
