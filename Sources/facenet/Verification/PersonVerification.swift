import FaceEmbedding
import FaceGallery
import FacePipeline
import FaceRecognition

/// A photo and a person of a gallery, and whether it shows them.
struct PersonVerification: Encodable {
    var photo: String
    var name: String
    var same: Bool
    var squaredDistance: Float?
    var threshold: Float
    var expectedFAR: Double
    var thresholdSource: Thresholds.Basis
    /// What of the face can be seen.
    var visibility: FaceVisibility
    /// Which faces were compared to measure the threshold.
    var pairing: FacePairing
    var isRejected: Bool

    /// Compares a photo with a person's faces.
    ///
    /// - Parameters:
    ///   - photo: The photo.
    ///   - name: The person's name.
    ///   - far: How often a stranger may be taken for them.
    ///   - recognizer: Of the gallery.
    /// - Throws: ``Failure`` if the photo cannot be read or shows no face, or the gallery cannot be used.
    init(_ photo: String, is name: String, far: Double, by recognizer: Recognizer) throws(Failure) {
        let result: Verification
        do throws(RecognitionError) {
            let (face, verification) = try recognizer.verify(.file(photo), is: name, face: .central, far: far)
            (result, visibility) = (verification, face.visibility)
        } catch .gallery(let error) {
            throw Failure(recognizer.gallery.path, error)
        } catch {
            throw Failure(photo, error)
        }
        self.photo = photo
        self.name = name
        same = result.isMatch
        squaredDistance = result.candidate?.squaredDistance
        threshold = result.threshold
        expectedFAR = result.expectedFAR
        thresholdSource = result.basis
        pairing = result.pairing
        isRejected = result.isRejected
    }

    /// Why the threshold is what it is, unless the face is bare and somebody measured it.
    var explanation: String? {
        let asked = FacePairing(.bare, visibility)
        return switch thresholdSource {
        case .standard: "threshold: assumed, as neither the model nor the gallery says how near strangers come"
        case .model where pairing != .bare: "threshold: the model's for \(pairing) faces"
        case .model, .gallery:
            asked == .bare ? nil : "threshold: for bare faces; of \(asked) ones nothing is known"
        }
    }

    /// One line, tabs between.
    var line: String {
        let distance = squaredDistance.map { $0.formatted(decimals: 4) } ?? "-"
        return "\(same ? "same" : "different")\t\(distance)\t\(threshold)"
    }
}
