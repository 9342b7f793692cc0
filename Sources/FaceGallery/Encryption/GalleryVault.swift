import GRDB
import Synchronization

/// The keys that a process may open a gallery with, and what is made of them.
///
/// Whether a gallery is encrypted, and with which key, can change while it is open, by this process or another. So every
/// transaction that reads or writes what is sealed asks for the sealer of its own moment, which is one small query.
final class GalleryVault: Sendable {
    private struct State {
        /// `nil`: that it is not encrypted is right too.
        var accepted: [GalleryKey?]
        var sealers: [GallerySealer] = []
    }

    private let state: Mutex<State>
    private let sealed = Atomic(false)

    /// Creates a vault.
    ///
    /// - Parameter key: The key the gallery has to be encrypted with; `nil` if it has to be plain.
    init(_ key: GalleryKey?) { state = Mutex(State(accepted: [key])) }

    /// Whether the gallery was encrypted when it was looked at last.
    var isSealed: Bool { sealed.load(ordering: .relaxed) }

    /// Takes another key for right as well: the one the gallery is about to get.
    func accept(_ key: GalleryKey?) {
        state.withLock { state in
            if !state.accepted.contains(key) { state.accepted.append(key) }
        }
    }

    /// The sealer of a transaction's moment; `nil` if nothing is sealed.
    ///
    /// - Throws: ``GalleryError``: `keyRequired`, `otherKey`, `notEncrypted`.
    func sealer(in database: Database) throws -> GallerySealer? {
        let row = try database.first("SELECT key, salt FROM encryption") { (try $0.text(0), try $0.blob(1)) }
        sealed.store(row != nil, ordering: .relaxed)
        return try state.withLock { state in
            guard let (identifier, salt) = row else {
                guard state.accepted.contains(nil) else { throw GalleryError.notEncrypted }
                return nil
            }
            if let sealer = state.sealers.first(where: { $0.salt == salt }) { return sealer }
            let keys = state.accepted.compactMap(\.self)
            guard let key = keys.first(where: { $0.identifier == identifier }) else {
                throw keys.last.map { GalleryError.otherKey(gallery: identifier, given: $0.identifier) }
                    ?? .keyRequired(identifier)
            }
            let sealer = GallerySealer(key, salt: salt)
            state.sealers.append(sealer)
            return sealer
        }
    }

    /// Makes a gallery one that is encrypted with `key`, or not at all; values are not touched.
    ///
    /// - Returns: What values have to be sealed by from now on.
    static func setKey(_ key: GalleryKey?, in database: Database) throws -> GallerySealer? {
        try database.run("DELETE FROM encryption")
        guard let key else { return nil }
        let sealer = GallerySealer(key)
        try database.run(
            "INSERT INTO encryption VALUES (1, ?, ?)",
            [.text(key.identifier), .blob(sealer.salt)]
        )
        return sealer
    }
}
