import FaceEmbedding
import FaceGallery

extension Gallery {
    /// Runs `work`, and names the gallery in front of what it could not do.
    func naming<T>(_ work: (Gallery) throws(GalleryError) -> T) throws(Failure) -> T {
        do throws(GalleryError) { return try work(self) } catch { throw Failure(path, error) }
    }

    /// The person somebody means by a name, an alias, or an identifier.
    ///
    /// - Throws: ``Failure`` if there is none.
    func findPerson(_ text: String) throws(Failure) -> Person {
        try naming { (gallery) throws(GalleryError) in
            if let person = try gallery.person(named: text) { return person }
            return try gallery.person(PersonID(rawValue: text))
        }
    }
}
