public import FaceEmbedding
import GRDB

extension Gallery {
    /// Finds a face of each person that a picture is kept of.
    ///
    /// - Parameter people: Whose.
    /// - Returns: The oldest such face of each, by identifier; nothing for people without.
    /// - Throws: ``GalleryError``.
    /// - Complexity: O(*people* log *templates* + *their templates*).
    public func picturedFaces(of people: [Person]) throws(GalleryError) -> [PersonID: TemplateID] {
        try store.read { database in
            var faces: [PersonID: TemplateID] = [:]
            for person in people {
                faces[person.id] = try database.first(
                    "SELECT templates.id FROM templates JOIN crops ON crops.template = templates.id WHERE person = ? LIMIT 1",
                    [.integer(person.row)]
                ) { TemplateID(rawValue: try $0.integer(0)) }
            }
            return faces
        }
    }
}
