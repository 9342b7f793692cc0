public import FaceEngine

/// What an adapter is trained to do: bring embeddings to where bare ones lie, and keep people apart.
///
///     regression · mean |y - t|² + triplets · triplet loss
///
/// The triplets are self-restrained by default, after Boutros et al., 2022, see ``TripletRoles/selfRestrained``: anchor
/// and negative are bare, the positive is covered. The regression holds bare embeddings where they are.
public struct AdapterLoss: Hashable, Sendable {
    /// Where an embedding is brought to.
    public enum Target: String, Hashable, Codable, CaseIterable, Sendable {
        /// To the embedding of the same photo, bare, as the model gives it.
        case photo
        /// To the mean direction of all bare embeddings of the person.
        case person
    }

    /// The weight of the mean squared distance to the target.
    public var regression: Float
    /// Where embeddings are brought to.
    public var target: Target
    /// The weight of the triplet loss.
    public var triplets: Float
    /// The triplet loss.
    public var triplet: TripletLoss

    /// Creates a loss.
    public init(
        regression: Float = 1,
        target: Target = .photo,
        triplets: Float = 1,
        triplet: TripletLoss = TripletLoss(mining: .batchAll, roles: .selfRestrained)
    ) {
        self.regression = regression
        self.target = target
        self.triplets = triplets
        self.triplet = triplet
    }

    /// The loss of a batch, with its gradient.
    public struct Outcome: Equatable, Sendable {
        /// The sum of both parts, weighted.
        public var loss: Float
        /// `dL/dy`, `[N, D]`.
        public var gradient: Tensor
        /// The mean squared distance to the target, 0 without a regression.
        public var regression: Float
        /// The triplet loss, 0 without triplets.
        public var triplet: Float
    }

    /// Computes the loss of a batch and its gradient.
    ///
    /// - Parameters:
    ///   - batch: `[N, D]`, of unit length, with the targets as its teacher.
    ///   - threads: The threads for matrix products.
    ///   - generator: Where random negatives come from.
    /// - Returns: The loss and its gradient `[N, D]`.
    /// - Throws: ``LossError`` if an embedding is not finite or not of unit length, or there are no targets.
    /// - Complexity: That of ``TripletLoss``, and O(*N* *D*).
    public func evaluate(
        _ batch: EmbeddingBatch,
        threads: Int = 1,
        using generator: inout some RandomNumberGenerator
    ) throws(LossError) -> Outcome {
        var outcome = Outcome(loss: 0, gradient: Tensor(zeros: batch.embeddings.shape), regression: 0, triplet: 0)
        if regression > 0 {
            var head = DistillationHead(
                dimension: batch.dimension,
                teacherDimension: batch.dimension,
                options: .init(measure: .squaredDistance),
                using: &generator
            )
            let part = try head.evaluate(batch, threads: threads)
            outcome.regression = part.loss
            outcome.add(part.loss, part.gradient, weight: regression)
        }
        if triplets > 0 {
            let part = try triplet.evaluate(batch, threads: threads, using: &generator)
            outcome.triplet = part.loss
            outcome.add(part.loss, part.gradient, weight: triplets)
        }
        return outcome
    }
}

extension AdapterLoss.Outcome {
    fileprivate mutating func add(_ part: Float, _ slope: Tensor, weight: Float) {
        loss += weight * part
        for place in gradient.scalars.indices { gradient.scalars[place] += weight * slope.scalars[place] }
    }
}

extension AdapterLoss: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case regression, target, triplets, triplet }

    /// Reads a mapping; what it leaves out is as in the initializer.
    ///
    /// A `triplet` that is there says all that it does not want to be a ``TripletLoss``'s own default, its roles too.
    ///
    /// - Throws: `DecodingError`, also for keys that mean nothing, and if both weights are 0.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        let weights = "a number from 0 to 1000"
        self.init(
            regression: try container.decode(.regression, or: base.regression, weights) { (0...1000).contains($0) },
            target: try container.decode(.target, or: base.target),
            triplets: try container.decode(.triplets, or: base.triplets, weights) { (0...1000).contains($0) },
            triplet: try container.decode(.triplet, or: base.triplet)
        )
        guard regression + triplets > 0 else {
            throw DecodingError.dataCorruptedError(
                forKey: .regression,
                in: container,
                debugDescription: "regression and triplets cannot both be 0: nothing would be learned"
            )
        }
    }
}
