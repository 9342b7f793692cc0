import FaceEmbedding
import Foundation
import GRDB

/// Reading and writing rows of templates, within a transaction.
extension GalleryStore {
    private static let templateColumns = """
        templates.id, people.key, vectors.vector, details.source_hash, details.source_name, details.box_x, details.box_y, \
        details.box_width, details.box_height, details.quality, crops.template, confirmed, synthetic, templates.created, \
        details.drawn, details.origin
        """

    private static let templateTables = """
        templates JOIN vectors ON vectors.id = templates.id LEFT JOIN people ON people.id = templates.person \
        LEFT JOIN details ON details.template = templates.id LEFT JOIN crops ON crops.template = templates.id
        """

    /// The templates that `condition` holds for, in order of enrollment.
    func templates(where condition: String, _ values: [SQLValue], in database: Database) throws -> [Template] {
        let sealer = try vault.sealer(in: database)
        return try database.all(
            "SELECT \(Self.templateColumns) FROM \(Self.templateTables) WHERE \(condition) ORDER BY templates.id",
            values
        ) { row in
            let id = try row.integer(0)
            let embedding: Embedding? = try row.withOpened(2, of: id, in: .vectors, by: sealer) {
                self.embedding(of: $0)
            }
            guard let embedding else { throw GalleryError.corrupt(reason: "the embedding of template \(id) is none") }
            return Template(
                id: TemplateID(rawValue: id),
                person: row.isNull(1) ? nil : PersonID(rawValue: try row.text(1)),
                embedding: embedding,
                sourceHash: row.isNull(3) ? nil : try row.blob(3),
                sourceName: row.isNull(4) ? nil : try row.text(4),
                box: row.isNull(5)
                    ? nil
                    : TemplateBox(
                        x: try Float(row.real(5)),
                        y: try Float(row.real(6)),
                        width: try Float(row.real(7)),
                        height: try Float(row.real(8))
                    ),
                quality: row.isNull(9) ? nil : try JSON.value(TemplateQuality.self, of: row.text(9)),
                hasCrop: !row.isNull(10),
                isConfirmed: try row.integer(11) != 0,
                isSynthetic: try row.integer(12) != 0,
                drawn: row.isNull(14) ? nil : try row.text(14),
                origin: row.isNull(15) ? nil : TemplateID(rawValue: try row.integer(15)),
                created: Date(milliseconds: try row.integer(13))
            )
        }
    }

    /// The embedding of a vector's bytes, or `nil` if they are no unit vector of the gallery's dimension.
    func embedding(of bytes: UnsafeRawBufferPointer) -> Embedding? {
        guard bytes.count == model.dimension * MemoryLayout<Float>.size else { return nil }
        let coordinates = [Float](unsafeUninitializedCapacity: model.dimension) { target, count in
            UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
            count = model.dimension
        }
        return Embedding(unit: coordinates)
    }

    /// The numbers of a person's templates, in order of enrollment.
    func templateIDs(ofPerson row: Int64, in database: Database) throws -> [Int64] {
        try database.all("SELECT id FROM templates WHERE person = ? ORDER BY id", [.integer(row)]) { try $0.integer(0) }
    }

    /// Templates and, after each, those that were drawn onto it and are not named themselves.
    private func withVariants(_ ids: [Int64], in database: Database) throws -> [Int64] {
        let named = Set(ids)
        return try ids.flatMap { id in
            let variants = try database.all(
                "SELECT template FROM details WHERE origin = ? ORDER BY template",
                [.integer(id)]
            ) { try $0.integer(0) }
            return [id] + variants.filter { !named.contains($0) }
        }
    }

    /// Gives templates to a person, or to nobody; what was drawn onto them goes along.
    func assign(_ ids: [Int64], toPerson row: Int64?, in database: Database) throws {
        for id in try withVariants(ids, in: database) {
            var isThere = false
            try database.run(
                "UPDATE templates SET person = ? WHERE id = ? RETURNING id",
                [SQLValue(row), .integer(id)]
            ) { _ in isThere = true }
            guard isThere else { throw GalleryError.unknownTemplate(id) }
            try noteChange(of: id, in: database)
        }
    }

    /// Removes templates with everything there is of them, and what was drawn onto them; the log has to be erased
    /// afterwards.
    func remove(templates ids: [Int64], in database: Database) throws {
        let ids = try withVariants(ids, in: database)
        try erase(database, ids: ids)
        for id in ids {
            // Over its pages first: where a crop ends within a page of others, that page may be put in order.
            try database.run("UPDATE crops SET jpeg = zeroblob(length(jpeg)) WHERE template = ?", [.integer(id)])
            var isThere = false
            try database.run("DELETE FROM templates WHERE id = ? RETURNING id", [.integer(id)]) { _ in isThere = true }
            guard isThere else { throw GalleryError.unknownTemplate(id) }
            try noteChange(of: id, in: database)
        }
    }

    /// Makes snapshots look at a template anew that is in them already.
    func noteChange(of template: Int64, in database: Database) throws {
        // The revision this transaction makes.
        try database.run(
            "INSERT OR IGNORE INTO changes SELECT revision + 1, ? FROM gallery",
            [.integer(template)]
        )
    }

    /// Makes snapshots read feedback anew.
    func noteFeedbackChange(in database: Database) throws {
        try database.run("UPDATE gallery SET feedback_revision = revision + 1")
    }
}
