import FaceDetection
import FaceGallery
import FaceImaging
import FacePipeline
import FaceRecognition
import Hummingbird

extension Problem {
    /// What an error of the libraries is to a caller; what is nobody's fault but ours is a 500 that says nothing.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as RecognitionError: self.init(recognition: error)
        case let error as GalleryError: self.init(gallery: error)
        case let refusal as ReadingEngine.Refusal: self.init(refusal: refusal)
        case let error as HTTPError: self.init(http: error)
        case is CancellationError: self.init(.serviceUnavailable, "unavailable", "the caller went away")
        default: self.init(.internalServerError, "internal_error", "something went wrong here; the log says what")
        }
    }

    /// The same of one of several photos, which the sentence names.
    init(_ error: RecognitionError, of photo: String) {
        self.init(recognition: error)
        detail = "\(photo): \(detail)"
    }

    private init(recognition error: RecognitionError) {
        switch error {
        case .pipeline(.image(let error)): self.init(image: error)
        case .gallery(let error): self.init(gallery: error)
        case .noFace: self.init(.unprocessableContent, "no_face", "\(error)")
        case .severalFaces: self.init(.unprocessableContent, "several_faces", "\(error)")
        case .noSuchFace: self.init(.unprocessableContent, "no_such_face", "\(error)")
        case .pipeline, .unreadableFolder:
            self.init(.internalServerError, "internal_error", "the photo could not be worked on; the log says why")
        }
    }

    private init(image error: ImageError) {
        switch error {
        case .tooManyBytes: self.init(.contentTooLarge, "too_many_bytes", "\(error)")
        case .tooManyPixels: self.init(.contentTooLarge, "too_many_pixels", "\(error)")
        case .unsupportedFormat, .codecUnavailable:
            self.init(.unprocessableContent, "unsupported_format", "\(error)")
        case .empty, .malformed: self.init(.unprocessableContent, "malformed_image", "\(error)")
        case .unreadable, .unwritable:
            self.init(.internalServerError, "internal_error", "the image could not be worked on; the log says why")
        }
    }

    private init(gallery error: GalleryError) {
        switch error {
        case .unknownPerson: self = .notFound("there is no such person")
        case .unknownTemplate: self = .notFound("there is no such face")
        case .unknownGroup: self = .notFound("there is no such group")
        case .unknownFeedback: self = .notFound("there is no such statement")
        // The name is not repeated: this sentence is logged.
        case .nameTaken: self.init(.conflict, "name_taken", "somebody else has this name")
        case .invalidName: self.init(.unprocessableContent, "invalid_name", "\(error)")
        case .invalidValue: self.init(.unprocessableContent, "invalid_value", "\(error)")
        case .otherModel: self.init(.unprocessableContent, "other_model", "the embeddings are of another model")
        case .dimension, .invalidEmbedding: self.init(.unprocessableContent, "invalid_embedding", "\(error)")
        case .busy, .diskFull, .readOnly:
            self.init(.serviceUnavailable, "unavailable", "\(error)")
            headers[.retryAfter] = "1"
        default: self.init(.internalServerError, "internal_error", "the gallery failed; the log says why")
        }
    }

    private init(refusal: ReadingEngine.Refusal) {
        switch refusal {
        case .full(let seconds):
            self = .tooMany("queue_full", "as many photos wait as may", seconds: seconds)
        case .stopped: self.init(.serviceUnavailable, "unavailable", "the service is stopping")
        }
    }

    private init(http error: HTTPError) {
        switch error.status {
        case .notFound: self = .notFound("there is nothing of that name here")
        case .contentTooLarge:
            self.init(.contentTooLarge, "too_many_bytes", "the body is over the limit")
            closesConnection = true
        default: self.init(error.status, error.status == .badRequest ? "bad_request" : "failed", error.body ?? "failed")
        }
    }
}
