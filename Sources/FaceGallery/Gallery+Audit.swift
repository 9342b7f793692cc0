import FaceEmbedding
import Foundation
import GRDB

extension Gallery {
    /// Returns a page of the audit trail, oldest first.
    ///
    /// - Parameters:
    ///   - sequence: The last line of the page before; 0 for the start.
    ///   - limit: The most lines to return.
    /// - Returns: At most `limit` lines.
    /// - Throws: ``GalleryError`` if the gallery cannot be read.
    public func auditTrail(after sequence: Int64 = 0, limit: Int = 1000) throws(GalleryError) -> [AuditEntry] {
        try store.read { try store.auditTrail(after: sequence, limit: limit, in: $0).map(\.entry) }
    }

    /// Returns the first line of the audit trail that was changed, moved or dropped.
    ///
    /// - Returns: Its sequence number, or `nil` if every line agrees with the one before and the last with the gallery.
    /// - Throws: ``GalleryError`` if the gallery cannot be read.
    /// - Complexity: O(*lines*).
    public func verifyAudit() throws(GalleryError) -> Int64? {
        try store.read { try store.firstBrokenAuditLine(in: $0) }
    }

    /// Appends a line about how a program answers from the gallery, such as the operating point it took.
    ///
    /// What it is set to is the program's; the gallery keeps only that it changed, and who changed it.
    ///
    /// - Parameter details: What it is set to.
    /// - Throws: ``GalleryError``, as every write.
    public func recordSettings(_ details: [String: String]) throws(GalleryError) {
        try store.transaction { database, actor in
            let note = AuditNote(subjects: [], details: details)
            try GalleryStore.append(.changeSettings, note, by: actor, at: options.clock(), to: database)
        }
    }
}

extension GalleryStore {
    /// A page of the audit trail, each line with the hash it should have.
    func auditTrail(
        after sequence: Int64,
        limit: Int,
        in database: Database
    ) throws -> [(entry: AuditEntry, expected: [UInt8])] {
        try database.all(
            "SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?",
            [.integer(sequence), .integer(Int64(limit))]
        ) { row in
            let entry = AuditEntry(
                sequence: try row.integer(0),
                time: Date(milliseconds: try row.integer(1)),
                actor: try row.text(2),
                action: AuditAction(rawValue: try row.text(3)),
                subjects: (try? JSON.value([String].self, of: row.text(4))) ?? [],
                details: try row.text(5),
                previous: try row.blob(6),
                hash: try row.blob(7)
            )
            let expected = AuditEntry.hash(
                sequence: entry.sequence,
                milliseconds: try row.integer(1),
                actor: entry.actor,
                action: entry.action.rawValue,
                subjects: try row.text(4),
                details: entry.details,
                previous: entry.previous
            )
            return (entry, expected)
        }
    }

    /// The sequence number of the first line that does not follow from the one before, or `nil`.
    func firstBrokenAuditLine(in database: Database) throws -> Int64? {
        var last = (sequence: Int64(0), hash: [UInt8](repeating: 0, count: 32))
        while true {
            let page = try auditTrail(after: last.sequence, limit: 1000, in: database)
            for (entry, expected) in page {
                guard entry.sequence == last.sequence + 1, entry.previous == last.hash, entry.hash == expected else {
                    return last.sequence + 1
                }
                last = (entry.sequence, entry.hash)
            }
            if page.count < 1000 { break }
        }
        let end = try database.first("SELECT audit_count, audit_hash FROM gallery") { row in
            (try row.integer(0), try row.blob(1))
        }
        guard let end, end == last else { return last.sequence + 1 }
        return nil
    }
}
