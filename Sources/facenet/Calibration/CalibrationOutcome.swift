import FaceEmbedding
import FaceEvaluation
import FaceNetworks

/// What a calibration found.
struct CalibrationOutcome {
    /// The share of strangers that galleries are checked for.
    static let checkedRate = 0.01
    /// The galleries that are checked, in templates.
    static let checkedSizes = [100, 300, 1000, 3000]

    /// Bare first.
    var pairings: [PairingCalibration]
    /// What the people who were kept apart said.
    var checks: [HeldOutRate] = []
    /// The photos behind it.
    var photos: Int
    /// How many people were kept apart.
    var heldOut = 0

    /// Measures everybody against everybody else.
    ///
    /// - Parameters:
    ///   - faces: Of at least ``ImpostorTail/fewestPeople`` people.
    ///   - heldOut: People to check the thresholds on.
    ///   - rates: The false accept rates.
    ///   - source: Which faces they are, for the record.
    init(_ faces: CalibrationFaces, heldOut: CalibrationFaces?, rates: [Double], source: String) {
        photos = faces.photoCount
        self.heldOut = heldOut?.people.count ?? 0
        pairings = []
        let progress = Progress(total: faces.pairings.count, unit: "pairings")
        for pairing in faces.pairings {
            let calibration = PairingCalibration(pairing, of: faces, rates: rates, source: "\(source), \(pairing)")
            pairings.append(calibration)
            if let heldOut {
                checks += HeldOutRate.falseAccepts(of: calibration, on: heldOut)
                checks += HeldOutRate.falsePositives(
                    of: calibration,
                    measuredOn: faces,
                    on: heldOut,
                    rate: Self.checkedRate,
                    gallerySizes: Self.checkedSizes
                )
            }
            progress.advance()
        }
        progress.finish()
    }

    /// What the pairs of a list gave.
    init(pairings: [PairingCalibration], photos: Int) {
        self.pairings = pairings
        self.photos = photos
    }

    /// The people behind it.
    var people: Int { pairings.first?.people ?? 0 }

    /// The tail of bare faces.
    var tail: ImpostorTail? { pairings.first { $0.pairing == .bare }?.tail }

    /// What goes into a card.
    ///
    /// - Parameter scale: The card's: distances are multiplied by it before a threshold of an operating point applies.
    /// - Returns: The operating points of all pairings.
    func operatingPoints(scale: Float) -> [ModelCard.OperatingPoint] {
        pairings.flatMap { pairing in
            pairing.thresholds.map { point in
                ModelCard.OperatingPoint(
                    pairing: pairing.pairing.rawValue,
                    falseAcceptRate: point.rate,
                    threshold: point.threshold * scale,
                    trueAcceptRate: point.trueAccepts.of == 0 ? nil : point.trueAccepts.rate,
                    falseAccepts: point.falseAccepts.count,
                    pairs: point.falseAccepts.of,
                    interval: point.overPeople.map(ModelCard.OperatingPoint.Interval.init)
                )
            }
        }
    }

    /// Writes thresholds and tails into a card.
    ///
    /// All of what was there for these pairings goes, but for tails where a list of pairs gave none.
    func apply(to card: inout ModelCard, record: ThresholdRecord) {
        let known = Set(pairings.map(\.pairing.rawValue))
        card.operatingPoints =
            card.operatingPoints.filter { !known.contains($0.pairing) } + operatingPoints(scale: card.distanceScale)
        for pairing in pairings {
            guard let tail = pairing.tail else { continue }
            if pairing.pairing == .bare { card.impostorTail = tail } else { card.coveredTails[pairing.pairing] = tail }
        }
        card.thresholdRecord = record
    }
}

extension ModelCard.OperatingPoint.Interval {
    init(_ interval: ConfidenceInterval) {
        self.init(lower: interval.lower, upper: interval.upper, confidence: interval.confidence)
    }
}

extension ThresholdRecord.Check {
    init(_ rate: HeldOutRate) {
        self.init(
            pairing: rate.pairing,
            gallerySize: rate.gallerySize,
            asked: rate.asked,
            measured: rate.measured,
            interval: ModelCard.OperatingPoint.Interval(rate.interval)
        )
    }
}
