public import FaceEngine

/// What a loss is computed on: the embeddings of a mining batch, and whose they are.
public struct EmbeddingBatch: Equatable, Sendable {
    /// How far from 1 the length of an embedding may be: the rounding of bf16, and steps of central differences.
    public static let unitTolerance: Float = 0.02

    /// The embeddings, `[N, D]`, row-major.
    public let embeddings: Tensor
    /// The person of each row, `[N]`; any integers.
    public let labels: [Int]
    /// Whether the face of each row wears an occluder, `[N]`.
    public let isOccluded: [Bool]
    /// What a teacher makes of the same faces, `[N, T]`, if the loss compares with one.
    public let teacher: Tensor?

    /// Creates a batch.
    ///
    /// - Parameters:
    ///   - embeddings: `[N, D]`.
    ///   - labels: `[N]`.
    ///   - isOccluded: `[N]`; without it, every face is bare.
    ///   - teacher: `[N, T]`, for distillation.
    /// - Precondition: All have *N* rows.
    public init(embeddings: Tensor, labels: [Int], isOccluded: [Bool]? = nil, teacher: Tensor? = nil) {
        let isOccluded = isOccluded ?? [Bool](repeating: false, count: labels.count)
        precondition(embeddings.shape.rank == 2, "embeddings must be [N, D], got \(embeddings.shape)")
        precondition(
            embeddings.shape[0] == labels.count && isOccluded.count == labels.count,
            "\(embeddings.shape[0]) embeddings, \(labels.count) labels and \(isOccluded.count) roles are no batch"
        )
        precondition(
            teacher == nil || teacher?.shape.rank == 2 && teacher?.shape[0] == labels.count,
            "the teacher must have an embedding for each of \(labels.count) rows"
        )
        self.embeddings = embeddings
        self.labels = labels
        self.isOccluded = isOccluded
        self.teacher = teacher
    }

    /// The number of embeddings, `N`.
    public var count: Int { labels.count }
    /// The number of coordinates of each, `D`.
    public var dimension: Int { embeddings.shape[1] }

    /// The squared length of each embedding, `[N]`.
    ///
    /// - Throws: ``LossError/notFinite(row:)``.
    func squaredLengths() throws(LossError) -> [Float] {
        try Self.squaredLengths(of: embeddings)
    }

    /// The squared length of each embedding, `[N]`, near 1.
    ///
    /// - Throws: ``LossError/notFinite(row:)``, ``LossError/notUnit(row:length:)``.
    func unitSquaredLengths() throws(LossError) -> [Float] {
        let squares = try squaredLengths()
        if let row = squares.firstIndex(where: { abs($0.squareRoot() - 1) > Self.unitTolerance }) {
            throw .notUnit(row: row, length: squares[row].squareRoot())
        }
        return squares
    }

    static func squaredLengths(of rows: Tensor) throws(LossError) -> [Float] {
        let (count, dimension) = (rows.shape[0], rows.shape[1])
        var squares = [Float](repeating: 0, count: count)
        rows.scalars.withUnsafeBufferPointer { scalars in
            for row in 0..<count {
                var sum = 0.0
                for place in row * dimension..<(row + 1) * dimension { sum += Double(scalars[place] * scalars[place]) }
                squares[row] = Float(sum)
            }
        }
        if let row = squares.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row) }
        return squares
    }
}
