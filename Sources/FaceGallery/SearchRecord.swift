public import Foundation
import GRDB

/// What the audit trail shall say of one search.
public struct SearchRecord: Hashable, Sendable {
    /// Who searched; whoever the task that commits acts for if `nil`.
    public var actor: String?
    /// When; the time of the commit if `nil`.
    public var time: Date?
    /// Keys of the people who were found.
    public var subjects: [String]
    /// What else there is to say: never a name, an embedding or a file.
    public var details: [String: String]

    /// Creates a record.
    ///
    /// - Parameters:
    ///   - actor: Who searched; whoever the current task acts for, by default.
    ///   - time: When; the time of the commit if `nil`.
    ///   - subjects: Keys of the people who were found.
    ///   - details: What else there is to say.
    public init(
        actor: String? = AuditActor.current,
        time: Date? = nil,
        subjects: [String],
        details: [String: String] = [:]
    ) {
        self.actor = actor
        self.time = time
        self.subjects = subjects
        self.details = details
    }
}

extension Gallery {
    /// Appends a line about a search to the audit trail, if ``Options/recordsSearches``.
    ///
    /// - Parameters:
    ///   - subjects: Keys of the people who were found.
    ///   - details: What else there is to say: never a name, an embedding or a file.
    /// - Throws: ``GalleryError``, as every write.
    public func recordSearch(subjects: [String], details: [String: String] = [:]) throws(GalleryError) {
        try recordSearches([SearchRecord(subjects: subjects, details: details)])
    }

    /// Appends a line about each of many searches to the audit trail in one transaction, if ``Options/recordsSearches``.
    ///
    /// All or none of them. A service that answers hundreds of searches a second collects them for a moment and commits
    /// them together: each commit waits for the disk once. Nothing that can be found changes, so
    /// ``GalleryInfo/revision`` stays, and nobody's ``snapshot()`` has to read anything anew.
    ///
    /// - Parameter searches: What to say of each, in order; for none of them nothing is written.
    /// - Throws: ``GalleryError``, as every write: `busy`, `diskFull`, `readOnly`, `database`.
    /// - Complexity: O(*searches*), and one wait for the disk.
    public func recordSearches(_ searches: [SearchRecord]) throws(GalleryError) {
        guard options.recordsSearches, !searches.isEmpty else { return }
        try store.transaction { database, actor in
            for search in searches {
                let note = AuditNote(subjects: search.subjects, details: search.details)
                let time = search.time ?? options.clock()
                try GalleryStore.append(.search, note, by: search.actor ?? actor, at: time, to: database)
            }
        }
    }
}
