public import Foundation

/// What a gallery is, in numbers.
public struct GalleryInfo: Hashable, Sendable {
    /// The model its embeddings are of.
    public var model: GalleryModel
    /// What it is for.
    public var note: String
    /// When it was created.
    public var created: Date
    /// People.
    public var people: Int
    /// Faces.
    public var templates: Int
    /// Faces nobody has a name for, which are among the above.
    public var unnamedTemplates: Int
    /// What was said of wrong or right answers.
    public var feedback: Int
    /// People who may not be in it any more, today.
    public var peopleDue: Int
    /// The version of the file's format.
    public var schemaVersion: Int
    /// What tells the key it is encrypted with, ``GalleryKey/identifier``; `nil` if it is not.
    public var key: String?
    /// How many times it was written to, apart from lines about searches.
    public var revision: Int64
    /// Bytes on disk, with the log, without the search graph.
    public var bytes: Int
    /// Lines of the audit trail.
    public var auditEntries: Int
    /// The hash of the newest line of the audit trail: kept elsewhere, it proves that no line was changed since.
    public var auditHash: [UInt8]
}

extension Gallery {
    /// Counts what there is.
    ///
    /// - Returns: The numbers, all of one moment.
    /// - Throws: ``GalleryError`` if the gallery cannot be read.
    /// - Complexity: O(*templates*) in the worst case, some 10 ms for a million.
    public func info() throws(GalleryError) -> GalleryInfo {
        let day = Day.text(options.clock())
        return try store.read { database in
            func count(_ sql: String, _ values: [SQLValue] = []) throws -> Int {
                try database.first(sql, values) { try Int($0.integer(0)) } ?? 0
            }
            let row = try database.first("SELECT note, revision, audit_count, audit_hash FROM gallery") { row in
                (try row.text(0), try row.integer(1), try Int(row.integer(2)), try row.blob(3))
            }
            guard let (note, revision, entries, hash) = row else {
                throw GalleryError.corrupt(reason: "its own row is missing")
            }
            return GalleryInfo(
                model: model,
                note: note,
                created: store.created,
                people: try count("SELECT count(*) FROM people"),
                templates: try count("SELECT count(*) FROM templates"),
                unnamedTemplates: try count("SELECT count(*) FROM templates WHERE person IS NULL"),
                feedback: try count("SELECT count(*) FROM feedback"),
                peopleDue: try count("SELECT count(*) FROM people WHERE retain_until < ?", [.text(day)]),
                schemaVersion: try count("PRAGMA user_version"),
                key: try database.first("SELECT key FROM encryption") { try $0.text(0) },
                revision: revision,
                bytes: GalleryFile.size(of: path),
                auditEntries: entries,
                auditHash: hash
            )
        }
    }
}
