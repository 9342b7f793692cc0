public import FaceEmbedding

/// What search keeps of a template in memory: everything but the embedding itself.
public struct TemplateEntry: Hashable, Sendable {
    /// The template's row in the gallery.
    public let id: Int64
    /// The person's row in the gallery.
    public let person: Int64
    /// The embedding in one byte a dimension.
    public let code: EmbeddingCode
    /// How far the embedding is from the code's point: a distance, not squared.
    public let error: Float

    /// Creates an entry of what a gallery stored.
    ///
    /// - Parameters:
    ///   - id: The template's row.
    ///   - person: The person's row.
    ///   - code: The embedding's code.
    ///   - error: ``EmbeddingCode/error(of:)`` of the embedding, or a bound on it.
    public init(id: Int64, person: Int64, code: EmbeddingCode, error: Float) {
        self.id = id
        self.person = person
        self.code = code
        self.error = error
    }

    /// Creates the entry of an embedding.
    ///
    /// - Parameters:
    ///   - id: The template's row.
    ///   - person: The person's row.
    ///   - embedding: `[D]`.
    /// - Complexity: O(*D*).
    public init(id: Int64, person: Int64, embedding: Embedding) {
        let code = EmbeddingCode(embedding)
        self.init(id: id, person: person, code: code, error: code.error(of: embedding))
    }
}

extension EmbeddingCode {
    /// Returns how far an embedding is from the code's point: a distance, not squared, rounded up.
    ///
    /// At most `sqrt(D)/254` for the embedding's own code. The distance from anything to the embedding and
    /// to the code's point differ by no more than this, which is what makes a search over codes provable.
    ///
    /// - Parameter embedding: `[D]`, usually the one the code was made of.
    /// - Returns: A bound from above, by a rounding error at most.
    /// - Complexity: O(*D*).
    public func error(of embedding: Embedding) -> Float {
        precondition(
            dimension == embedding.dimension,
            "a code of dimension \(dimension) and an embedding of dimension \(embedding.dimension) cannot be compared"
        )
        var sum = 0.0
        for (byte, coordinate) in zip(bytes, embedding.coordinates) {
            let difference = Double(coordinate) - Double(byte) / Double(Self.scale)
            sum += difference * difference
        }
        // Up twice: once for the rounding to a float, once for those of the sum.
        return Float(sum.squareRoot()).nextUp.nextUp
    }
}
