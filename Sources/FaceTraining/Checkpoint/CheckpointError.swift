public import FaceNetworks

/// Why a checkpoint could not be read or written.
public enum CheckpointError: Error, Equatable, Sendable {
    /// The system could not; the reason is its own. What was saved before is still there.
    case unwritable(reason: String)
    /// It is no safetensors file, or a damaged one.
    case safetensors(SafetensorsError)
    /// It is a file of weights, and no checkpoint of a training.
    case notACheckpoint
    /// The state beside the weights is not what it should be.
    case malformed(reason: String)
    /// It is of a version that this program does not know.
    case version(Int)
    /// It lacks weights, or has others.
    case otherWeights(name: String)
}

extension CheckpointError: CustomStringConvertible {
    /// One sentence that can follow `path: `.
    public var description: String {
        switch self {
        case .unwritable(let reason):
            "the checkpoint could not be written: \(reason); the one before it is still there"
        case .safetensors(let error): error.description
        case .notACheckpoint: "is no checkpoint of a training"
        case .malformed(let reason): "its state is malformed: \(reason)"
        case .version(let version):
            "is a checkpoint of version \(version), which this program does not know"
        case .otherWeights(let name): "its \(name) are not those of this training"
        }
    }
}
