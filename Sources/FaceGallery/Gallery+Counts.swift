public import FaceEmbedding

extension Gallery {
    /// Counts the people.
    ///
    /// - Returns: How many there are.
    /// - Throws: ``GalleryError``.
    /// - Complexity: O(*people*), without a look at their faces.
    public func peopleCount() throws(GalleryError) -> Int {
        try store.read { database in
            try database.first("SELECT count(*) FROM people") { try Int($0.integer(0)) } ?? 0
        }
    }

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
