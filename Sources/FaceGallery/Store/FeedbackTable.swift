import FaceEmbedding
import Foundation
import GRDB

/// Reading and writing rows of feedback, within a transaction.
extension GalleryStore {
    /// The feedback that `condition` holds for, oldest first.
    func feedback(where condition: String, _ values: [SQLValue], in database: Database) throws -> [Feedback] {
        try database.all(
            """
            SELECT feedback.id, kind, people.key, template, note, feedback.created
            FROM feedback JOIN people ON people.id = feedback.person WHERE \(condition) ORDER BY feedback.id
            """,
            values
        ) { row in
            guard let kind = Feedback.Kind(rawValue: try row.text(1)) else {
                throw GalleryError.corrupt(reason: "it holds feedback of an unknown kind")
            }
            return Feedback(
                id: FeedbackID(rawValue: try row.integer(0)),
                kind: kind,
                person: PersonID(rawValue: try row.text(2)),
                template: row.isNull(3) ? nil : TemplateID(rawValue: try row.integer(3)),
                note: try row.text(4),
                created: Date(milliseconds: try row.integer(5))
            )
        }
    }

    /// The faces that were said not to be somebody, by the number of the feedback; of everybody if `person` is `nil`.
    func rejections(of person: Int64? = nil, in database: Database) throws -> [(id: Int64, rejection: Rejection)] {
        let sealer = try vault.sealer(in: database)
        return try database.all(
            """
            SELECT feedback.id, feedback.person, vectors.vector FROM feedback JOIN vectors ON vectors.id = feedback.id
            WHERE kind = ?1 AND (?2 IS NULL OR feedback.person = ?2) ORDER BY feedback.id
            """,
            [.text(Feedback.Kind.notThisPerson.rawValue), SQLValue(person)]
        ) { row in
            let id = try row.integer(0)
            let embedding: Embedding? = try row.withOpened(2, of: id, in: .vectors, by: sealer) {
                self.embedding(of: $0)
            }
            guard let embedding else { throw GalleryError.corrupt(reason: "the embedding of feedback is none") }
            return (id, Rejection(embedding: embedding, person: try row.integer(1)))
        }
    }

    /// The numbers of what was said against a person for one face: the same but for rounding.
    func rejections(of person: Int64, like face: Embedding, in database: Database) throws -> [Int64] {
        try rejections(of: person, in: database)
            .filter { $0.rejection.embedding.squaredDistance(to: face) < 1e-6 }
            .map(\.id)
    }

    /// Adds a piece of feedback, given now if not at another time.
    func insert(
        _ kind: Feedback.Kind,
        of person: Int64,
        _ template: TemplateID?,
        _ note: String,
        milliseconds: Int64? = nil,
        in database: Database
    ) throws -> Feedback {
        let id = try takeIDs(1, in: database)
        try database.run(
            "INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?)",
            [
                .integer(id), .text(kind.rawValue), .integer(person), SQLValue(template?.rawValue), .text(note),
                .integer(milliseconds ?? options.clock().milliseconds),
            ]
        )
        try noteFeedbackChange(in: database)
        guard let feedback = try feedback(where: "feedback.id = ?", [.integer(id)], in: database).first else {
            throw GalleryError.corrupt(reason: "what was just written is not there")
        }
        return feedback
    }

    /// Removes feedback with its embeddings; the log has to be erased afterwards.
    func remove(feedback ids: [Int64], in database: Database) throws {
        try erase(database, ids: ids)
        for id in ids { try database.run("DELETE FROM feedback WHERE id = ?", [.integer(id)]) }
        if !ids.isEmpty { try noteFeedbackChange(in: database) }
    }
}
