public import FaceEmbedding
import Foundation
import GRDB

extension Gallery {
    /// Writes everybody and every face to a text file: a JSON object a line, embeddings bit for bit.
    ///
    /// Not in it are the audit trail, who was removed, and that a face was confirmed by feedback. The file is as
    /// confidential as a gallery that is not encrypted, whether this one is or not: it is readable for its owner only, and a removal's receipt lists it.
    ///
    /// - Parameter path: Where the file shall be. It appears whole or not at all, and never over another.
    /// - Throws: ``GalleryError``: `exists`, `unreadable`, `diskFull`; if the gallery is not open for reading only, also
    ///   what a write can.
    public func export(to path: String) throws(GalleryError) {
        if !options.isReadOnly {
            // Before the file is there: a copy that nobody knows of is worse than a line too many.
            try store.write(.export) { database, _ in
                try GalleryStore.noteCopy(at: path, time: options.clock(), in: database)
            }
        }
        try GalleryFile.create(at: path) { draft throws(GalleryError) in
            try store.read { database in
                var writer = try ExportWriter(path: draft)
                try store.export(to: &writer, from: database)
                try writer.finish()
            }
        }
    }

    /// What an import did.
    public struct ImportReport: Hashable, Sendable {
        /// People who are new.
        public var people = 0
        /// Faces that are new.
        public var templates = 0
        /// Pieces of feedback that are new.
        public var feedback = 0
        /// Faces and pieces of feedback that were there already.
        public var known = 0
        /// People who were removed from this gallery, and stay so.
        public var removed: [PersonID] = []
    }

    /// Adds what an export holds, all or nothing.
    ///
    /// People keep their identifiers. Somebody who is there already stays as they are and gets the faces they do not
    /// have. Somebody who was removed from this gallery is left out, as an old export must not bring back whom
    /// somebody asked to forget.
    ///
    /// - Parameters:
    ///   - path: Where the export is, of a gallery of the same model.
    ///   - restoresRemoved: Whether people who were removed come back after all.
    /// - Returns: What was added.
    /// - Throws: ``GalleryError``: `unreadable`, `notAGallery`, `newerVersion`, `corrupt`, `otherModel`; `nameTaken` if a
    ///   new person has a name that another has here; and what every write can.
    @discardableResult
    public func `import`(from path: String, restoresRemoved: Bool = false) throws(GalleryError) -> ImportReport {
        try store.write(.import) { database, note in
            var reader = try ExportReader(path: path)
            var importer = try GalleryImporter(store: store, database: database, restoresRemoved: restoresRemoved)
            try importer.read(&reader)
            note.details["people"] = String(importer.report.people)
            note.details["templates"] = String(importer.report.templates)
            return importer.report
        }
    }
}
