public import FaceEmbedding
public import Foundation
import GRDB

/// What a removal did.
public struct RemovalReceipt: Hashable, Sendable {
    /// A file that people were exported to, or the gallery backed up to.
    public struct Export: Hashable, Sendable {
        /// Where it was written.
        public var path: String
        /// When.
        public var created: Date
    }

    /// The templates that are gone.
    public var templates: [TemplateID]
    /// How many pieces of feedback are gone.
    public var feedback: Int
    /// Whether no byte is left of it in the gallery's files.
    ///
    /// `false` while another process reads what was before and keeps the write-ahead log from being emptied; then it is
    /// emptied after the next write or when the gallery is opened next. Searches do not find anything either way.
    public var isErased: Bool
    /// Exports and backups written since the person was added, where there may be copies.
    public var exports: [Export]
}

extension Gallery {
    /// Removes a person for good: name, faces, crops, notes, and what was said of them.
    ///
    /// What is left is the identifier, a random number: in the audit trail, and in a list by which an import does not
    /// bring the person back. Bytes are overwritten in the file and gone from its log when this returns; what a disk keeps
    /// of overwritten bytes is beyond a program.
    ///
    /// - Parameter person: Who.
    /// - Returns: What is gone, and which exports and backups may have copies.
    /// - Throws: ``GalleryError``: `unknownPerson`, and what every write can: `busy`, `diskFull`, `readOnly`, `database`.
    @discardableResult
    public func remove(_ person: PersonID) throws(GalleryError) -> RemovalReceipt {
        var receipt = try store.write(.removePerson) { database, note in
            let found = try store.person(person, in: database)
            let templates = try store.templateIDs(ofPerson: found.row, in: database)
            let feedback = try store.feedback(where: "feedback.person = ?", [.integer(found.row)], in: database)
            note.subjects = [person.rawValue]
            note.add(templates)
            try store.remove(feedback: feedback.map(\.id.rawValue), in: database)
            try store.remove(templates: templates, in: database)
            try database.run("DELETE FROM names WHERE person = ?", [.integer(found.row)])
            try database.run("DELETE FROM people WHERE id = ?", [.integer(found.row)])
            try database.run(
                "INSERT OR IGNORE INTO removals VALUES (?, ?)",
                [.text(person.rawValue), .integer(options.clock().milliseconds)]
            )
            return RemovalReceipt(
                templates: templates.map(TemplateID.init),
                feedback: feedback.count,
                isErased: false,
                exports: try store.exports(since: found.created, in: database)
            )
        }
        receipt.isErased = store.eraseLog()
        return receipt
    }

    /// Removes a face for good, with its crop and details.
    ///
    /// - Parameter template: Its number.
    /// - Returns: Whether no byte is left of it in the gallery's files: ``RemovalReceipt/isErased``.
    /// - Throws: ``GalleryError``: `unknownTemplate`, and what every write can.
    @discardableResult
    public func remove(_ template: TemplateID) throws(GalleryError) -> Bool {
        try store.write(.removeTemplate) { database, note in
            note.add([template.rawValue])
            try store.remove(templates: [template.rawValue], in: database)
        }
        return store.eraseLog()
    }
}

extension GalleryStore {
    /// The exports written since a moment, oldest first.
    func exports(since date: Date, in database: Database) throws -> [RemovalReceipt.Export] {
        try database.all(
            "SELECT path, created FROM exports WHERE created >= ? ORDER BY id",
            [.integer(date.milliseconds)]
        ) { RemovalReceipt.Export(path: try $0.text(0), created: Date(milliseconds: try $0.integer(1))) }
    }
}
