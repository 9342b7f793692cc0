import GRDB

extension Gallery {
    /// Rebuilds the file, so that it takes as little space as it can and nothing is left of what was removed or renamed.
    ///
    /// Takes seconds for a million templates, and for that time the space of the whole file twice over. Other processes can
    /// read meanwhile, and wait to write.
    ///
    /// - Returns: The bytes of the file before and after.
    /// - Throws: ``GalleryError``: `busy`, `diskFull`, `readOnly`, `database`. The gallery is whole then, and as large as
    ///   before.
    @discardableResult
    public func compact() throws(GalleryError) -> (before: Int, after: Int) {
        let before = GalleryFile.size(of: path)
        try store.write(.compact) { database, _ in
            try store.dropLeftovers(in: database)
        }
        do { try GalleryStore.rebuild(store.pool) } catch { throw GalleryError(error, path: path) }
        store.eraseLog()
        return (before, GalleryFile.size(of: path))
    }
}

extension GalleryStore {
    /// Deletes what was erased, within a transaction; the file has to be rebuilt afterwards.
    func dropLeftovers(in database: Database) throws {
        try database.run("DELETE FROM codes WHERE id NOT IN (SELECT id FROM templates)")
        try database.run(
            """
            DELETE FROM vectors WHERE id NOT IN (SELECT id FROM templates)
            AND id NOT IN (SELECT id FROM feedback WHERE template IS NULL)
            """
        )
        try database.run("DELETE FROM changes")
        // Deleting has moved rows, which may have left copies: until the rebuild is done, it has to be done.
        try database.run("UPDATE gallery SET changes_since = revision, must_rebuild = 1")
    }
}
