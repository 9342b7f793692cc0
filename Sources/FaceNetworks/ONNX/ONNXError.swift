public import FaceEngine

/// A reason why an ONNX model could not be read or written.
public enum ONNXError: Error, Equatable, Sendable {
    /// The file, or one that holds its weights, could not be read.
    case unreadable(StorageError)
    /// The bytes are not a model, or contradict themselves.
    case malformed(reason: String)
    /// An operator of the model is not known.
    case unsupportedOperator(String, node: String)
    /// An operator is known, but not used in this way.
    case unsupportedUse(operator: String, node: String, reason: String)
    /// The model leaves the size of an input open, and none was given.
    case openShape(input: String)
    /// A shape was given that an input does not take.
    case unsuitableShape(input: String, shape: Shape)
    /// The graph cannot be built or run.
    case network(NetworkError)
    /// The file could not be written.
    case unwritable(reason: String)
}

extension ONNXError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .malformed(let reason): "is not a sound ONNX model: \(reason)"
        case .unsupportedOperator(let type, let node): "ONNX operator \(type) of node \(node) is not supported"
        case .unsupportedUse(let type, let node, let reason): "ONNX operator \(type) of node \(node): \(reason)"
        case .openShape(let input): "leaves the size of input \(input) open, so one must be given"
        case .unsuitableShape(let input, let shape): "input \(input) cannot be of shape \(shape)"
        case .network(let error): error.description
        case .unwritable(let reason): "could not be written: \(reason)"
        }
    }
}
