public import FacePipeline

/// Photos against a gallery: the one path that the command line, the library and the service share.
public struct Recognizer: Sendable {
    /// From photos to embeddings.
    public var reader: FaceReader
}
