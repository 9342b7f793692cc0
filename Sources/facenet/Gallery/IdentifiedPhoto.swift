import FaceDetection
import FaceGallery
import FaceImaging
import FacePipeline
import FaceRecognition

/// Who is in one photo, or why that is not known.
struct IdentifiedPhoto: Sendable {
    /// What there is to print, if the photo was read.
    var record: IdentityRecord?
    /// What was wrong.
    var failure: Failure?

    init(path: String, recognizer: Recognizer, fpir: Double, top: Int, drawing: String?) {
        let faces: [IdentifiedFace]
        do throws(RecognitionError) {
            faces = try recognizer.identify(.file(path), fpir: fpir, top: top)
        } catch {
            failure = Failure(path, error)
            return
        }
        let record = IdentityRecord(path, faces)
        self.record = record
        if faces.isEmpty { failure = Failure(path, "no face was found") }
        guard let drawing else { return }
        do throws(ImageError) {
            var photo = try Photo(contentsOf: path).marked(with: faces.map(\.face.detection))
            for (face, identity) in zip(faces, record.faces) {
                photo.label(face.face.detection.box, identity.caption)
            }
            try photo.write(to: drawing, as: .png)
        } catch {
            failure = Failure(drawing, error)
        }
    }
}
