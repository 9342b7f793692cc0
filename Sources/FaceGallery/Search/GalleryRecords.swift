public import FaceEmbedding

/// What a snapshot asks the store for after a search in memory; the store is the one that answers, tests the other.
///
/// What was removed since the snapshot was taken is missing in the answers: a search never resurrects anybody.
public protocol GalleryRecords: Sendable {
    /// Returns the embeddings of templates.
    ///
    /// - Parameter ids: The templates' rows.
    /// - Returns: In the order asked; `nil` for a template that is no more.
    /// - Throws: What keeps the store from reading.
    func embeddings(of ids: [Int64]) throws(GalleryError) -> [Embedding?]

    /// Returns people.
    ///
    /// - Parameter rows: The people's rows.
    /// - Returns: By row; those who are no more are missing.
    /// - Throws: What keeps the store from reading.
    func people(rows: [Int64]) throws(GalleryError) -> [Int64: Person]

    /// Returns the templates of people.
    ///
    /// - Parameter people: The people's rows.
    /// - Returns: Template rows, ascending, by the person's row.
    /// - Throws: What keeps the store from reading.
    func templateIDs(ofPeople people: [Int64]) throws(GalleryError) -> [Int64: [Int64]]
}
