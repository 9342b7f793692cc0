public import FaceGallery
public import FacePipeline

/// Why a photo could not be recognized or enrolled; what is wrong with a photo's face is no error but ``Advice``.
public enum RecognitionError: Error, Equatable, Sendable {
    /// The photo could not be read, or the detector or the model failed.
    case pipeline(PipelineError)
    /// The gallery could not do what was asked.
    case gallery(GalleryError)
    /// The photo shows no face, where one was needed.
    case noFace
    /// The photo has fewer faces than the number asked for.
    case noSuchFace(number: Int, faces: Int)
    /// The photo shows several faces, and nobody said which one is meant.
    case severalFaces(count: Int)
    /// A folder of people could not be listed.
    case unreadableFolder(reason: String)
}

extension RecognitionError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .pipeline(let error): "\(error)"
        case .gallery(let error): "\(error)"
        case .noFace: "no face was found"
        case .noSuchFace(let number, let faces):
            "there is no face number \(number): the photo has \(faces == 1 ? "one face" : "\(faces) faces")"
        case .severalFaces(let count): "there are \(count) faces: say which one is meant"
        case .unreadableFolder(let reason): "the folder could not be listed: \(reason)"
        }
    }
}
