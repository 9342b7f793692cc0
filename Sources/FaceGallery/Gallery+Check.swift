import FaceEmbedding
import Foundation
import GRDB

/// Something in a gallery that is not as it should be.
public struct GalleryProblem: Hashable, Sendable, CustomStringConvertible {
    /// One sentence without a full stop; by identifiers, never by names.
    public var description: String

    /// Creates a problem.
    ///
    /// - Parameter description: What is wrong, in a sentence.
    public init(_ description: String) { self.description = description }
}

extension Gallery {
    /// Reads everything and returns what is not as it should be; nothing, for a sound gallery.
    ///
    /// Checks the database's own structure, that what belongs together is together, that every code is the one of its
    /// embedding, that nothing is left of what was removed, that names find their people, and the audit trail.
    ///
    /// - Parameter limit: After so many problems it stops.
    /// - Returns: At most about `limit` problems, of all kinds.
    /// - Throws: ``GalleryError`` if the gallery cannot be read at all. What SQLite cannot read in a damaged file is a
    ///   problem, not an error.
    /// - Complexity: O(*size of the file*).
    public func check(limit: Int = 100) throws(GalleryError) -> [GalleryProblem] {
        let checks: [(Database) throws -> [String]] = [
            store.structureProblems, store.referenceProblems, store.templateProblems, store.cropProblems,
            store.leftoverProblems,
            store.peopleProblems, store.counterProblems, store.auditProblems,
        ]
        let graph = try graphProblems()
        return try store.read { database in
            var problems: [String] = []
            for check in checks where problems.count < limit {
                do {
                    problems += try check(database).prefix(limit - problems.count)
                } catch {
                    let error = GalleryError(error, path: path)
                    // Another program's lock says nothing about the gallery.
                    if case .busy = error { throw error }
                    problems.append(error.description)
                }
            }
            return (problems + graph).map(GalleryProblem.init)
        }
    }

    /// What is wrong with the search graph's file, if there is one; one that lags behind is not wrong.
    private func graphProblems() throws(GalleryError) -> [String] {
        let path = GraphKeeper.path(ofGallery: path)
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let now: GallerySnapshot
        // Where the codes cannot be read, the other checks say why.
        do throws(GalleryError) { now = try snapshot() } catch { return [] }
        guard !store.vault.isSealed else {
            return ["a search graph lies beside the encrypted gallery, and tells whose faces are alike: delete it"]
        }
        do throws(GalleryError) {
            try GraphIndex.check(
                path,
                of: GraphIndex.Origin(gallery: store.identifier, revision: now.revision),
                table: now.table
            )
            return []
        } catch {
            return ["\(error); `gallery index` builds it anew"]
        }
    }
}

extension GalleryStore {
    /// What SQLite finds by itself.
    fileprivate func structureProblems(_ database: Database) throws -> [String] {
        try database.all("PRAGMA integrity_check(20)") { try $0.text(0) }.filter { $0 != "ok" }
    }

    /// Rows that belong to rows that are not there.
    fileprivate func referenceProblems(_ database: Database) throws -> [String] {
        try database.all("PRAGMA foreign_key_check") { row in
            "a row of \(try row.text(0)) belongs to a row of \(try row.text(2)) that is not there"
        }
    }

    /// Templates without a code or an embedding, and codes that are not their embedding's.
    fileprivate func templateProblems(_ database: Database) throws -> [String] {
        var problems: [String] = []
        let sealer = try vault.sealer(in: database)
        try database.run(
            """
            SELECT templates.id, codes.code, vectors.vector FROM templates
            LEFT JOIN codes ON codes.id = templates.id LEFT JOIN vectors ON vectors.id = templates.id
            """
        ) { row in
            let id = try row.integer(0)
            guard !row.isNull(1), !row.isNull(2) else {
                problems.append("template \(id) has no \(row.isNull(1) ? "code" : "embedding")")
                return
            }
            do throws(GalleryError) {
                let embedding: Embedding? = try row.withOpened(2, of: id, in: .vectors, by: sealer) {
                    self.embedding(of: $0)
                }
                guard let embedding else {
                    problems.append("the embedding of template \(id) is no point on the sphere")
                    return
                }
                let expected = CodeRecord.bytes(of: embedding)
                if try row.withOpened(1, of: id, in: .codes, by: sealer, { !$0.elementsEqual(expected) }) {
                    problems.append("the code of template \(id) is not that of its embedding")
                }
            } catch {
                problems.append(error.description)
            }
        }
        let rejected = try database.all(
            """
            SELECT feedback.id, vectors.vector FROM feedback LEFT JOIN vectors ON vectors.id = feedback.id
            WHERE kind = ?
            """,
            [.text(Feedback.Kind.notThisPerson.rawValue)]
        ) { row in
            let id = try row.integer(0)
            let embedding: Embedding? =
                row.isNull(1)
                ? nil : try row.withOpened(1, of: id, in: .vectors, by: sealer) { self.embedding(of: $0) }
            return embedding == nil ? "the embedding of feedback \(id) is no point on the sphere" : nil
        }
        // Throws for what cannot be read.
        _ = try feedback(where: "1", [], in: database)
        return problems + rejected.compactMap(\.self)
    }

    /// Crops of an encrypted gallery that do not open; in one that is not, a crop can be any bytes.
    fileprivate func cropProblems(_ database: Database) throws -> [String] {
        guard let sealer = try vault.sealer(in: database) else { return [] }
        var problems: [String] = []
        try database.run("SELECT template, jpeg FROM crops") { row in
            do throws(GalleryError) {
                try row.withOpened(1, of: row.integer(0), in: .crops, by: sealer) { _ in }
            } catch {
                problems.append(error.description)
            }
        }
        return problems
    }

    /// Codes and embeddings that belong to nothing and are not zeros.
    fileprivate func leftoverProblems(_ database: Database) throws -> [String] {
        var problems: [String] = []
        for (table, column) in [("codes", "code"), ("vectors", "vector")] {
            let kept = table == "vectors" ? "AND id NOT IN (SELECT id FROM feedback WHERE template IS NULL)" : ""
            try database.run(
                "SELECT id, \(column) FROM \(table) WHERE id NOT IN (SELECT id FROM templates) \(kept)"
            ) { row in
                guard try row.withBlob(1, { $0.contains { $0 != 0 } }) else { return }
                problems.append("something is left in \(table) of template or feedback \(try row.integer(0))")
            }
        }
        return problems
    }

    /// People whose texts cannot be read, or whom their names do not find.
    fileprivate func peopleProblems(_ database: Database) throws -> [String] {
        var problems: [String] = []
        var names = 0
        for person in try database.all("SELECT \(Self.personColumns) FROM people", [], Self.person) {
            let own = Set(([person.name] + person.aliases).map(PersonName.folded))
            names += own.count
            for name in [person.name] + person.aliases
            where try self.person(named: name, in: database)?.row != person.row {
                problems.append("a name of person \(person.id) does not find them")
            }
        }
        let stored = try database.first("SELECT count(*) FROM names") { try Int($0.integer(0)) } ?? 0
        if stored != names { problems.append("the index of names has \(stored) entries, not \(names)") }
        let resurrected = try database.all("SELECT key FROM removals WHERE key IN (SELECT key FROM people)") { row in
            "person \(try row.text(0)) is there, though removed"
        }
        return problems + resurrected
    }

    /// Numbers that would be given out twice.
    fileprivate func counterProblems(_ database: Database) throws -> [String] {
        let greatest = try database.first(
            """
            SELECT max(coalesce((SELECT max(id) FROM templates), 0), coalesce((SELECT max(id) FROM codes), 0),
                coalesce((SELECT max(id) FROM vectors), 0), coalesce((SELECT max(id) FROM feedback), 0))
            """
        ) { try $0.integer(0) }
        let row = try database.first(
            "SELECT next_id, revision, coalesce((SELECT max(revision) FROM changes), 0) FROM gallery"
        ) { row in (try row.integer(0), try row.integer(1), try row.integer(2)) }
        guard let greatest, let (next, revision, changed) = row else { return ["its own row is missing"] }
        var problems: [String] = []
        if next <= greatest { problems.append("the next number, \(next), is not greater than \(greatest)") }
        if changed > revision { problems.append("there is a change of revision \(changed) in revision \(revision)") }
        return problems
    }

    /// The first line of the audit trail that does not follow.
    fileprivate func auditProblems(_ database: Database) throws -> [String] {
        try firstBrokenAuditLine(in: database).map { ["line \($0) of the audit trail was changed or dropped"] } ?? []
    }
}
