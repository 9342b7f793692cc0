import FaceDetection
import FaceEmbedding
import FaceGallery
import FaceImaging
import FaceNetworks
import FacePipeline
import FaceRecognition

/// A box as JSON.
struct BoxRecord: Encodable {
    var x, y, width, height: Float

    init(_ box: Rect) { (x, y, width, height) = (box.minX, box.minY, box.width, box.height) }
}

/// Five landmarks as JSON, each `[x, y]`.
struct LandmarksRecord: Encodable {
    var leftEye, rightEye, nose, leftMouth, rightMouth: [Float]

    init(_ landmarks: FaceLandmarks) {
        func pair(_ point: Point) -> [Float] { [point.x, point.y] }
        leftEye = pair(landmarks.leftEye)
        rightEye = pair(landmarks.rightEye)
        nose = pair(landmarks.nose)
        leftMouth = pair(landmarks.leftMouth)
        rightMouth = pair(landmarks.rightMouth)
    }
}

/// What a face was measured as, as JSON.
struct QualityRecord: Encodable {
    var eyeDistance, sharpness, brightness, contrast, yaw, pitch, roll: Float

    init(_ quality: FaceQuality) {
        (eyeDistance, sharpness) = (quality.eyeDistance, quality.sharpness)
        (brightness, contrast) = (quality.brightness, quality.contrast)
        (yaw, pitch, roll) = (quality.pose.yaw, quality.pose.pitch, quality.pose.roll)
    }
}

/// A face of a photo as JSON.
struct FaceRecord: Encodable {
    var number: Int
    var box: BoxRecord
    var landmarks: LandmarksRecord
    var score: Float
    var visibility: FaceVisibility
    @Nullable var quality: QualityRecord?
    var advice: [AdviceRecord]

    /// The face of an index, with what the recognizer's coach says of it.
    init(_ photo: ReadPhoto, _ index: Int, _ recognizer: Recognizer) {
        let face = photo.faces[index]
        number = index
        box = BoxRecord(face.face.detection.box)
        landmarks = LandmarksRecord(face.face.detection.landmarks)
        score = face.face.detection.score
        visibility = face.visibility
        quality = face.quality.map(QualityRecord.init)
        advice = recognizer.advice(on: face.quality).map(AdviceRecord.init)
    }
}

/// The faces of a photo as JSON.
struct PhotoRecord: Encodable {
    var width, height: Int
    var faces: [FaceRecord]

    init(_ photo: ReadPhoto, _ recognizer: Recognizer) {
        (width, height) = (photo.width, photo.height)
        faces = photo.faces.indices.map { FaceRecord(photo, $0, recognizer) }
    }
}

/// Which model embeddings are of, as JSON.
struct ModelRecord: Encodable {
    var name, fingerprint: String
    var dimension: Int

    init(_ model: GalleryModel) {
        (name, fingerprint, dimension) = (model.name, model.fingerprint.description, model.dimension)
    }
}

/// The faces of a photo with their embeddings as JSON.
struct EmbeddedRecord: Encodable {
    struct Face: Encodable {
        var face: FaceRecord
        var embedding: [Float]
    }

    var model: ModelRecord
    var width, height: Int
    var faces: [Face]

    init(_ photo: ReadPhoto, _ recognizer: Recognizer) {
        model = ModelRecord(recognizer.gallery.model)
        (width, height) = (photo.width, photo.height)
        faces = photo.faces.indices.map {
            Face(face: FaceRecord(photo, $0, recognizer), embedding: photo.faces[$0].face.embedding.coordinates)
        }
    }
}

/// An operating point as JSON.
struct OperatingPointRecord: Encodable {
    var pairing: String
    var falseAcceptRate: Double
    var threshold: Float
    @Nullable var missRate: Double?

    init(_ point: ModelCard.OperatingPoint) {
        (pairing, falseAcceptRate, threshold) = (point.pairing, point.falseAcceptRate, point.threshold)
        missRate = point.trueAcceptRate.map { 1 - $0 }
    }
}

/// A threshold and what it rests on, as JSON.
struct ThresholdRecord: Encodable {
    var value: Float
    var basis: String
    @Nullable var pairing: FacePairing?
    @Nullable var falseAcceptRate: Double?
}

/// Whether two photos show one person, as JSON.
struct VerificationRecord: Encodable {
    var isSame: Bool
    @Nullable var squaredDistance: Float?
    var threshold: ThresholdRecord
    var first, second: FaceRecord
    var points: [OperatingPointRecord]
}

/// Whether a photo shows a person, as JSON.
struct PersonVerificationRecord: Encodable {
    var isSame: Bool
    @Nullable var squaredDistance: Float?
    var threshold: ThresholdRecord
    var face: FaceRecord
    var isRejected: Bool
}

/// Somebody a face could be, as JSON.
struct CandidateRecord: Encodable {
    var person, name: String
    var squaredDistance: Float
    var face: Int64
    var faces: Int

    init(_ candidate: Candidate) {
        (person, name) = (candidate.person.rawValue, candidate.name)
        (squaredDistance, face, faces) = (candidate.squaredDistance, candidate.template.rawValue, candidate.faces)
    }
}

/// A face and who it is, as JSON.
struct IdentifiedRecord: Encodable {
    var face: FaceRecord
    var answer: String
    var people, candidates: [CandidateRecord]
    var threshold: Float
    var expectedFAR, expectedFPIR: Double
    var gallerySize: Int
    var basis: Thresholds.Basis
    var pairing: FacePairing
    var isExtrapolated: Bool
    var rejected: [String]

    init(_ decision: Decision, of face: FaceRecord) {
        self.face = face
        (answer, people) =
            switch decision.identification {
            case .match(let candidate): ("match", [CandidateRecord(candidate)])
            case .ambiguous(let candidates): ("ambiguous", candidates.map(CandidateRecord.init))
            case .nobody: ("nobody", [])
            }
        candidates = decision.candidates.map(CandidateRecord.init)
        threshold = decision.threshold
        (expectedFAR, expectedFPIR) = (decision.expectedFAR, decision.expectedFPIR)
        (gallerySize, basis, pairing) = (decision.gallerySize, decision.basis, decision.pairing)
        isExtrapolated = decision.isExtrapolated
        rejected = decision.rejected.map(\.rawValue)
    }
}

/// Who is in a photo, as JSON.
struct IdentificationRecord: Encodable {
    var width, height: Int
    var faces: [IdentifiedRecord]
}

/// What the coach says, as JSON.
struct AdviceRecord: Encodable, Sendable {
    var reason, severity: String
    @Nullable var measured: Float?
    @Nullable var limit: Float?
    var finding, remedy: String

    init(_ advice: Advice) {
        (reason, severity) = ("\(advice.reason)", "\(advice.severity)")
        (measured, limit) = (advice.measured, advice.limit)
        (finding, remedy) = (advice.finding, advice.remedy)
    }
}
