public import FaceEmbedding
public import Foundation

/// The number of a group in its gallery; never used again, and never changed by adding photos.
public struct GroupID: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// The number, from 1.
    public let rawValue: Int64

    /// Creates the identifier of a number.
    ///
    /// - Parameter rawValue: The number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// The number.
    public var description: String { String(rawValue) }

    /// Orders groups by age.
    public static func < (first: GroupID, second: GroupID) -> Bool { first.rawValue < second.rawValue }
}

/// Faces of a gallery that are one person, as far as anybody can tell.
public struct FaceGroup: Hashable, Sendable, Identifiable {
    /// A face in a group.
    public struct Member: Hashable, Sendable {
        /// The face.
        public var template: TemplateID
        /// Whether a person said that it belongs here: then no grouping takes it away.
        public var isConfirmed: Bool
    }

    /// Its number.
    public var id: GroupID
    /// Who a person said it is.
    public var person: PersonID?
    /// Who it resembles; only a suggestion, which identification does not use.
    public var suggestion: PersonID?
    /// Its faces, in order of enrollment.
    public var members: [Member]
    /// When it came to be.
    public var created: Date

    /// Whether a person said of at least one face that it belongs here.
    public var isConfirmed: Bool { members.contains(where: \.isConfirmed) }
}

/// Something that was done to the groups of a gallery.
public struct GroupEdit: Hashable, Sendable, Identifiable {
    /// Its number, in the order of time.
    public var id: Int64
    /// What was done.
    public var action: AuditAction
    /// How many faces it was done to.
    public var faces: Int
    /// When.
    public var created: Date
}

extension AuditAction {
    /// Faces without a name were grouped.
    public static let groupFaces = AuditAction(rawValue: "group faces")
    /// Somebody said that a group is right.
    public static let confirmGroup = AuditAction(rawValue: "confirm group")
    /// Somebody said who a group is.
    public static let assignGroup = AuditAction(rawValue: "assign group")
    /// Two groups became one.
    public static let mergeGroups = AuditAction(rawValue: "merge groups")
    /// Faces left a group for one of their own.
    public static let splitGroup = AuditAction(rawValue: "split group")
    /// Faces left a group for another.
    public static let moveFaces = AuditAction(rawValue: "move faces")
    /// What was done last to groups was taken back.
    public static let undoGrouping = AuditAction(rawValue: "undo grouping")
}
