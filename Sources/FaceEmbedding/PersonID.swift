/// Who a person is to a gallery or a data set: a name or a key, never more than an identifier.
public struct PersonID: RawRepresentable, Hashable, Sendable {
    /// The identifier, as it was given.
    public let rawValue: String

    /// Creates an identifier.
    ///
    /// - Parameter rawValue: Any text; two people are the same if their texts are.
    public init(rawValue: String) { self.rawValue = rawValue }
}

extension PersonID: Comparable {
    /// Orders people by identifier, so that lists of them can be repeated.
    public static func < (first: PersonID, second: PersonID) -> Bool { first.rawValue < second.rawValue }
}

extension PersonID: CustomStringConvertible {
    /// The identifier itself.
    public var description: String { rawValue }
}

// As text alone, which `RawRepresentable` gives: `"ada"`, not `{"rawValue": "ada"}`.
extension PersonID: Codable {}
