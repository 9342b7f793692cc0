import FaceEngine

/// Learning to place faces where a teacher places them.
///
/// The teacher's embeddings `t` come with the batch, computed by any model. With `y = P x`, or `y = x` without a
/// projection, the loss is the mean over the batch of
///
///     1 - cos(y, t)   or   |y - t|²
///
/// For unit vectors the second is twice the first.
public struct DistillationHead: Equatable, Sendable {
    /// How far from the teacher an embedding is.
    public enum Measure: String, Codable, CaseIterable, Sendable {
        /// `1 - cos(y, t)`: lengths do not matter.
        case cosine
        /// `|y - t|²`.
        case squaredDistance
    }

    /// How a teacher's embedding with more coordinates than ours is compared.
    public enum Reduction: String, Codable, CaseIterable, Sendable {
        /// Ours go through a linear map that is learned, and thrown away afterwards.
        case learned
        /// The teacher's are projected onto their principal directions, as many as ours have coordinates, and scaled to unit
        /// length: our distances are then the teacher's, as nearly as so many coordinates can tell.
        case principal
    }

    /// What the head can be told.
    public struct Options: Hashable, Codable, Sendable {
        /// How far from the teacher an embedding is.
        public var measure: Measure
        /// Whether embeddings go through a learned linear map even if the teacher's have as many coordinates.
        public var projects: Bool
        /// How a teacher of more coordinates is brought to ours.
        public var reduction: Reduction
        /// How far a teacher's embedding is moved to the mean of its person's, 0 to 1, before it is scaled to unit length.
        ///
        /// What the teacher sees of one photo is part person, part photo. The mean of the person's photos is more person.
        public var personShare: Float

        /// Creates options.
        public init(
            measure: Measure = .cosine,
            projects: Bool = false,
            reduction: Reduction = .learned,
            personShare: Float = 0
        ) {
            self.measure = measure
            self.projects = projects
            self.reduction = reduction
            self.personShare = personShare
        }
    }

    /// What it was told.
    public let options: Options
    /// The coordinates of an embedding, `D`.
    public let dimension: Int
    /// The coordinates of a teacher's embedding, `T`.
    public let teacherDimension: Int
    /// `head.weight`, `[T, D]`, or nothing without a projection.
    public var parameters: FlatParameters

    /// Creates a head.
    ///
    /// There is a projection if the dimensions differ or `options` ask for one; its weights are drawn from `±√(3/D)`,
    /// which keeps lengths as they are on average if `T = D`.
    public init(
        dimension: Int,
        teacherDimension: Int,
        options: Options = Options(),
        using generator: inout some RandomNumberGenerator
    ) {
        precondition(dimension >= 1 && teacherDimension >= 1, "embeddings have coordinates")
        self.dimension = dimension
        self.teacherDimension = teacherDimension
        self.options = options
        let isProjected = options.projects || teacherDimension != dimension
        parameters = FlatParameters(isProjected ? [ParameterRole("head.weight", [teacherDimension, dimension])] : [])
        parameters.fill("head.weight", bound: (3 / Float(dimension)).squareRoot(), using: &generator)
    }

    private var isProjected: Bool { parameters.layout.count > 0 }

    /// Computes the loss and adds to the gradient of the projection.
    ///
    /// - Parameters:
    ///   - batch: `[N, D]` of any length, with the teacher's `[N, T]`.
    ///   - threads: The threads for matrix products.
    /// - Returns: The mean over the batch, 0 if it is empty, and its gradient `[N, D]`.
    /// - Throws: ``LossError`` if there is no teacher or of another dimension, an embedding is not finite, or the
    ///   engine fails.
    /// - Complexity: O(*N* *D* *T*).
    public mutating func evaluate(_ batch: EmbeddingBatch, threads: Int = 1) throws(LossError) -> HeadOutcome {
        precondition(batch.dimension == dimension, "the head takes [N, \(dimension)], not \(batch.embeddings.shape)")
        guard let teacher = batch.teacher else { throw .noTeacher }
        guard teacher.shape[1] == teacherDimension else {
            throw .teacherDimension(expected: teacherDimension, actual: teacher.shape[1])
        }
        _ = try batch.squaredLengths()
        _ = try EmbeddingBatch.squaredLengths(of: teacher)
        let x = batch.embeddings
        guard isProjected else {
            let (loss, gradient) = compare(x.scalars, teacher.scalars)
            return HeadOutcome(loss: loss, gradient: Tensor(gradient, shape: x.shape), correct: nil)
        }
        var y = [Float](repeating: 0, count: teacher.scalars.count)
        var product = MatrixProduct(
            rows: batch.count,
            columns: teacherDimension,
            inner: dimension,
            transposesRight: true,
            threads: threads
        )
        try multiply(product, x.scalars, parameters.values, into: &y)
        let (loss, slopes) = compare(y, teacher.scalars)
        var gradient = [Float](repeating: 0, count: x.scalars.count)
        product = MatrixProduct(rows: batch.count, columns: dimension, inner: teacherDimension, threads: threads)
        try multiply(product, slopes, parameters.values, into: &gradient)
        product = MatrixProduct(
            rows: teacherDimension,
            columns: dimension,
            inner: batch.count,
            transposesLeft: true,
            threads: threads
        )
        try multiply(product, slopes, x.scalars, into: &parameters.gradients, beta: 1)
        return HeadOutcome(loss: loss, gradient: Tensor(gradient, shape: x.shape), correct: nil)
    }

    /// The mean loss of `y` against `t`, `[N, T]` each, and its gradient by `y`.
    private func compare(_ y: [Float], _ t: [Float]) -> (loss: Float, gradient: [Float]) {
        let width = teacherDimension
        let count = y.count / width
        var (total, gradient) = (0.0, [Float](repeating: 0, count: y.count))
        for row in 0..<count {
            let places = row * width..<(row + 1) * width
            switch options.measure {
            case .squaredDistance:
                for place in places {
                    let difference = y[place] - t[place]
                    total += Double(difference * difference)
                    gradient[place] = 2 * difference / Float(count)
                }
            case .cosine:
                let ours = places.reduce(0.0) { $0 + Double(y[$1]) * Double(y[$1]) }.squareRoot()
                let theirs = places.reduce(0.0) { $0 + Double(t[$1]) * Double(t[$1]) }.squareRoot()
                // A vector without direction is at a right angle to all, and no direction is better than another.
                guard ours > 0, theirs > 0 else {
                    total += 1
                    continue
                }
                let cosine = places.reduce(0.0) { $0 + Double(y[$1]) * Double(t[$1]) } / (ours * theirs)
                total += 1 - cosine
                for place in places {
                    let slope = (cosine * Double(y[place]) / ours - Double(t[place]) / theirs) / ours
                    gradient[place] = Float(slope / Double(count))
                }
            }
        }
        return (Float(total / Double(max(count, 1))), gradient)
    }
}

extension DistillationHead.Options {
    private enum CodingKeys: String, CodingKey, CaseIterable { case measure, projects, reduction, personShare }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Parameter decoder: Holds a mapping such as `{measure: cosine}`.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        self.init(
            measure: try container.decode(.measure, or: base.measure),
            projects: try container.decode(.projects, or: base.projects),
            reduction: try container.decode(.reduction, or: base.reduction),
            personShare: try container.decode(.personShare, or: base.personShare, "0 to 1") { (0...1).contains($0) }
        )
    }
}
