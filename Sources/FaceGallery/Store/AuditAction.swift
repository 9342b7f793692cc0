/// What was done to a gallery, as the audit trail words it.
public struct AuditAction: RawRepresentable, Hashable, Sendable {
    /// A short word.
    public let rawValue: String

    /// Creates an action.
    ///
    /// - Parameter rawValue: A short word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The gallery came to be.
    public static let create = AuditAction(rawValue: "create")
    /// A person was added.
    public static let addPerson = AuditAction(rawValue: "add person")
    /// A person's name, aliases, metadata, consent or retention changed.
    public static let editPerson = AuditAction(rawValue: "edit person")
    /// One person turned out to be another.
    public static let mergePeople = AuditAction(rawValue: "merge people")
    /// A person was removed with everything known of them.
    public static let removePerson = AuditAction(rawValue: "remove person")
    /// Templates were enrolled.
    public static let enroll = AuditAction(rawValue: "enroll")
    /// Templates were given to another person, or to none.
    public static let reassign = AuditAction(rawValue: "reassign")
    /// Templates were removed.
    public static let removeTemplate = AuditAction(rawValue: "remove template")
    /// Somebody said whether a face is a person's.
    public static let feedback = AuditAction(rawValue: "feedback")
    /// Feedback was withdrawn.
    public static let withdrawFeedback = AuditAction(rawValue: "withdraw feedback")
    /// The gallery was searched; recorded only if asked.
    public static let search = AuditAction(rawValue: "search")
    /// The gallery was written to a file.
    public static let export = AuditAction(rawValue: "export")
    /// The whole gallery was copied to a file.
    public static let backup = AuditAction(rawValue: "backup")
    /// The gallery got another key, or none.
    public static let rotateKey = AuditAction(rawValue: "rotate key")
    /// How a program answers from the gallery was changed.
    public static let changeSettings = AuditAction(rawValue: "change settings")
    /// A file was read into the gallery.
    public static let `import` = AuditAction(rawValue: "import")
    /// The gallery was rebuilt to take less space.
    public static let compact = AuditAction(rawValue: "compact")
}

extension AuditAction: CustomStringConvertible {
    /// The word itself.
    public var description: String { rawValue }
}
