/// A reason why a report could not be read, or not be made.
public enum ReportError: Error, Hashable, Sendable {
    /// The file is not an evaluation's JSON.
    case notADocument(reason: String)
    /// The file was written by a later version.
    case unknownFormat(Int)
    /// Two documents have no result in common that could be compared.
    case nothingShared(reason: String)
}

extension ReportError: CustomStringConvertible {
    /// What is wrong, as one sentence that can follow `path: `.
    public var description: String {
        switch self {
        case .notADocument(let reason): "is not the JSON of an evaluation: \(reason)"
        case .unknownFormat(let format):
            "has format \(format), and this program reads up to \(EvaluationDocument.currentFormat): use a later one"
        case .nothingShared(let reason): "nothing can be compared: \(reason)"
        }
    }
}
