import FaceEmbedding
import Foundation
import GRDB

extension GalleryStore {
    /// Writes every line of an export, all of one moment.
    func export(to writer: inout ExportWriter, from database: Database) throws {
        let note = try database.first("SELECT note FROM gallery") { try $0.text(0) } ?? ""
        try writer.write(.header(ExportHeader(model: model, note: note)))
        var counts = ExportEnd(people: 0, templates: 0, feedback: 0, sha256: "")
        try database.run("SELECT \(Self.personColumns) FROM people ORDER BY id") { row in
            counts.people += 1
            try writer.write(.person(ExportPerson(Self.person(row))))
        }
        // A page at a time, as a gallery may not fit into memory.
        var last: Int64 = 0
        while true {
            let page = try templates(
                // Variants come with what they were drawn onto.
                where: """
                    templates.id IN (SELECT id FROM templates WHERE id > ? AND NOT EXISTS \
                    (SELECT 1 FROM details WHERE template = id AND origin IS NOT NULL) ORDER BY id LIMIT 1000)
                    """,
                [.integer(last)],
                in: database
            )
            for template in page {
                let crop = try template.hasCrop ? self.crop(of: template.id, in: database) : nil
                let variants = try self.templates(
                    where: "details.origin = ?",
                    [.integer(template.id.rawValue)],
                    in: database
                )
                try writer.write(.template(ExportTemplate(template, crop: crop, variants: variants)))
            }
            counts.templates += page.count
            guard let end = page.last else { break }
            last = end.id.rawValue
        }
        let sealer = try vault.sealer(in: database)
        try database.run(
            """
            SELECT people.key, vectors.vector, feedback.note, feedback.created, feedback.id FROM feedback
            JOIN people ON people.id = feedback.person JOIN vectors ON vectors.id = feedback.id
            WHERE kind = ? ORDER BY feedback.id
            """,
            [.text(Feedback.Kind.notThisPerson.rawValue)]
        ) { row in
            counts.feedback += 1
            let feedback = ExportFeedback(
                notThisPerson: PersonID(rawValue: try row.text(0)),
                embedding: try row.withOpened(1, of: row.integer(4), in: .vectors, by: sealer) { Data($0) },
                note: try row.text(2),
                created: try row.integer(3)
            )
            try writer.write(.feedback(feedback))
        }
        counts.sha256 = writer.sha256
        try writer.write(.end(counts))
    }

    /// The crop of a template, if there is one.
    func crop(of id: TemplateID, in database: Database) throws -> [UInt8]? {
        let sealer = try vault.sealer(in: database)
        return try database.first("SELECT jpeg FROM crops WHERE template = ?", [.integer(id.rawValue)]) { row in
            try row.withOpened(0, of: id.rawValue, in: .crops, by: sealer) { Array($0) }
        }
    }
}

extension ExportPerson {
    init(_ person: Person) {
        self.init(
            key: person.id,
            name: person.name,
            aliases: person.aliases,
            metadata: person.metadata,
            consent: person.consent,
            retainUntil: person.retainUntil,
            created: person.created.milliseconds
        )
    }

    /// The person to add, without a row.
    var person: Person {
        Person(
            id: key,
            row: 0,
            name: name,
            aliases: aliases,
            metadata: metadata,
            consent: consent,
            retainUntil: retainUntil,
            created: Date(milliseconds: created)
        )
    }
}

extension ExportTemplate {
    init(_ template: Template, crop: [UInt8]?, variants: [Template]) {
        self.init(
            person: template.person,
            embedding: template.embedding.coordinates.withUnsafeBytes { Data($0) },
            sourceHash: template.sourceHash.map { Data($0) },
            sourceName: template.sourceName,
            box: template.box,
            quality: template.quality,
            crop: crop.map { Data($0) },
            isConfirmed: template.isConfirmed,
            isSynthetic: template.isSynthetic,
            created: template.created.milliseconds,
            variants: variants.isEmpty ? nil : variants.map(ExportVariant.init)
        )
    }

    /// The template to enroll.
    func template(of embedding: Embedding, variants: [TemplateVariant]) -> NewTemplate {
        NewTemplate(
            embedding,
            sourceHash: sourceHash.map { Array($0) },
            sourceName: sourceName,
            box: box,
            quality: quality,
            crop: crop.map { Array($0) },
            isConfirmed: isConfirmed,
            isSynthetic: isSynthetic,
            variants: variants
        )
    }
}

extension ExportVariant {
    init(_ template: Template) {
        self.init(
            embedding: template.embedding.coordinates.withUnsafeBytes { Data($0) },
            drawn: template.drawn ?? ""
        )
    }
}
