public import FaceDetection
public import FaceEngine
public import FaceImaging
public import FaceNetworks

/// A reason why a photo, or the pipeline itself, came to nothing.
public enum PipelineError: Error, Equatable, Sendable {
    /// The photo could not be read.
    case image(ImageError)
    /// The detector could not be loaded or failed.
    case detection(DetectionError)
    /// The model could not be loaded.
    case model(ModelError)
    /// The embedding network could not be compiled or failed.
    case engine(EngineError)
    /// The network's output has no direction, so it is no embedding: its weights are damaged.
    case noEmbedding
}

extension PipelineError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .image(let error): error.description
        case .detection(let error): error.description
        case .model(let error): error.description
        case .engine(let error): error.description
        case .noEmbedding: "the network's output has no direction: its weights are damaged"
        }
    }
}
