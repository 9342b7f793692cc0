public import FaceEngine

/// A reason why a detector could not be loaded or run.
public enum DetectionError: Error, Equatable, Sendable {
    /// None of the places looked at has the detector's files.
    case missingModel(detector: DetectorKind, searched: [String])
    /// A file of the detector cannot be read as a network.
    case unreadableModel(path: String, reason: String)
    /// A network does not have the inputs and outputs that the detector needs.
    case unsuitableModel(network: String, reason: String)
    /// A network could not be compiled or run.
    case engine(EngineError)
}

extension DetectionError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .missingModel(let detector, let searched) where searched.isEmpty:
            "the \(detector.rawValue) detector was not found: name its folder"
        case .missingModel(let detector, let searched):
            "the \(detector.rawValue) detector was not found in \(searched.joined(separator: ", "))"
        case .unreadableModel(let path, let reason): "the detector's file \(path): \(reason)"
        case .unsuitableModel(let network, let reason): "\(network) is not what the detector needs: \(reason)"
        case .engine(let error): "the detector failed: \(error)"
        }
    }
}
