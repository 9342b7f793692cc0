public import FaceEmbedding

/// Why a gallery could not do what was asked; each case reads as a sentence that can follow `path: `.
///
/// Nothing was changed, unless a case says otherwise.
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
    /// There is no such group of faces, or nobody is in it any more.
    case unknownGroup(Int64)
    /// There is no such feedback.
    case unknownFeedback(Int64)
    /// A person of this name, or with this alias, is there already.
    case nameTaken(String)
    /// The name cannot be one.
    case invalidName(reason: String)
    /// Something else that was given cannot be stored: a date, a note, a photo.
    case invalidValue(reason: String)
    /// The gallery is encrypted, and no key was given.
    case keyRequired(String)
    /// The gallery is encrypted with another key than the one that was given.
    case otherKey(gallery: String, given: String)
    /// A key was given for a gallery that is not encrypted.
    case notEncrypted
    /// What was given as a key is none.
    case invalidKey(reason: String)
    /// Another process holds the gallery for too long.
    case busy
    /// The disk is full; nothing was changed.
    case diskFull
    /// The gallery was opened for reading only.
    case readOnly
    /// Something else the database could not do; nothing was changed.
    case database(reason: String)
}

extension GalleryError: CustomStringConvertible {
    /// One sentence without a full stop.
    public var description: String {
        switch self {
        case .unreadable(let reason): "cannot be opened: \(reason)"
        case .notAGallery: "is not a gallery"
        case .newerVersion(let found, let known):
            "was written by a newer program (version \(found) of the format; this one knows \(known)): update this one"
        case .corrupt(let reason): "the gallery is damaged: \(reason)"
        case .exists: "a file is there already"
        case .otherModel(let gallery, let name, let given):
            """
            the gallery holds embeddings of the model \(name) (\(gallery.short)), which those of model \(given.short) \
            cannot be compared with: use that model, or enroll the photos anew into a new gallery
            """
        case .dimension(let expected, let given):
            "the gallery holds embeddings of \(expected) numbers, not \(given)"
        case .invalidEmbedding: "an embedding has a number that is not finite, or not the length 1"
        case .unknownPerson(let name): "nobody is enrolled as \(name)"
        case .unknownTemplate(let id): "there is no template \(id)"
        case .unknownGroup(let id): "there is no group \(id)"
        case .unknownFeedback(let id): "there is no feedback \(id)"
        case .nameTaken(let name): "somebody is enrolled as \(name) already"
        case .invalidName(let reason): "this cannot be a name: \(reason)"
        case .invalidValue(let reason): reason
        case .keyRequired(let key): "the gallery is encrypted, and opens with the key \(key) only: name that key's file"
        case .otherKey(let gallery, let given):
            "the gallery is encrypted with the key \(gallery), which the key \(given) does not open"
        case .notEncrypted:
            """
            the gallery is not encrypted, though a key was given: encrypt it by \
            `facenet gallery rotate-key --new-key-file`, or open it without a key
            """
        case .invalidKey(let reason): "this cannot be a key: \(reason)"
        case .busy: "another process has been writing to the gallery for too long: try again"
        case .diskFull: "the disk is full; nothing was changed"
        case .readOnly: "the gallery was opened for reading only"
        case .database(let reason): "the database failed, and nothing was changed: \(reason)"
        }
    }
}
