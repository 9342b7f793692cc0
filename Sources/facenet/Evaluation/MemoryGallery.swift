import FaceEmbedding
import FaceEvaluation
import FaceGallery

/// A gallery that lives for one measurement: templates by number, searched as those of a file are.
struct MemoryGallery: GalleryRecords {
    /// The embedding of each template; its row is its place.
    let embedding: @Sendable (Int64) -> Embedding
    /// The templates of each person, by the person's row.
    let templates: [Int64: [Int64]]

    func embeddings(of ids: [Int64]) throws(GalleryError) -> [Embedding?] { ids.map(embedding) }

    /// Nobody has a name here.
    func people(rows: [Int64]) throws(GalleryError) -> [Int64: Person] { [:] }

    func templateIDs(ofPeople people: [Int64]) throws(GalleryError) -> [Int64: [Int64]] {
        Dictionary(uniqueKeysWithValues: Set(people).map { ($0, templates[$0] ?? []) })
    }
}

extension GallerySnapshot {
    /// Enrolls photos: person `i` is the `i`-th list.
    init(enrolling photos: [[Int]], of embeddings: [Embedding], model: GalleryModel, threads: Int) throws(GalleryError)
    {
        var table = TemplateTable(dimension: model.dimension)
        var owner: [Int: Int64] = [:]
        for (person, theirs) in photos.enumerated() { for photo in theirs { owner[photo] = Int64(person) } }
        for (photo, person) in owner.sorted(by: { $0.key < $1.key }) {
            try table.append(TemplateEntry(id: Int64(photo), person: person, embedding: embeddings[photo]))
        }
        let records = MemoryGallery(
            embedding: { embeddings[Int($0)] },
            templates: Dictionary(uniqueKeysWithValues: photos.enumerated().map { (Int64($0), $1.map(Int64.init)) })
        )
        self.init(revision: 0, model: model, table: table, records: records, threads: threads)
    }
}
