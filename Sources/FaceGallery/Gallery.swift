public import FaceEmbedding
public import Foundation
import GRDB
import Synchronization

/// People and what their faces were measured as, in one file: enroll in a moment, remove for good, search all.
///
/// ```swift
/// let gallery = try Gallery(contentsOf: "people.gallery")
/// let ada = try gallery.addPerson(named: "Ada")
/// try gallery.enroll([NewTemplate(embedding)], as: ada.id)
/// ```
///
/// The file is an SQLite database and belongs to one model. Every method that changes it is one transaction: when it
/// returns, the change is on the disk; when it throws, nothing happened. Any number of threads and processes can use a
/// gallery at once. What two processes write is put in order by SQLite, and each sees what the other wrote with its next
/// call.
public final class Gallery: Sendable {
    /// How a gallery is used by this process; nothing of it is stored.
    public struct Options: Sendable {
        /// How templates are searched.
        public enum SearchIndex: Hashable, Sendable {
            /// By comparing with every code, always.
            case exact
            /// By a graph, always.
            case graph
            /// By a graph from 200,000 templates on.
            case automatic
        }

        /// Who the audit trail says it was, where no ``AuditActor`` is set.
        public var actor: String
        /// Whether nothing can be written.
        public var isReadOnly: Bool
        /// Whether crops of faces that are handed over are stored.
        public var keepsCrops: Bool
        /// Whether the audit trail shall have a line for every search too.
        public var recordsSearches: Bool
        /// The key that the gallery is encrypted with; `nil` for one that is not.
        ///
        /// With a key, all that measures or shows a face is sealed by AES-GCM with 256 bits, each value for its own row:
        /// embeddings, their codes, crops, and the embeddings of feedback. **Not encrypted** are names, aliases, metadata,
        /// consent and notes, names and hashes of photos, boxes and quality, groups, and the audit trail: encrypt the disk
        /// for these. Exports are plain text whatever the gallery is; backups are encrypted as it is. The search graph of
        /// very large galleries is not stored.
        ///
        /// Opening decrypts every code: of 100,000 templates of 128 numbers in 0.56 s instead of 0.14 s by one thread, 0.44 s
        /// instead of 0.09 s by two; and they are enrolled in 5.4 s instead of 3.2 s. The least of 9 openings, and one
        /// enrollment, on 2 cores that were busy otherwise, by `FACENET_MEASURE=1 swift test -c release -Xswiftc
        /// -enable-testing --filter EncryptionCost`.
        ///
        /// A gallery gets its key by ``Gallery/create(at:model:note:options:)`` or ``Gallery/rotateKey(to:)``.
        public var key: GalleryKey?
        /// How templates are searched.
        public var searchIndex: SearchIndex
        /// The most threads a search or the opening of the gallery uses.
        public var threads: Int
        /// How many seconds to wait for another process that is writing.
        public var busyTimeout: Double
        /// Tells the time.
        public var clock: @Sendable () -> Date

        /// Creates options.
        ///
        /// - Parameters:
        ///   - actor: Who the audit trail says it was; the name of the user who runs the program, by default.
        ///   - isReadOnly: Whether nothing can be written.
        ///   - keepsCrops: Whether crops of faces are stored.
        ///   - recordsSearches: Whether every search gets a line in the audit trail.
        ///   - key: The key that the gallery is encrypted with.
        ///   - searchIndex: How templates are searched.
        ///   - threads: The most threads a search uses; as many as there are processors, by default.
        ///   - busyTimeout: Seconds to wait for another process that is writing.
        ///   - clock: Tells the time.
        public init(
            actor: String = NSUserName(),
            isReadOnly: Bool = false,
            keepsCrops: Bool = false,
            recordsSearches: Bool = false,
            key: GalleryKey? = nil,
            searchIndex: SearchIndex = .automatic,
            threads: Int = ProcessInfo.processInfo.activeProcessorCount,
            busyTimeout: Double = 10,
            clock: @escaping @Sendable () -> Date = { Date() }
        ) {
            self.actor = actor
            self.isReadOnly = isReadOnly
            self.keepsCrops = keepsCrops
            self.recordsSearches = recordsSearches
            self.key = key
            self.searchIndex = searchIndex
            self.threads = max(1, threads)
            self.busyTimeout = busyTimeout
            self.clock = clock
        }
    }

    let store: GalleryStore
    let source: SnapshotSource

    /// Opens a gallery.
    ///
    /// Finishes what a crash interrupted: a removal's last step, a rebuild. Brings a file of an older version
    /// forward, after copying it to `<gallery>.v<version>-backup`, unless that is there: putting the copy in the gallery's
    /// place undoes it.
    ///
    /// - Parameters:
    ///   - path: Where the gallery is.
    ///   - options: How it is used.
    /// - Throws: ``GalleryError``: `unreadable`, `notAGallery`, `newerVersion`, `corrupt`, `busy`, `diskFull`;
    ///   `keyRequired`, `otherKey`, `notEncrypted` unless ``Options/key`` is what the gallery is encrypted with.
    public init(contentsOf path: String, options: Options = Options()) throws(GalleryError) {
        try GalleryFile.inspect(path)
        store = try GalleryStore(path: path, options: options)
        source = SnapshotSource(store)
    }

    /// Creates a gallery for the embeddings of one model.
    ///
    /// The file appears whole or not at all, and never replaces another. Only its owner can read it.
    ///
    /// - Parameters:
    ///   - path: Where it shall be.
    ///   - model: The model that will make its embeddings, of dimension 1 through 4,096.
    ///   - note: What it is for, in a sentence.
    ///   - options: How it is used; with a key, it is encrypted.
    /// - Returns: The gallery, open.
    /// - Throws: ``GalleryError``: `exists`, `unreadable`, `diskFull`.
    public static func create(
        at path: String,
        model: GalleryModel,
        note: String = "",
        options: Options = Options()
    ) throws(GalleryError) -> Gallery {
        precondition(1...4096 ~= model.dimension, "a gallery's dimension is 1 through 4,096, not \(model.dimension)")
        try GalleryFile.create(at: path) { draft throws(GalleryError) in
            do {
                var configuration = Configuration()
                configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = \(GallerySchema.pageSize)") }
                let database = try DatabaseQueue(path: draft, configuration: configuration)
                try database.writeWithoutTransaction { database in
                    try database.execute(sql: "PRAGMA application_id = \(GallerySchema.applicationID)")
                    try GallerySchema.migrate(database, from: 0)
                    try database.run(
                        "INSERT INTO gallery VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, 1, 1, 0, 0, zeroblob(32))",
                        [
                            .blob((0..<16).map { _ in UInt8.random(in: .min ... .max) }),
                            .blob(model.fingerprint.bytes), .text(model.name), .integer(Int64(model.dimension)),
                            .real(Double(model.distanceScale)), SQLValue(model.precision), .text(note),
                            .integer(options.clock().milliseconds),
                        ]
                    )
                    _ = try GalleryVault.setKey(options.key, in: database)
                    try database.execute(sql: "PRAGMA journal_mode = WAL")
                }
                try database.close()
            } catch {
                throw GalleryError(error, path: draft)
            }
        }
        var writable = options
        writable.isReadOnly = false
        let gallery = try Gallery(contentsOf: path, options: writable)
        try gallery.store.write(.create) { _, _ in }
        return options.isReadOnly ? try Gallery(contentsOf: path, options: options) : gallery
    }

    /// Where the gallery is.
    public var path: String { store.path }

    /// The model its embeddings are of.
    public var model: GalleryModel { store.model }

    /// How this process uses it.
    public var options: Options { store.options }

    /// Throws unless the embeddings of a model can be compared with the gallery's.
    ///
    /// - Parameter fingerprint: The model's.
    /// - Throws: ``GalleryError/otherModel(gallery:galleryName:given:)``.
    public func requireModel(_ fingerprint: ModelFingerprint) throws(GalleryError) {
        guard fingerprint == model.fingerprint else {
            throw .otherModel(gallery: model.fingerprint, galleryName: model.name, given: fingerprint)
        }
    }

    /// Lets go of the file, after which every call throws.
    ///
    /// Done by itself when the last reference to the gallery and its snapshots goes.
    ///
    /// - Throws: ``GalleryError`` if a call is under way.
    public func close() throws(GalleryError) {
        do { try store.pool.close() } catch { throw GalleryError(error, path: path) }
    }
}
