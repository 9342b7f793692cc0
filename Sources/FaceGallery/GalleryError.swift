public import FaceEmbedding

/// Why a gallery could not do what was asked; each case reads as a sentence that can follow `path: `.
public enum GalleryError: Error, Hashable, Sendable {
    /// The file is not there, or cannot be opened.
    case unreadable(reason: String)
    /// The file is no gallery.
    case notAGallery
    /// A newer program wrote the file.
    case newerVersion(found: Int, known: Int)
    /// The file is damaged.
    case corrupt(reason: String)
    /// There is a file already where a gallery was to be created.
    case exists
    /// The embedding is another model's.
    case otherModel(gallery: ModelFingerprint, galleryName: String, given: ModelFingerprint)
    /// The embedding has another dimension than the gallery's.
    case dimension(expected: Int, given: Int)
    /// A number of the embedding is not finite, or its length is not 1.
    case invalidEmbedding
    /// There is nobody of this name or identifier.
    case unknownPerson(String)
    /// There is no such template.
    case unknownTemplate(Int64)
    /// A person of this name, or with this alias, is there already.
    case nameTaken(String)
    /// The name cannot be one.
    case invalidName(reason: String)
    /// Another process holds the gallery for too long.
    case busy
    /// The disk is full; nothing was changed.
    case diskFull
    /// The gallery was opened for reading only.
    case readOnly
    /// Something else the database could not do; nothing was changed.
    case database(reason: String)
}
