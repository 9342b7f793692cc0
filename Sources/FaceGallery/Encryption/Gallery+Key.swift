import Foundation
import GRDB

/// What a change of a gallery's key did.
public struct KeyRotation: Hashable, Sendable {
    /// Whether no byte of what was sealed otherwise, or not at all, is left in the gallery's files.
    ///
    /// `false` while another process reads what was before, or if there was no room to rebuild the file; then it is done
    /// when the gallery is opened for writing next.
    public var isErased: Bool
    /// Exports and backups that were written before, oldest first: what is in them is as it was.
    public var copies: [RemovalReceipt.Export]
}

extension Gallery {
    /// Whether what measures faces is encrypted, as of the last call that read or wrote some of it.
    public var isEncrypted: Bool { store.vault.isSealed }

    /// Encrypts what measures faces, with another key or for the first time, or decrypts it.
    ///
    /// One transaction: a kill leaves all of it as it was, or as it shall be. Then the file is rebuilt and its log emptied, so
    /// that nothing is left of what was there before; a kill in between is made up for when the gallery is opened for
    /// writing next. This gallery goes on with the new key, whatever ``Options/key`` says; one that another process has
    /// open throws ``GalleryError/otherKey(gallery:given:)``, `keyRequired` or `notEncrypted` from then on.
    ///
    /// See ``Options/key`` for what is encrypted and what is not. What a disk keeps of overwritten bytes is beyond a program:
    /// a gallery that was plain for long is better exported and imported into an encrypted one on another disk.
    ///
    /// - Parameter key: The key from now on; `nil` for none.
    /// - Returns: What is left elsewhere.
    /// - Throws: ``GalleryError``: `corrupt` if a value cannot be opened, and what every write can: `busy`, `diskFull`,
    ///   `readOnly`, `database`. Nothing was changed then.
    /// - Complexity: O(*size of the file*), which it takes three times over meanwhile.
    @discardableResult
    public func rotateKey(to key: GalleryKey?) throws(GalleryError) -> KeyRotation {
        var rotation = try reseal(by: key)
        // What was asked for is done already: that it is not tidy yet is no reason to say that it failed.
        if (try? GalleryStore.rebuild(store.pool)) != nil { rotation.isErased = store.eraseLog() }
        return rotation
    }

    /// The transaction of ``rotateKey(to:)``, after which the file has to be rebuilt.
    func reseal(by key: GalleryKey?) throws(GalleryError) -> KeyRotation {
        // Before it is committed: other threads see the new state at once.
        store.vault.accept(key)
        let rotation = try store.write(.rotateKey) { database, note in
            let old = try store.vault.sealer(in: database)
            // Zeros are not sealed.
            try store.dropLeftovers(in: database)
            let new = try GalleryVault.setKey(key, in: database)
            for table in SealedTable.allCases { try table.reseal(from: old, to: new, in: database) }
            if let key { note.details["key"] = key.identifier }
            return KeyRotation(isErased: false, copies: try store.exports(since: .distantPast, in: database))
        }
        if key != nil { GraphKeeper.removeFile(ofGallery: path) }
        return rotation
    }
}

extension SealedTable {
    /// Opens every value of the table by one sealer and seals it by another, within a transaction.
    fileprivate func reseal(from old: GallerySealer?, to new: GallerySealer?, in database: Database) throws {
        // Crops can be large: some at a time.
        let count = self == .crops ? 16 : 1000
        var last = Int64.min
        while true {
            let page = try database.all(
                "SELECT \(id), \(column) FROM \(rawValue) WHERE \(id) > ? ORDER BY \(id) LIMIT \(count)",
                [.integer(last)]
            ) { row in
                let id = try row.integer(0)
                return (id: id, bytes: try row.withOpened(1, of: id, in: self, by: old) { Array($0) })
            }
            guard let end = page.last else { return }
            for (id, bytes) in page {
                var bytes = bytes
                if let new { bytes = Array(try bytes.withUnsafeBytes { try new.seal($0, of: id, in: self) }) }
                try database.run(
                    "UPDATE \(rawValue) SET \(column) = ? WHERE \(self.id) = ?",
                    [.blob(bytes), .integer(id)]
                )
            }
            last = end.id
        }
    }
}
