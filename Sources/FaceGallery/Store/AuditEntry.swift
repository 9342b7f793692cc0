import Crypto
public import Foundation

/// One line of the audit trail: who did what to whom, and when; by identifiers, never by names or measures of faces.
///
/// Each holds the hash of the one before, so that none can be changed, dropped or put in between without all later hashes
/// disagreeing. Whoever can write the file can also compute all hashes anew: what guards against that is a copy of the
/// newest hash kept elsewhere (``GalleryInfo/auditHash``).
public struct AuditEntry: Hashable, Sendable {
    /// 1 for the oldest, then without gaps.
    public var sequence: Int64
    /// When, to the millisecond.
    public var time: Date
    /// Who: ``AuditActor/current``, or ``Gallery/Options/actor`` where nobody said.
    public var actor: String
    /// What.
    public var action: AuditAction
    /// To whom: keys of people and numbers of templates, as texts; of more than 100 consecutive ones, `first...last`.
    public var subjects: [String]
    /// What else there is to say, as a JSON object.
    public var details: String
    /// The hash of the entry before; 32 zeros for the oldest.
    public var previous: [UInt8]
    /// The SHA-256 of all of the above.
    public var hash: [UInt8]

    /// Computes the hash of an entry.
    ///
    /// Every field goes in with its length, so that nothing can move from one to the next.
    static func hash(
        sequence: Int64,
        milliseconds: Int64,
        actor: String,
        action: String,
        subjects: String,
        details: String,
        previous: [UInt8]
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        for text in [String(sequence), String(milliseconds), actor, action, subjects, details] {
            withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { bytes += $0 }
            bytes += text.utf8
        }
        return Array(SHA256.hash(data: bytes + previous))
    }
}

/// What a transaction will say of itself in the audit trail.
struct AuditNote {
    /// Keys and numbers of whom it was done to.
    var subjects: [String] = []
    /// What else there is to say; never a name, a note or a measure.
    var details: [String: String] = [:]

    /// Adds templates: each number, or the first and last of many.
    mutating func add(_ templates: [Int64]) {
        if templates.count > 100, let first = templates.min(), let last = templates.max(),
            last - first == Int64(templates.count) - 1
        {
            subjects.append("\(first)...\(last)")
        } else {
            subjects += templates.map(String.init)
        }
    }
}
