public import FaceEmbedding

extension Gallery {
    /// Counts the faces of people.
    ///
    /// - Parameter people: Whose.
    /// - Returns: The faces of each, by identifier; zero for people without.
    /// - Throws: ``GalleryError``.
    /// - Complexity: O(*people* log *templates* + *their templates*).
    public func faceCounts(of people: [Person]) throws(GalleryError) -> [PersonID: Int] {
        try store.read { database in
            var counts: [PersonID: Int] = [:]
            for person in people {
                let count = try database.first(
                    "SELECT count(*) FROM templates WHERE person = ?",
                    [.integer(person.row)]
                ) { try Int($0.integer(0)) }
                counts[person.id] = count ?? 0
            }
            return counts
        }
    }
}
