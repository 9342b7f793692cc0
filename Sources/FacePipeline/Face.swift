public import FaceDetection
public import FaceEmbedding

/// A face in a photo, and the point on the unit hypersphere that a model takes it for.
public struct Face: Hashable, Sendable {
    /// Where it is: box, landmarks and the detector's score.
    public var detection: DetectedFace
    /// What it is compared by.
    public var embedding: Embedding

    /// Creates a face from its parts.
    public init(detection: DetectedFace, embedding: Embedding) {
        self.detection = detection
        self.embedding = embedding
    }
}
