import FaceEmbedding
import Foundation
import GRDB

/// Adds the lines of an export to a gallery, within a transaction that is undone if any of them is wrong.
struct GalleryImporter {
    /// What a person of the export is here.
    private enum Place {
        case new(Int64)
        /// Somebody who was here before, with the embeddings they have.
        case known(Int64, Set<Embedding>)
        /// Somebody who was removed, and stays so.
        case removed
    }

    private let store: GalleryStore
    private let database: Database
    private let restoresRemoved: Bool
    private let writer: TemplateWriter
    private var places: [PersonID: Place] = [:]
    /// The faces here that nobody has a name for.
    private let unnamed: Set<Embedding>
    private(set) var report = Gallery.ImportReport()
    private var counts = ExportEnd(people: 0, templates: 0, feedback: 0, sha256: "")

    init(store: GalleryStore, database: Database, restoresRemoved: Bool) throws {
        self.store = store
        self.database = database
        self.restoresRemoved = restoresRemoved
        writer = try TemplateWriter(database, store.vault.sealer(in: database))
        unnamed = try Set(store.templates(where: "templates.person IS NULL", [], in: database).map(\.embedding))
    }

    /// Adds every line.
    mutating func read(_ reader: inout ExportReader) throws {
        guard case .header(let header)? = try? reader.next(), header.format == ExportHeader.format else {
            throw GalleryError.notAGallery
        }
        guard header.version <= ExportHeader.version else {
            throw GalleryError.newerVersion(found: header.version, known: ExportHeader.version)
        }
        guard header.model.fingerprint == store.model.fingerprint else {
            throw GalleryError.otherModel(
                gallery: store.model.fingerprint,
                galleryName: store.model.name,
                given: header.model.fingerprint
            )
        }
        while let line = try reader.next() {
            switch line {
            case .header: throw GalleryError.corrupt(reason: "line \(reader.line) is a second header")
            case .person(let person): try add(person)
            case .template(let template): try add(template)
            case .feedback(let feedback): try add(feedback)
            case .end(let end):
                counts.sha256 = reader.sha256
                guard end == counts, try reader.next() == nil else {
                    throw GalleryError.corrupt(reason: "the export was changed: its end does not fit what it holds")
                }
                return
            }
        }
        throw GalleryError.corrupt(reason: "the export is cut off after line \(reader.line)")
    }

    private mutating func add(_ person: ExportPerson) throws {
        counts.people += 1
        let digits = person.key.rawValue.utf8
        guard digits.first == UInt8(ascii: "p"), digits.count == 17, digits.dropFirst().allSatisfy(Self.isDigit) else {
            throw GalleryError.corrupt(reason: "line \(counts.people + 1) of the export has an identifier that is none")
        }
        let key: [SQLValue] = [.text(person.key.rawValue)]
        guard places[person.key] == nil else {
            throw GalleryError.corrupt(reason: "person \(person.key) is in the export twice")
        }
        if let row = try database.first("SELECT id FROM people WHERE key = ?", key, { try $0.integer(0) }) {
            let own = try store.templates(where: "templates.person = ?", [.integer(row)], in: database)
            places[person.key] = .known(row, Set(own.map(\.embedding)))
            return
        }
        if try database.first("SELECT 1 FROM removals WHERE key = ?", key, { _ in true }) != nil {
            guard restoresRemoved else {
                places[person.key] = .removed
                report.removed.append(person.key)
                return
            }
            try database.run("DELETE FROM removals WHERE key = ?", key)
        }
        places[person.key] = .new(try store.insert(person.person, in: database).row)
        report.people += 1
    }

    private mutating func add(_ template: ExportTemplate) throws {
        counts.templates += 1
        let embedding = try embedding(of: template.embedding)
        let row: Int64?
        if let person = template.person {
            switch try place(of: person) {
            case .new(let own): row = own
            case .known(_, let embeddings) where embeddings.contains(embedding):
                report.known += 1
                return
            case .known(let own, _): row = own
            case .removed: return
            }
        } else {
            guard !unnamed.contains(embedding) else {
                report.known += 1
                return
            }
            row = nil
        }
        let variants = try (template.variants ?? []).map {
            TemplateVariant(try self.embedding(of: $0.embedding), drawn: $0.drawn)
        }
        let new = template.template(of: embedding, variants: variants)
        try TemplateWriter.check(new, model: store.model)
        let id = try store.takeIDs(1 + variants.count, in: database)
        try writer.insert(
            new,
            id: id,
            person: row,
            milliseconds: template.created,
            keepsCrops: store.options.keepsCrops
        )
        try writer.insertVariants(of: new, id: id, from: id + 1, person: row, milliseconds: template.created)
        report.templates += 1
    }

    private mutating func add(_ feedback: ExportFeedback) throws {
        counts.feedback += 1
        let embedding = try embedding(of: feedback.embedding)
        let row: Int64
        switch try place(of: feedback.notThisPerson) {
        case .new(let own): row = own
        case .known(let own, _):
            row = own
            guard try store.rejections(of: own, like: embedding, in: database).isEmpty else {
                report.known += 1
                return
            }
        case .removed: return
        }
        let added = try store.insert(
            .notThisPerson,
            of: row,
            nil,
            feedback.note,
            milliseconds: feedback.created,
            in: database
        )
        let sealer = try store.vault.sealer(in: database)
        try TemplateWriter.insertVector(embedding, id: added.id.rawValue, by: sealer, in: database)
        report.feedback += 1
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private func place(of person: PersonID) throws -> Place {
        guard let place = places[person] else {
            throw GalleryError.corrupt(reason: "the export has a face of person \(person), whom it does not have")
        }
        return place
    }

    private func embedding(of data: Data) throws -> Embedding {
        guard data.count == 4 * store.model.dimension else {
            throw GalleryError.dimension(expected: store.model.dimension, given: data.count / 4)
        }
        guard let embedding = data.withUnsafeBytes({ store.embedding(of: $0) }) else {
            throw GalleryError.invalidEmbedding
        }
        return embedding
    }
}
