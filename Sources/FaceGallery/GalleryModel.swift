public import FaceEmbedding

/// The model that made a gallery's embeddings: what two of them may be compared by.
public struct GalleryModel: Hashable, Codable, Sendable {
    /// What tells this model from every other.
    public var fingerprint: ModelFingerprint
    /// What people call it, for messages only.
    public var name: String
    /// The number of coordinates of its embeddings, `D`: 1 through 4,096.
    public var dimension: Int
    /// The factor its makers print distances with; thresholds are kept without it.
    public var distanceScale: Float
    /// The precision it ran in when the gallery was created, for the record: `fp32`, `bf16`, `int8`.
    public var precision: String?

    /// Creates a description of a model.
    ///
    /// - Parameters:
    ///   - fingerprint: What tells this model from every other.
    ///   - name: What people call it.
    ///   - dimension: The number of coordinates of its embeddings.
    ///   - distanceScale: The factor its makers print distances with.
    ///   - precision: The precision it runs in.
    public init(
        fingerprint: ModelFingerprint,
        name: String,
        dimension: Int,
        distanceScale: Float = 1,
        precision: String? = nil
    ) {
        self.fingerprint = fingerprint
        self.name = name
        self.dimension = dimension
        self.distanceScale = distanceScale
        self.precision = precision
    }
}
