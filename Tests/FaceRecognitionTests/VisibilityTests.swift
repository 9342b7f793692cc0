import FaceDetection
import FaceEmbedding
import FaceGallery
import FaceImaging
import FaceNetworks
import FacePipeline
import Testing

@testable import FaceRecognition

/// Says what it was told, of every face.
private struct FixedJudge: OcclusionJudging {
    var hidden: [FacePart: Float]

    func occlusion(of crop: Photo) -> [FacePart: Float] { hidden }
}

@Suite struct VisibilityTests {
    private func quality(_ occlusion: [FacePart: Float]) throws -> FaceQuality {
        let front = FaceLandmarks(
            leftEye: Point(x: 38.3, y: 51.7),
            rightEye: Point(x: 73.5, y: 51.5),
            nose: Point(x: 56, y: 71.7),
            leftMouth: Point(x: 41.5, y: 92.4),
            rightMouth: Point(x: 70.7, y: 92.2)
        )
        return FaceQuality(
            faceSide: 90,
            eyeDistance: 40,
            sharpness: 1,
            brightness: 120,
            contrast: 40,
            pose: try #require(HeadPose(fitting: front)),
            detectionScore: 1,
            occlusion: occlusion
        )
    }

    @Test func `what is hidden beyond the coach's limits is not seen, and the mouth counts before the eyes`() throws {
        #expect(try quality([:]).visibility() == .bare)
        #expect(try quality([.mouth: 0.3, .leftEye: 0.5, .nose: 1]).visibility() == .bare)
        #expect(try quality([.mouth: 0.31]).visibility() == .mouthCovered)
        #expect(try quality([.rightEye: 0.6]).visibility() == .eyesCovered)
        #expect(try quality([.mouth: 0.9, .leftEye: 0.9]).visibility() == .mouthCovered)
        var limits = CoachLimits()
        limits.mouthCovered = 0.95
        #expect(try quality([.mouth: 0.9]).visibility(limits: limits) == .bare)
    }

    @Test func `a masked probe is decided by the threshold for masked probes`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        var recognizer = try studio.recognizer(review: .off, threshold: 0.5, covered: 0.4)
        recognizer.occlusionJudge = FixedJudge(hidden: [:])
        let photo = try studio.photo(of: 1)
        try await recognizer.enroll(photo, as: "Ada")
        let bare = try recognizer.identify(photo)[0]
        #expect(bare.visibility == .bare && bare.decision.pairing == .bare)
        #expect(abs(bare.decision.threshold - 0.5) < 0.01)
        #expect(try recognizer.verify(photo, is: "Ada").verification.pairing == .bare)

        recognizer.occlusionJudge = FixedJudge(hidden: [.mouth: 1])
        let masked = try recognizer.identify(photo)[0]
        #expect(masked.visibility == .mouthCovered && masked.decision.pairing == .bareMouth)
        #expect(abs(masked.decision.threshold - 0.4) < 0.01)
        let verification = try recognizer.verify(photo, is: "Ada").verification
        #expect(verification.pairing == .bareMouth)
        #expect(abs(verification.threshold - 0.4) < 0.01)
    }

    @Test func `where the model knows nothing of such faces it is that of bare ones, and says so`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        var recognizer = try studio.recognizer(review: .off, threshold: 0.5, covered: 0.4)
        recognizer.occlusionJudge = FixedJudge(hidden: [.leftEye: 1])
        let photo = try studio.photo(of: 1)
        try await recognizer.enroll(photo, as: "Ada")
        let face = try recognizer.identify(photo)[0]
        #expect(face.visibility == .eyesCovered && face.decision.pairing == .bare)
        #expect(abs(face.decision.threshold - 0.5) < 0.01)
        #expect(try recognizer.verify(photo, is: "Ada").face.visibility == .eyesCovered)
        let snapshot = try recognizer.gallery.snapshot()
        #expect(try recognizer.thresholds(for: snapshot, probe: .eyesCovered).pairing == .bare)
        #expect(try recognizer.thresholds(for: snapshot, probe: .mouthCovered).pairing == .bareMouth)
    }

    @Test func `two photos have a pairing by what each shows`() throws {
        let studio = try Studio()
        defer { studio.close() }
        let reader = try studio.recognizer().reader
        let photo = try studio.photo(of: 1)
        let masked = try reader.face(in: photo, occlusion: FixedJudge(hidden: [.mouth: 1]))
        let bare = try reader.face(in: photo, occlusion: FixedJudge(hidden: [:]))
        #expect(FacePairing(masked.visibility, bare.visibility) == .bareMouth)
        #expect(masked.face.embedding == bare.face.embedding)
        let wall = PhotoSource.bytes(try Photo(width: 30, height: 20).encoded(as: .png), name: "wall.png")
        #expect(throws: RecognitionError.noFace) { try reader.face(in: wall) }
    }
}

@Suite struct PairThresholdTests {
    private let card = ModelCard(
        name: "m",
        dimension: 4,
        operatingPoints: [
            .init(falseAcceptRate: 1e-2, threshold: 1.3), .init(falseAcceptRate: 1e-3, threshold: 0.9),
            .init(falseAcceptRate: 1e-5, threshold: 0.6),
            .init(pairing: "mouth-mouth", falseAcceptRate: 1e-2, threshold: 1.0),
        ]
    )

    @Test func `nobody having asked, it is a rate of a thousandth, or else the least`() throws {
        let bare = try #require(PairThreshold(for: .bare, falseAcceptRate: nil, card: card))
        #expect(bare.value == 0.9 && bare.falseAcceptRate == 1e-3 && bare.pairing == .bare)
        let masked = try #require(PairThreshold(for: .mouthMouth, falseAcceptRate: nil, card: card))
        #expect(masked.value == 1.0 && masked.falseAcceptRate == 1e-2 && masked.pairing == .mouthMouth)
    }

    @Test func `a pairing that was never measured has the thresholds of bare faces, and says so`() throws {
        let threshold = try #require(PairThreshold(for: .bareEyes, falseAcceptRate: 1e-5, card: card))
        #expect(threshold.value == 0.6 && threshold.pairing == .bare && threshold.basis == .calibrated)
    }

    @Test func `a rate that was not measured for the pairing is none`() {
        #expect(PairThreshold(for: .mouthMouth, falseAcceptRate: 1e-3, card: card) == nil)
        #expect(PairThreshold(for: .bare, falseAcceptRate: 1e-4, card: card) == nil)
    }

    @Test func `a model without operating points has the program's`() {
        let plain = ModelCard(name: "m", dimension: 4)
        let threshold = PairThreshold(for: .bare, falseAcceptRate: nil, card: plain)
        #expect(threshold?.value == PairThreshold.uncalibrated)
        #expect(threshold?.basis == .uncalibrated && threshold?.pairing == nil)
        #expect(PairThreshold(for: .bare, falseAcceptRate: 0.01, card: plain) == nil)
    }
}
