public import FaceEmbedding
import GRDB

extension Gallery {
    /// Enrolls faces of one person, all or none.
    ///
    /// - Parameters:
    ///   - templates: The faces, of the gallery's model.
    ///   - person: Whose they are; `nil` for faces nobody has a name for, which are grouped but never an answer.
    /// - Returns: Their numbers, in the same order.
    /// - Throws: ``GalleryError``: `unknownPerson`, `dimension`, `invalidEmbedding`, `invalidValue`, and what every write
    ///   can: `busy`, `diskFull`, `readOnly`, `database`.
    /// - Complexity: A few hundred microseconds for the transaction, mostly waiting for the disk.
    @discardableResult
    public func enroll(_ templates: [NewTemplate], as person: PersonID?) throws(GalleryError) -> [TemplateID] {
        try enroll(bulk: templates.map { (person, $0) })
    }

    /// Enrolls faces of many people in one transaction, all or none.
    ///
    /// The fast way to enroll millions, some ten thousand a call: every call waits for the disk once.
    ///
    /// - Parameter templates: Whose face, and the face; `nil` for a face nobody has a name for.
    /// - Returns: Their numbers, in the same order.
    /// - Throws: As ``enroll(_:as:)``.
    @discardableResult
    public func enroll(
        bulk templates: [(person: PersonID?, template: NewTemplate)]
    ) throws(GalleryError) -> [TemplateID] {
        for (_, template) in templates { try TemplateWriter.check(template, model: model) }
        guard !templates.isEmpty else { return [] }
        return try store.write(.enroll) { database, note in
            var rows: [PersonID: Int64] = [:]
            let ids = try store.insert(templates.map(\.template), in: database) { index in
                guard let person = templates[index].person else { return nil }
                if let row = rows[person] { return row }
                let row = try store.row(of: person, in: database)
                rows[person] = row
                return row
            }
            note.add(ids.map(\.rawValue))
            return ids
        }
    }

    /// Adds people together with their faces in one transaction, all or none.
    ///
    /// - Parameter people: Names, for which the rules of ``addPerson(named:aliases:metadata:consent:retainUntil:)`` hold,
    ///   each with any number of faces.
    /// - Returns: The new people, in the same order.
    /// - Throws: As `addPerson` and ``enroll(_:as:)``.
    @discardableResult
    public func enroll(
        newPeople people: [(name: String, templates: [NewTemplate])]
    ) throws(GalleryError) -> [Person] {
        for (_, templates) in people {
            for template in templates { try TemplateWriter.check(template, model: model) }
        }
        return try store.write(.enroll) { database, note in
            let time = options.clock()
            let added = try people.map { name, _ in
                let id = GalleryStore.newPersonID()
                let person = Person(id: id, row: 0, name: name, aliases: [], metadata: [:], created: time)
                return try store.insert(person, in: database)
            }
            let owners = zip(added, people).flatMap { person, entry in entry.templates.map { _ in person.row } }
            let ids = try store.insert(people.flatMap(\.templates), in: database) { owners[$0] }
            note.details["people"] = String(added.count)
            if added.count <= 100 { note.subjects = added.map(\.id.rawValue) }
            note.add(ids.map(\.rawValue))
            return added
        }
    }

    /// Returns the faces of a person, in order of enrollment; variants come after what they were drawn onto.
    ///
    /// - Parameter person: Who; `nil` for the faces nobody has a name for.
    /// - Returns: Their templates; none for a person without faces.
    /// - Throws: ``GalleryError/unknownPerson(_:)``.
    public func templates(of person: PersonID?) throws(GalleryError) -> [Template] {
        try store.read { database in
            guard let person else {
                return try store.templates(where: "templates.person IS NULL", [], in: database)
            }
            let row = try store.row(of: person, in: database)
            return try store.templates(where: "templates.person = ?", [.integer(row)], in: database)
        }
    }

    /// Returns one template.
    ///
    /// - Parameter id: Its number.
    /// - Returns: The template.
    /// - Throws: ``GalleryError/unknownTemplate(_:)``.
    public func template(_ id: TemplateID) throws(GalleryError) -> Template {
        let found = try store.read {
            try store.templates(where: "templates.id = ?", [.integer(id.rawValue)], in: $0).first
        }
        guard let found else { throw .unknownTemplate(id.rawValue) }
        return found
    }

    /// Returns the faces that were found in a photo: whether it is enrolled already, and as whom.
    ///
    /// - Parameter hash: The SHA-256 of the photo's bytes.
    /// - Returns: Their templates, in order of enrollment.
    /// - Throws: ``GalleryError`` if the gallery cannot be read.
    /// - Complexity: O(log *templates*).
    public func templates(withSourceHash hash: [UInt8]) throws(GalleryError) -> [Template] {
        try store.read { database in
            // By the index first, then exactly.
            try store.templates(
                where: "details.source_key = ? AND details.source_hash = ?",
                [.integer(CodeRecord.key(hash)), .blob(hash)],
                in: database
            )
        }
    }

    /// Returns the crop of a face, if one was stored.
    ///
    /// - Parameter id: The template's number.
    /// - Returns: A JPEG file's bytes, or `nil`.
    /// - Throws: ``GalleryError`` if the gallery cannot be read.
    public func crop(of id: TemplateID) throws(GalleryError) -> [UInt8]? {
        try store.read { database in
            try store.crop(of: id, in: database)
        }
    }

    /// Gives faces to another person, or takes them away from whoever has them.
    ///
    /// - Parameters:
    ///   - ids: The templates.
    ///   - person: Whose they are now; `nil` for nobody's.
    /// - Throws: ``GalleryError``: `unknownPerson`, `unknownTemplate`, and what every write can.
    public func reassign(_ ids: [TemplateID], to person: PersonID?) throws(GalleryError) {
        guard !ids.isEmpty else { return }
        try store.write(.reassign) { database, note in
            let row = try person.map { try store.row(of: $0, in: database) }
            if let person { note.subjects.append(person.rawValue) }
            note.add(ids.map(\.rawValue))
            try store.assign(ids.map(\.rawValue), toPerson: row, in: database)
        }
    }
}

extension GalleryStore {
    /// Inserts templates, which were checked, each with its variants, within a transaction.
    ///
    /// `owner` gives the person's row for an index, or `nil` for nobody.
    func insert(
        _ templates: [NewTemplate],
        in database: Database,
        owner: (Int) throws -> Int64?
    ) throws -> [TemplateID] {
        var next = try takeIDs(templates.reduce(0) { $0 + 1 + $1.variants.count }, in: database)
        let writer = try TemplateWriter(database, vault.sealer(in: database))
        let milliseconds = options.clock().milliseconds
        return try templates.enumerated().map { index, template in
            let (id, person) = (next, try owner(index))
            try writer.insert(
                template,
                id: id,
                person: person,
                milliseconds: milliseconds,
                keepsCrops: options.keepsCrops
            )
            try writer.insertVariants(of: template, id: id, from: id + 1, person: person, milliseconds: milliseconds)
            next += 1 + Int64(template.variants.count)
            return TemplateID(rawValue: id)
        }
    }
}
