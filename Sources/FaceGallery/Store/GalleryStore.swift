import FaceEmbedding
import Foundation
import GRDB
import Synchronization

/// The database of a gallery: connections, transactions, and what every write does besides.
///
/// A class, as connections are shared; all it holds is constant or behind a lock.
final class GalleryStore: Sendable {
    let path: String
    let pool: DatabasePool
    let options: Gallery.Options
    let model: GalleryModel
    /// 16 random bytes that no other gallery has, nor a copy made by exporting and importing.
    let identifier: [UInt8]
    let created: Date
    let vault: GalleryVault
    /// Whether bytes of something removed may still lie in the write-ahead log, which a reader kept from being emptied.
    private let mustErase = Atomic(false)

    init(path: String, options: Gallery.Options) throws(GalleryError) {
        self.path = path
        self.options = options
        vault = GalleryVault(options.key)
        do {
            pool = try Self.open(path, options)
            try Self.prepare(pool, path, options)
            let header = try pool.read { database in
                try database.first(
                    "SELECT fingerprint, model, dimension, distance_scale, precision, identifier, created FROM gallery"
                ) { row in
                    guard let fingerprint = try ModelFingerprint(bytes: row.blob(0)) else {
                        throw GalleryError.corrupt(reason: "the fingerprint of its model has not 32 bytes")
                    }
                    let model = GalleryModel(
                        fingerprint: fingerprint,
                        name: try row.text(1),
                        dimension: try Int(row.integer(2)),
                        distanceScale: try Float(row.real(3)),
                        precision: row.isNull(4) ? nil : try row.text(4)
                    )
                    return (model, try row.blob(5), Date(milliseconds: try row.integer(6)))
                }
            }
            guard let header, 1...4096 ~= header.0.dimension else {
                throw GalleryError.corrupt(reason: "it does not say which model its embeddings are of")
            }
            (model, identifier, created) = header
            // Whether the key is right.
            let sealer = try pool.read(vault.sealer)
            // Left by a process that was killed while it encrypted the gallery.
            if sealer != nil, !options.isReadOnly { GraphKeeper.removeFile(ofGallery: path) }
        } catch {
            throw GalleryError(error, path: path)
        }
    }

    private static func open(_ path: String, _ options: Gallery.Options) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.readonly = options.isReadOnly
        configuration.busyMode = .timeout(options.busyTimeout)
        configuration.maximumReaderCount = max(5, options.threads + 2)
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA secure_delete = ON;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA cache_size = -8192;
                    """
            )
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        if !options.isReadOnly {
            // GRDB chooses NORMAL for a pool, which may lose the last commits in a power cut. Here, a write that returned
            // has to last.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        }
        return pool
    }

    /// Brings the file to the newest version and finishes what a crash interrupted.
    private static func prepare(_ pool: DatabasePool, _ path: String, _ options: Gallery.Options) throws {
        let version = try pool.read { try $0.first("PRAGMA user_version") { try Int($0.integer(0)) } ?? 0 }
        guard version <= GallerySchema.version else {
            throw GalleryError.newerVersion(found: version, known: GallerySchema.version)
        }
        if version < GallerySchema.version {
            guard !options.isReadOnly else {
                throw GalleryError.unreadable(reason: "an older program wrote it: open it for writing once")
            }
            // Before anything is changed.
            guard options.key == nil || version >= GallerySchema.encryptionVersion else {
                throw GalleryError.notEncrypted
            }
            try upgrade(pool, of: path, from: version, options: options)
        }
        guard try pool.read(GallerySchema.objects) == GallerySchema.expected.get() else {
            throw GalleryError.corrupt(reason: "its tables are not those of a gallery")
        }
        guard !options.isReadOnly else { return }
        let mustRebuild = try pool.read {
            try $0.first("SELECT must_rebuild FROM gallery") { try $0.integer(0) }
        }
        if mustRebuild == 1 { try rebuild(pool) }
        // What was removed by a process that was killed before it could empty the log. If another process reads just now,
        // the next one that opens will do it, or the next removal.
        _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }

    /// Runs a reading transaction: everything `body` reads is of one moment.
    func read<T>(_ body: (Database) throws -> T) throws(GalleryError) -> T {
        do { return try pool.read(body) } catch { throw GalleryError(error, path: path) }
    }

    /// Runs one transaction that writes: what `body` does, a line of the audit trail, and the next revision.
    ///
    /// When this returns, the transaction is on the disk. When it throws, nothing of it is.
    ///
    /// - Parameters:
    ///   - action: What the audit trail shall say was done.
    ///   - body: Does it, and notes to whom.
    /// - Returns: What `body` returns.
    /// - Throws: ``GalleryError``, the one that `body` throws, or what keeps the database from being written.
    func write<T>(
        _ action: AuditAction,
        _ body: (Database, inout AuditNote) throws -> T
    ) throws(GalleryError) -> T {
        try transaction { database, actor in
            var note = AuditNote()
            let result = try body(database, &note)
            try database.run("UPDATE gallery SET revision = revision + 1")
            try Self.append(action, note, by: actor, at: options.clock(), to: database)
            return result
        }
    }

    /// Runs one transaction that writes, without a line of the audit trail or a revision: `body` sees to these.
    ///
    /// `body` is given whoever the current task acts for: in the transaction, on another thread, nobody would know.
    func transaction<T>(_ body: (Database, _ actor: String) throws -> T) throws(GalleryError) -> T {
        guard !options.isReadOnly else { throw .readOnly }
        let actor = AuditActor.current ?? options.actor
        do {
            let result = try pool.write { try body($0, actor) }
            if mustErase.load(ordering: .relaxed) { eraseLog() }
            return result
        } catch {
            throw GalleryError(error, path: path)
        }
    }

    /// Appends a line to the audit trail, within a transaction.
    static func append(
        _ action: AuditAction,
        _ note: AuditNote,
        by actor: String,
        at time: Date,
        to database: Database
    ) throws {
        let last = try database.first("SELECT audit_count, audit_hash FROM gallery") { row in
            (try row.integer(0), try row.blob(1))
        }
        guard let (count, previous) = last else { throw GalleryError.corrupt(reason: "its own row is missing") }
        let milliseconds = time.milliseconds
        let subjects = try JSON.text(note.subjects)
        let details = try JSON.text(note.details)
        let hash = AuditEntry.hash(
            sequence: count + 1,
            milliseconds: milliseconds,
            actor: actor,
            action: action.rawValue,
            subjects: subjects,
            details: details,
            previous: previous
        )
        try database.run(
            "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .integer(count + 1), .integer(milliseconds), .text(actor), .text(action.rawValue),
                .text(subjects), .text(details), .blob(previous), .blob(hash),
            ]
        )
        try database.run("UPDATE gallery SET audit_count = ?, audit_hash = ?", [.integer(count + 1), .blob(hash)])
    }

    /// Overwrites codes and vectors with zeros where they lie, within a transaction.
    ///
    /// A value that is as long as the one before replaces it in the same place, so that no copy stays behind.
    func erase(_ database: Database, ids: [Int64]) throws {
        for id in ids {
            try database.run("UPDATE codes SET code = zeroblob(length(code)) WHERE id = ?", [.integer(id)])
            try database.run("UPDATE vectors SET vector = zeroblob(length(vector)) WHERE id = ?", [.integer(id)])
        }
    }

    /// Moves the write-ahead log into the database and empties it: it holds pages as they were before an erasure.
    ///
    /// - Returns: Whether nothing is left of it. A process that reads for longer than ``Gallery/Options/busyTimeout`` can
    ///   keep it from being emptied; then it is tried again after the next write and when the gallery is opened next.
    @discardableResult
    func eraseLog() -> Bool {
        do {
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            mustErase.store(false, ordering: .relaxed)
            return true
        } catch {
            mustErase.store(true, ordering: .relaxed)
            return false
        }
    }

    /// Takes `count` numbers for templates and feedback, within a transaction, and returns the first.
    func takeIDs(_ count: Int, in database: Database) throws -> Int64 {
        guard let first = try database.first("SELECT next_id FROM gallery", [], { try $0.integer(0) }) else {
            throw GalleryError.corrupt(reason: "its own row is missing")
        }
        try database.run("UPDATE gallery SET next_id = next_id + ?", [.integer(Int64(count))])
        return first
    }

    /// Writes the file anew, without what was removed and in order.
    static func rebuild(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { database in
            // Not in memory, where the copy of a large gallery would lie.
            try database.execute(sql: "PRAGMA temp_store = FILE")
            defer { try? database.execute(sql: "PRAGMA temp_store = MEMORY") }
            try database.execute(sql: "VACUUM")
            try database.run("UPDATE gallery SET must_rebuild = 0")
        }
    }
}
