public import FaceImaging

/// Why a set of photos cannot be read, packed or trained on.
///
/// The description is one sentence that can follow `path: `.
public enum DataError: Error, Hashable, Sendable {
    /// The system could not open or read a file or a folder; the reason is its own.
    case unreadable(reason: String)
    /// A file could not be written; the reason is the system's own.
    case unwritable(reason: String)
    /// A line of a manifest or an identity list is not what it should be; lines count from 1.
    case malformed(line: Int, reason: String)
    /// There is no photo of anybody.
    case empty
    /// The photo's bytes cannot be decoded.
    case image(ImageError)
    /// The file is not a shard, or one of a version that is not read.
    case notAShard(reason: String)
    /// The shard is cut or damaged.
    case damagedShard(reason: String)
    /// Everybody has been left out but one person, so that nothing can be told apart.
    case onePerson(name: String)
    /// Nobody has two photos, so that no pair shows the same person.
    case noPositives
    /// The people have too few photos for a batch.
    case tooFewPhotos(batch: Int, available: Int)
    /// An option of a sampler makes no sense; the reason says what to change.
    case option(reason: String)
    /// None of the photos tried for a place of a batch could be read.
    case nothingReadable
}

extension DataError: CustomStringConvertible {
    /// One sentence that can follow `path: `.
    public var description: String {
        switch self {
        case .unreadable(let reason): "could not be read: \(reason)"
        case .unwritable(let reason): "could not be written: \(reason)"
        case .malformed(let line, let reason): "line \(line): \(reason)"
        case .empty: "holds no photos of people"
        case .image(let error): error.description
        case .notAShard(let reason): "is not a shard of faces: \(reason)"
        case .damagedShard(let reason): "the shard is cut or damaged: \(reason)"
        case .onePerson(let name): "has photos of one person only (\(name)): nobody to tell apart"
        case .noPositives: "nobody has two photos: no pair shows the same person"
        case .tooFewPhotos(let batch, let available):
            "a batch wants \(batch) photos of people with two or more, and there are \(available): make it smaller"
        case .option(let reason): reason
        case .nothingReadable: "none of the photos could be read"
        }
    }
}
