public import FaceEmbedding
import Foundation
import GRDB

extension Gallery {
    /// Remembers what somebody says of a face; the next ``snapshot()`` obeys it.
    ///
    /// That a face is *not* a person is kept with the face's embedding, and turns away that person for faces like it. That
    /// it *is* takes back what was said against it for the very same face, and enrolls it as confirmed, unless that person
    /// has it already.
    ///
    /// - Parameters:
    ///   - statement: What is said.
    ///   - note: Why, in a sentence of at most 4,096 bytes.
    /// - Returns: What is kept.
    /// - Throws: ``GalleryError``: `unknownPerson`, `dimension`, `invalidEmbedding`, `invalidValue`, and what every write
    ///   can: `busy`, `diskFull`, `readOnly`, `database`.
    @discardableResult
    public func record(_ statement: FeedbackStatement, note: String = "") throws(GalleryError) -> Feedback {
        guard note.utf8.count <= 4096 else { throw .invalidValue(reason: "a note can have 4,096 bytes") }
        let (person, face) =
            switch statement {
            case .notThisPerson(let embedding, let person): (person, NewTemplate(embedding))
            case .samePerson(let template, let person): (person, template)
            }
        try TemplateWriter.check(face, model: model)
        return try store.write(.feedback) { database, audit in
            let row = try store.row(of: person, in: database)
            let feedback: Feedback
            switch statement {
            case .notThisPerson(let embedding, _):
                feedback = try store.insert(.notThisPerson, of: row, nil, note, in: database)
                let sealer = try store.vault.sealer(in: database)
                try TemplateWriter.insertVector(embedding, id: feedback.id.rawValue, by: sealer, in: database)
            case .samePerson(var template, _):
                template.isConfirmed = true
                let same = try store.rejections(of: row, like: template.embedding, in: database)
                try store.remove(feedback: same, in: database)
                let isKnown = try store.templates(where: "templates.person = ?", [.integer(row)], in: database)
                    .contains { $0.embedding == template.embedding }
                let id = isKnown ? nil : try store.insert([template], in: database) { _ in row }.first
                feedback = try store.insert(.samePerson, of: row, id, note, in: database)
            }
            audit.subjects = [person.rawValue, feedback.id.description]
            audit.details["kind"] = feedback.kind.rawValue
            return feedback
        }
    }

    /// Returns what was said, oldest first.
    ///
    /// - Parameter person: Of whom; of everybody if `nil`.
    /// - Returns: All of it.
    /// - Throws: ``GalleryError/unknownPerson(_:)``.
    public func feedback(of person: PersonID? = nil) throws(GalleryError) -> [Feedback] {
        try store.read { database in
            guard let person else { return try store.feedback(where: "1", [], in: database) }
            let row = try store.row(of: person, in: database)
            return try store.feedback(where: "feedback.person = ?", [.integer(row)], in: database)
        }
    }

    /// Returns the faces that were said not to be a person.
    ///
    /// - Parameter person: Who.
    /// - Returns: By the number of the feedback.
    /// - Throws: ``GalleryError/unknownPerson(_:)``.
    public func rejections(of person: PersonID) throws(GalleryError) -> [FeedbackID: Embedding] {
        try store.read { database in
            let row = try store.row(of: person, in: database)
            return Dictionary(
                uniqueKeysWithValues: try store.rejections(of: row, in: database).map { id, rejection in
                    (FeedbackID(rawValue: id), rejection.embedding)
                }
            )
        }
    }

    /// Takes back what was said, for good: the embedding is erased, and a face that was enrolled because of it removed.
    ///
    /// - Parameter id: The feedback's number.
    /// - Throws: ``GalleryError``: `unknownFeedback`, and what every write can.
    public func withdraw(_ id: FeedbackID) throws(GalleryError) {
        try store.write(.withdrawFeedback) { database, note in
            note.subjects = [id.description]
            let found = try store.feedback(where: "feedback.id = ?", [.integer(id.rawValue)], in: database)
            guard let feedback = found.first else { throw GalleryError.unknownFeedback(id.rawValue) }
            try store.remove(feedback: [id.rawValue], in: database)
            if let template = feedback.template { try store.remove(templates: [template.rawValue], in: database) }
        }
        store.eraseLog()
    }
}
