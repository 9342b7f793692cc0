import FaceEmbedding
import GRDB

extension GalleryStore: GalleryRecords {
    func embeddings(of ids: [Int64]) throws(GalleryError) -> [Embedding?] {
        try read { database in
            let sealer = try vault.sealer(in: database)
            return try ids.map { id in
                // What was removed is zeros, which no embedding is, and which do not open.
                try database.first("SELECT vector FROM vectors WHERE id = ?", [.integer(id)]) { row in
                    if sealer != nil, try row.withBlob(0, { !$0.contains { $0 != 0 } }) { return nil }
                    return try row.withOpened(0, of: id, in: .vectors, by: sealer) { self.embedding(of: $0) }
                } ?? nil
            }
        }
    }

    func people(rows: [Int64]) throws(GalleryError) -> [Int64: Person] {
        let sql = "SELECT \(Self.personColumns) FROM people WHERE id = ?"
        return try read { database in
            var people: [Int64: Person] = [:]
            for row in Set(rows) { people[row] = try database.first(sql, [.integer(row)], Self.person) }
            return people
        }
    }

    func templateIDs(ofPeople people: [Int64]) throws(GalleryError) -> [Int64: [Int64]] {
        try read { database in
            var templates: [Int64: [Int64]] = [:]
            for row in people { templates[row] = try templateIDs(ofPerson: row, in: database) }
            return templates
        }
    }
}
