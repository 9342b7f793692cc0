public import FacePipeline

/// A reason why a laboratory could not do its work.
public enum LaboratoryError: Error, Equatable, Sendable {
    /// A photo that may not be missing could not be read, or its face not be embedded.
    case photo(path: String, PipelineError)
    /// The network or the detector failed.
    case pipeline(PipelineError)
    /// The cache's folder, or a file in it, cannot be used.
    case cache(path: String, reason: String)
    /// The task was cancelled.
    case cancelled
}

extension LaboratoryError: CustomStringConvertible {
    /// What is wrong, as one sentence that may follow a path.
    public var description: String {
        switch self {
        case .photo(let path, let error): "\(path): \(error)"
        case .pipeline(let error): error.description
        case .cache(let path, let reason): "\(path): \(reason)"
        case .cancelled: "the work was stopped"
        }
    }
}
