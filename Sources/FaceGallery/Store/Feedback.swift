public import FaceEmbedding
public import Foundation

/// What somebody says of a face and a person.
public enum FeedbackStatement: Hashable, Sendable {
    /// The face is not this person, however alike they are.
    case notThisPerson(Embedding, PersonID)
    /// The face is this person.
    case samePerson(NewTemplate, PersonID)
}

/// The number of a piece of feedback in its gallery; never used again.
public struct FeedbackID: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// The number.
    public let rawValue: Int64

    /// Creates the identifier of a number.
    ///
    /// - Parameter rawValue: The number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// The number.
    public var description: String { String(rawValue) }

    /// Orders feedback as it was given.
    public static func < (first: FeedbackID, second: FeedbackID) -> Bool { first.rawValue < second.rawValue }
}

/// What somebody said of a face and a person, as the gallery keeps it.
public struct Feedback: Hashable, Sendable, Identifiable {
    /// What was said.
    public enum Kind: String, Hashable, Sendable {
        /// The face is not this person.
        case notThisPerson = "not this person"
        /// The face is this person.
        case samePerson = "same person"
    }

    /// Its number.
    public var id: FeedbackID
    /// What was said.
    public var kind: Kind
    /// Of whom.
    public var person: PersonID
    /// The face, enrolled because of it; `nil` for `notThisPerson`, and where it had been enrolled before.
    public var template: TemplateID?
    /// Why.
    public var note: String
    /// When.
    public var created: Date
}
