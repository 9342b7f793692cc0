/// Why a configuration cannot be read or used.
///
/// The description is one sentence that can follow `path: `.
public enum ConfigurationError: Error, Hashable, Sendable {
    /// The system could not read the file; the reason is its own.
    case unreadable(reason: String)
    /// The text is no YAML and no JSON.
    case malformed(reason: String)
    /// A value is missing, unknown, or not what it should be; the place is such as `batch.size`.
    case value(place: String, reason: String)
    /// A `key=value` has no equals sign, or its key leads through something that has no keys.
    case override(String)
}

extension ConfigurationError: CustomStringConvertible {
    /// One sentence that can follow `path: `.
    public var description: String {
        switch self {
        case .unreadable(let reason): "could not be read: \(reason)"
        case .malformed(let reason): "is neither YAML nor JSON: \(reason)"
        case .value(let place, let reason): place.isEmpty ? reason : "\(place): \(reason)"
        case .override(let text): "'\(text)' is no KEY=VALUE such as schedule.rate=0.1"
        }
    }
}

extension ConfigurationError {
    /// The same in our words.
    init(_ error: DecodingError) {
        func place(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
        switch error {
        case .keyNotFound(let key, let context):
            self = .value(place: place(context.codingPath), reason: "'\(key.stringValue)' is missing")
        case .typeMismatch(let type, let context):
            self = .value(place: place(context.codingPath), reason: "is not \(Self.name(of: type))")
        case .valueNotFound(let type, let context):
            self = .value(place: place(context.codingPath), reason: "is empty, where \(Self.name(of: type)) is wanted")
        case .dataCorrupted(let context):
            self = .value(place: place(context.codingPath), reason: context.debugDescription)
        @unknown default: self = .malformed(reason: "\(error)")
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is Int.Type, is UInt64.Type: "a whole number"
        case is Float.Type, is Double.Type: "a number"
        case is Bool.Type: "true or false"
        case is String.Type: "text"
        case is [Any].Type: "a list"
        default: "what it should be"
        }
    }
}
