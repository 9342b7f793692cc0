public import FaceEngine

/// A reason why a model could not be read or written.
public enum ModelError: Error, Equatable, Sendable {
    /// The file or folder could not be read.
    case unreadable(StorageError)
    /// The ONNX file is not sound.
    case onnx(ONNXError)
    /// The weights are not sound.
    case safetensors(SafetensorsError)
    /// The network cannot be built, or its weights are not those it wants.
    case network(NetworkError)
    /// The safetensors file has weights and no `model.json`.
    case noCard
    /// `model.json` is not what it should be.
    case malformedCard(reason: String)
    /// `model.json` is of a version this program does not know.
    case formatVersion(Int)
    /// `model.json` names an architecture this program does not know.
    case unknownArchitecture(String)
    /// The network does not take one picture and give one vector.
    case notAnEmbedding(reason: String)
    /// The file is no adapter, or a damaged one.
    case notAnAdapter(reason: String)
    /// The adapter was trained behind another model.
    case otherModel(adapter: String)
    /// The model has an adapter already.
    case adaptedAlready
    /// The file or folder could not be written.
    case unwritable(reason: String)
}

extension ModelError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .onnx(let error): error.description
        case .safetensors(let error): error.description
        case .network(let error): error.description
        case .noCard: "has weights but no model.json, so nobody knows what it expects of a face"
        case .malformedCard(let reason): "model.json is malformed: \(reason)"
        case .formatVersion(let version):
            "model.json is of version \(version), and this program knows \(ModelCard.formatVersion)"
        case .unknownArchitecture(let name): "the architecture \(name.prefix(80)) is unknown"
        case .notAnEmbedding(let reason): "does not make embeddings of faces: \(reason)"
        case .notAnAdapter(let reason): "is no adapter of embeddings: \(reason)"
        case .otherModel(let name):
            "the adapter was trained behind another model, \(name.prefix(80)), or for faces that are cut out otherwise"
        case .adaptedAlready: "the model has an adapter already"
        case .unwritable(let reason): "could not be written: \(reason)"
        }
    }
}
