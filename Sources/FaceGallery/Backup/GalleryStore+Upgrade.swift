import FaceEmbedding
import GRDB

extension GalleryStore {
    /// Where the copy of a gallery of an older version is, if it was brought forward.
    static func path(ofVersion version: Int, of path: String) -> String { "\(path).v\(version)-backup" }

    /// Brings a file of an older version to the newest, and before that copies it, so that it can be undone.
    ///
    /// The copy, `<gallery>.v<version>-backup`, is left as it is if there is one. A removal's receipt lists it, as every copy.
    static func upgrade(
        _ pool: DatabasePool,
        of path: String,
        from version: Int,
        options: Gallery.Options
    ) throws {
        let copy = Self.path(ofVersion: version, of: path)
        if !GalleryFile.isThere(copy) {
            let actor = AuditActor.current ?? options.actor
            let time = options.clock()
            // All that this needs is there since the first version. Before the copy: it must not be unknown.
            try pool.write { database in
                let note = AuditNote(details: ["version": String(version)])
                try noteCopy(at: copy, time: time, in: database)
                try append(.backup, note, by: actor, at: time, to: database)
            }
            try keep(pool, as: copy, version: version)
        }
        try pool.writeWithoutTransaction { try GallerySchema.migrate($0, from: version) }
    }

    private static func keep(_ pool: DatabasePool, as path: String, version: Int) throws(GalleryError) {
        do throws(GalleryError) {
            try copy(pool, to: path, version: version)
        } catch .exists {
            // Another process came first, with the copy and perhaps with the upgrade too.
        }
    }
}
