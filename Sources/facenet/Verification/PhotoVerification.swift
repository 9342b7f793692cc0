import FaceEmbedding
import FaceEngine
import FaceNetworks
import FacePipeline
import FaceRecognition

/// Two photos, and whether they show one person.
struct PhotoVerification {
    /// What `verify --json` prints of two photos.
    struct Answer: Encodable {
        var same: Bool
        var squaredDistance: Float
        var threshold: Float
        var thresholdSource: PairThreshold.Basis
        /// What of each face can be seen, in the order of the photos.
        var visibility: [FaceVisibility]
        /// Which faces are compared.
        var pairing: FacePairing
        /// Which faces were compared to measure the threshold; absent if it was not measured.
        var thresholdPairing: FacePairing?
        /// Absent if the threshold was not measured.
        var expectedFAR: Double?
        var precision: String
        var model: String
    }

    /// What is printed.
    let answer: Answer
    /// Why the threshold is what it is.
    let explanation: String

    /// Compares two photos.
    ///
    /// - Throws: ``Failure`` if a photo cannot be read or shows no face, or the model has no operating point for the rate.
    init(
        _ first: String,
        _ second: String,
        threshold: Float?,
        far: Double?,
        by reader: FaceReader,
        model path: String
    ) async throws {
        let card = reader.embedder.model.card
        // A rate that the model does not know is found out before photos are read.
        _ = try VerificationThreshold(threshold: threshold, far: far, card: card, path: path)
        async let one = Self.face(of: first, by: reader)
        async let other = Self.face(of: second, by: reader)
        let (a, b) = try await (one, other)
        let pairing = FacePairing(a.visibility, b.visibility)
        let limit = try VerificationThreshold(
            threshold: threshold,
            far: far,
            pairing: pairing,
            card: card,
            path: path
        )
        let distance = a.face.embedding.squaredDistance(to: b.face.embedding) * card.distanceScale
        explanation = limit.explanation
        answer = Answer(
            same: distance <= limit.value,
            squaredDistance: distance,
            threshold: limit.value,
            thresholdSource: limit.choice.basis,
            visibility: [a.visibility, b.visibility],
            pairing: pairing,
            thresholdPairing: limit.choice.pairing,
            expectedFAR: limit.choice.falseAcceptRate,
            precision: reader.embedder.options.precision.rawValue,
            model: path
        )
    }

    /// One line, tabs between.
    var line: String {
        let word = answer.same ? "same" : "different"
        return "\(word)\t\(answer.squaredDistance.formatted(decimals: 4))\t\(answer.threshold)"
    }

    @concurrent
    private static func face(of path: String, by reader: FaceReader) async throws -> MeasuredFace {
        do throws(RecognitionError) { return try reader.face(in: .file(path)) } catch { throw Failure(path, error) }
    }
}
