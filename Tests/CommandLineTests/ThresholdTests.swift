import FaceEmbedding
import FaceNetworks
import FaceRecognition
import Testing

@testable import facenet

@Suite struct ThresholdTests {
    private let calibrated = ModelCard(
        name: "m",
        dimension: 4,
        operatingPoints: [
            ModelCard.OperatingPoint(falseAcceptRate: 1e-2, threshold: 1.3),
            ModelCard.OperatingPoint(falseAcceptRate: 1e-3, threshold: 0.9),
        ]
    )

    @Test func `a threshold given is the one used`() throws {
        let threshold = try VerificationThreshold(threshold: 0.5, far: nil, card: calibrated, path: "m")
        #expect(threshold.value == 0.5)
        #expect(threshold.choice.basis == .given)
    }

    @Test func `a false accept rate has its operating point's threshold`() throws {
        #expect(try VerificationThreshold(threshold: nil, far: 0.01, card: calibrated, path: "m").value == 1.3)
        #expect(try VerificationThreshold(threshold: nil, far: 0.001, card: calibrated, path: "m").value == 0.9)
    }

    @Test func `without either the strictest operating point decides, and says so`() throws {
        let threshold = try VerificationThreshold(threshold: nil, far: nil, card: calibrated, path: "m")
        #expect(threshold.value == 0.9)
        #expect(threshold.explanation == "threshold 0.9: the model's for a false accept rate of 0.001, bare faces")
    }

    @Test func `a model without operating points has the program's threshold, and says so`() throws {
        let card = ModelCard(name: "m", dimension: 4)
        let threshold = try VerificationThreshold(threshold: nil, far: nil, card: card, path: "m")
        #expect(threshold.value == PairThreshold.uncalibrated)
        #expect(threshold.choice.basis == .uncalibrated)
    }

    @Test func `a false accept rate nobody measured is refused`() {
        let failure = #expect(throws: Failure.self) {
            try VerificationThreshold(threshold: nil, far: 1e-4, card: calibrated, path: "m.onnx")
        }
        #expect(
            failure?.description == "m.onnx: has no operating point for that false accept rate, but for 0.01, 0.001"
        )
    }

    @Test func `what the faces show and whom it was measured on is said`() throws {
        var card = calibrated
        card.operatingPoints.append(.init(pairing: "mouth-mouth", falseAcceptRate: 1e-3, threshold: 0.7))
        card.thresholdRecord = ThresholdRecord(
            source: "lfw",
            people: 2137,
            photos: 3000,
            precision: "fp32",
            detector: "mtcnn"
        )
        func explanation(_ pairing: FacePairing) throws -> String {
            try VerificationThreshold(threshold: nil, far: nil, pairing: pairing, card: card, path: "m").explanation
        }
        #expect(
            try explanation(.mouthMouth)
                == "threshold 0.7: the model's for a false accept rate of 0.001, mouth-mouth faces, from 2137 people of lfw"
        )
        #expect(
            try explanation(.eyesEyes)
                == "threshold 0.9: the model's for a false accept rate of 0.001, bare faces, from 2137 people of lfw; "
                + "these two are eyes-eyes, for which the model has no operating point"
        )
    }
}
