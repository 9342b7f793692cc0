import Foundation
import GRDB

extension Gallery {
    /// Writes a copy of the whole gallery to a file, all of one moment, while others read and write.
    ///
    /// The copy is a gallery: it opens as one, with the audit trail, who was removed, and what feedback was given, and is
    /// encrypted as this one is. It takes as little space as it can. It is as confidential as the gallery: it is readable for
    /// its owner only, and a removal's receipt lists it, as it may still hold who was removed here since.
    ///
    /// To go back to it, close the gallery everywhere, delete it with all that lies beside it (`-wal`, `-shm`, `.graph`),
    /// and put the copy in its place.
    ///
    /// - Parameter path: Where the file shall be. It appears whole or not at all, and never over another.
    /// - Throws: ``GalleryError``: `exists`, `unreadable`, `diskFull`; if the gallery is not open for reading only, also
    ///   what a write can.
    /// - Complexity: O(*size of the file*). While it is being written the log of the gallery cannot be emptied, so that
    ///   ``RemovalReceipt/isErased`` of a removal meanwhile is `false`.
    public func backup(to path: String) throws(GalleryError) {
        if !options.isReadOnly {
            // Before the file is there: a copy that nobody knows of is worse than a line too many.
            try store.write(.backup) { database, _ in
                try GalleryStore.noteCopy(at: path, time: options.clock(), in: database)
            }
        }
        try GalleryStore.copy(store.pool, to: path)
    }
}

extension GalleryStore {
    /// Remembers a file that people were copied to, within a transaction, so that a removal can name it.
    static func noteCopy(at path: String, time: Date, in database: Database) throws {
        try database.run(
            "INSERT INTO exports (path, created) VALUES (?, ?)",
            [.text(URL(fileURLWithPath: path).standardizedFileURL.path), .integer(time.milliseconds)]
        )
    }

    /// Writes a compact copy of a database, of one moment, that appears whole or not at all.
    ///
    /// - Parameters:
    ///   - pool: The database. It can be written to meanwhile.
    ///   - path: Where the copy shall be.
    ///   - version: The version of the format that the copy has to have; any if `nil`.
    /// - Throws: ``GalleryError``: `exists`, also if the version is another by now; `unreadable`, `diskFull`.
    static func copy(_ pool: DatabasePool, to path: String, version: Int? = nil) throws(GalleryError) {
        try GalleryFile.create(at: path) { draft throws(GalleryError) in
            // SQLite would make a file that anybody can read until it is whole; into an empty one it writes.
            try GalleryFile.createEmpty(draft)
            do {
                // On a reading connection, which keeps nobody from writing; without a transaction, which this is itself.
                try pool.unsafeRead { try $0.execute(sql: "VACUUM INTO ?", arguments: [draft]) }
                let database = try DatabaseQueue(path: draft)
                let found = try database.writeWithoutTransaction { database in
                    // As every gallery; this also waits until all of it is on the disk.
                    try database.execute(sql: "PRAGMA journal_mode = WAL")
                    return try database.first("PRAGMA user_version") { try Int($0.integer(0)) }
                }
                try database.close()
                guard version == nil || found == version else { throw GalleryError.exists }
            } catch {
                throw GalleryError(error, path: draft)
            }
        }
    }
}
