public import FaceEmbedding

/// Feedback that a face is not somebody, to be obeyed for faces like it.
public struct Rejection: Hashable, Sendable {
    /// The face that was mistaken.
    public let embedding: Embedding
    /// The row of the person it is not.
    public let person: Int64

    /// Creates a rejection.
    ///
    /// - Parameters:
    ///   - embedding: The face that was mistaken.
    ///   - person: The row of the person it is not.
    public init(embedding: Embedding, person: Int64) {
        self.embedding = embedding
        self.person = person
    }
}
