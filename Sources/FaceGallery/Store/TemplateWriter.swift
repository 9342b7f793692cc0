import FaceEmbedding
import Foundation
import GRDB
import GRDBSQLite

/// Inserts templates as fast as SQLite takes them, within a transaction.
///
/// Calls SQLite's functions on prepared statements: with an object for every value, enrolling a million templates took
/// longer in Swift than in the database.
struct TemplateWriter {
    private let database: Database
    private let template: OpaquePointer
    private let code: OpaquePointer
    private let vector: OpaquePointer
    private let sealer: GallerySealer?

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - database: Where to.
    ///   - sealer: What codes, vectors and crops are sealed by; `nil` in a gallery that is not encrypted.
    /// - Throws: What SQLite has against the statements, in a damaged file.
    init(_ database: Database, _ sealer: GallerySealer?) throws {
        self.database = database
        self.sealer = sealer
        template = try database.cachedStatement(sql: "INSERT INTO templates VALUES (?, ?, ?, ?, ?)").sqliteStatement
        code = try database.cachedStatement(sql: "INSERT INTO codes VALUES (?, ?)").sqliteStatement
        vector = try Self.vectorStatement(database)
    }

    /// Throws for a template that no gallery of this model can hold.
    static func check(_ new: NewTemplate, model: GalleryModel) throws(GalleryError) {
        guard new.embedding.dimension == model.dimension else {
            throw .dimension(expected: model.dimension, given: new.embedding.dimension)
        }
        // What `Embedding` promises; one of another module's making is not taken at its word.
        let length = new.embedding.coordinates.reduce(Float(0)) { $0 + $1 * $1 }
        guard abs(length - 1) < 0.01 else { throw .invalidEmbedding }
        guard new.sourceHash.map({ $0.count == 32 }) ?? true else {
            throw .invalidValue(reason: "the hash of a photo has 32 bytes, not \(new.sourceHash?.count ?? 0)")
        }
        guard new.sourceName.map({ $0.utf8.count <= 4096 }) ?? true else {
            throw .invalidValue(reason: "the name of a photo can have 4,096 bytes")
        }
        guard new.crop.map({ 1...(16 << 20) ~= $0.count }) ?? true else {
            throw .invalidValue(reason: "a crop can have 1 through 16,777,216 bytes")
        }
        for variant in new.variants { try check(variant, model: model) }
    }

    /// Throws for a variant that no gallery of this model can hold.
    private static func check(_ variant: TemplateVariant, model: GalleryModel) throws(GalleryError) {
        guard 1...200 ~= variant.drawn.utf8.count else {
            throw .invalidValue(reason: "what was drawn onto a face is said in 1 through 200 bytes")
        }
        try check(NewTemplate(variant.embedding), model: model)
    }

    /// Inserts the variants of a template, numbered from `first` on.
    func insertVariants(
        of new: NewTemplate,
        id: Int64,
        from first: Int64,
        person: Int64?,
        milliseconds: Int64
    ) throws {
        for (place, variant) in new.variants.enumerated() {
            var template = NewTemplate(variant.embedding, isConfirmed: new.isConfirmed, isSynthetic: new.isSynthetic)
            // Of the photo: so that it is known by its bytes even if somebody looks at the variant only.
            (template.sourceHash, template.sourceName, template.box) = (new.sourceHash, new.sourceName, new.box)
            try insert(
                template,
                id: first + Int64(place),
                person: person,
                milliseconds: milliseconds,
                keepsCrops: false,
                drawn: (variant.drawn, onto: id)
            )
        }
    }

    /// Inserts one template, which was checked, without its variants.
    func insert(
        _ new: NewTemplate,
        id: Int64,
        person: Int64?,
        milliseconds: Int64,
        keepsCrops: Bool,
        drawn: (what: String, onto: Int64)? = nil
    ) throws {
        sqlite3_bind_int64(template, 1, id)
        if let person { sqlite3_bind_int64(template, 2, person) } else { sqlite3_bind_null(template, 2) }
        sqlite3_bind_int(template, 3, new.isConfirmed ? 1 : 0)
        sqlite3_bind_int(template, 4, new.isSynthetic ? 1 : 0)
        sqlite3_bind_int64(template, 5, milliseconds)
        try Self.step(template, in: database)
        try CodeRecord.bytes(of: new.embedding).withUnsafeBytes { bytes in
            try Self.insert(bytes, id: id, into: .codes, by: sealer, code, in: database)
        }
        try Self.insert(new.embedding, id: id, by: sealer, vector, in: database)
        try insertDetails(new, id: id, drawn: drawn)
        if keepsCrops, let crop = new.crop {
            let jpeg = try sealer.map { sealer in
                Array(try crop.withUnsafeBytes { try sealer.seal($0, of: id, in: .crops) })
            }
            try database.run("INSERT INTO crops VALUES (?, ?)", [.integer(id), .blob(jpeg ?? crop)])
        }
    }

    /// Inserts the vector of something that is no template: of feedback.
    static func insertVector(
        _ embedding: Embedding,
        id: Int64,
        by sealer: GallerySealer?,
        in database: Database
    ) throws {
        try insert(embedding, id: id, by: sealer, vectorStatement(database), in: database)
    }

    private static func vectorStatement(_ database: Database) throws -> OpaquePointer {
        try database.cachedStatement(sql: "INSERT INTO vectors VALUES (?, ?)").sqliteStatement
    }

    private static func insert(
        _ embedding: Embedding,
        id: Int64,
        by sealer: GallerySealer?,
        _ statement: OpaquePointer,
        in database: Database
    ) throws {
        // Little-endian, as every machine this runs on is.
        try embedding.coordinates.withUnsafeBytes { bytes in
            try insert(bytes, id: id, into: .vectors, by: sealer, statement, in: database)
        }
    }

    private static func insert(
        _ bytes: UnsafeRawBufferPointer,
        id: Int64,
        into table: SealedTable,
        by sealer: GallerySealer?,
        _ statement: OpaquePointer,
        in database: Database
    ) throws {
        guard let sealer else { return try insert(bytes, id: id, statement, in: database) }
        try sealer.seal(bytes, of: id, in: table).withUnsafeBytes { try insert($0, id: id, statement, in: database) }
    }

    private static func insert(
        _ bytes: UnsafeRawBufferPointer,
        id: Int64,
        _ statement: OpaquePointer,
        in database: Database
    ) throws {
        sqlite3_bind_int64(statement, 1, id)
        // Not copied: the bytes are there until the step is done.
        sqlite3_bind_blob(statement, 2, bytes.baseAddress, Int32(bytes.count), nil)
        try step(statement, in: database)
    }

    private static func step(_ statement: OpaquePointer, in database: Database) throws {
        let code = sqlite3_step(statement)
        // Before anything else: an error is what the last call said.
        let failure = code == SQLITE_DONE ? nil : database.failure(code)
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
        if let failure { throw failure }
    }

    private func insertDetails(_ new: NewTemplate, id: Int64, drawn: (what: String, onto: Int64)?) throws {
        guard
            new.sourceHash != nil || new.sourceName != nil || new.box != nil || new.quality != nil || drawn != nil
        else { return }
        let box = new.box
        try database.run(
            "INSERT INTO details VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .integer(id), SQLValue(new.sourceHash.map(CodeRecord.key)), SQLValue(new.sourceHash),
                SQLValue(new.sourceName), SQLValue(box.map { Double($0.x) }), SQLValue(box.map { Double($0.y) }),
                SQLValue(box.map { Double($0.width) }), SQLValue(box.map { Double($0.height) }),
                SQLValue(try new.quality.map(JSON.text)), SQLValue(drawn?.onto), SQLValue(drawn?.what),
            ]
        )
    }
}
