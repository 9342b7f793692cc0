import FaceEmbedding
import FaceEvaluation
import FaceNetworks

/// What `calibrate` prints.
struct CalibrationReport: Encodable {
    /// A threshold for a gallery.
    struct Threshold: Encodable {
        var pairing: FacePairing
        var templates: Int
        var falsePositiveRate: Double
        var threshold: Float
        /// Whether it is beyond what was measured.
        var isExtrapolated: Bool
    }

    /// What is written into the bundle as provenance.
    var record: ThresholdRecord
    var pairings: [PairingCalibration]
    var checks: [HeldOutRate]
    var operatingPoints: [ModelCard.OperatingPoint]
    /// For galleries; none if only the pairs of a list were compared.
    var thresholds: [Threshold]
    var bundle: String?

    init(_ outcome: CalibrationOutcome, record: ThresholdRecord, scale: Float, bundle: String?) {
        self.record = record
        self.bundle = bundle
        pairings = outcome.pairings
        checks = outcome.checks
        operatingPoints = outcome.operatingPoints(scale: scale)
        thresholds = outcome.pairings.filter { $0.pairing.sides.enrolled == .bare }.flatMap { pairing in
            pairing.tail.map { Self.thresholds(pairing.pairing, tail: $0) } ?? []
        }
    }

    private static func thresholds(_ pairing: FacePairing, tail: ImpostorTail) -> [Threshold] {
        [100, 1000, 10_000, 100_000, 1_000_000].flatMap { size in
            [0.01, 0.001].map { rate in
                Threshold(
                    pairing: pairing,
                    templates: size,
                    falsePositiveRate: rate,
                    threshold: tail.threshold(falsePositiveRate: rate, gallerySize: size),
                    isExtrapolated: tail.isExtrapolated(falsePositiveRate: rate, gallerySize: size)
                )
            }
        }
    }
}
