import FaceEmbedding
import FaceNetworks
import FaceRecognition

/// The squared distance up to which two faces are taken for one person, and why it is that.
struct VerificationThreshold {
    /// Where it comes from.
    let choice: PairThreshold
    /// The same as a sentence.
    let explanation: String

    /// The squared distance.
    var value: Float { choice.value }

    /// Chooses a threshold.
    ///
    /// - Parameters:
    ///   - threshold: The one that was given.
    ///   - far: The false accept rate that was asked for.
    ///   - pairing: Which faces are compared.
    ///   - card: The model's.
    ///   - path: The model's file, for the error.
    /// - Throws: ``Failure`` if the model has no operating point for the false accept rate asked for.
    init(
        threshold: Float?,
        far: Double?,
        pairing: FacePairing = .bare,
        card: ModelCard,
        path: String
    ) throws(Failure) {
        if let threshold {
            choice = PairThreshold(given: threshold)
            explanation = "threshold \(threshold): as given"
            return
        }
        guard let choice = PairThreshold(for: pairing, falseAcceptRate: far, card: card) else {
            let points = card.operatingPoints(for: pairing)
            let known = (points.isEmpty ? card.operatingPoints(for: .bare) : points).map { "\($0.falseAcceptRate)" }
            let rates = known.isEmpty ? "no rate" : known.joined(separator: ", ")
            throw Failure(path, "has no operating point for that false accept rate, but for \(rates)")
        }
        self.choice = choice
        explanation = Self.explanation(of: choice, for: pairing, card: card)
    }

    private static func explanation(of choice: PairThreshold, for pairing: FacePairing, card: ModelCard) -> String {
        guard let rate = choice.falseAcceptRate, let measured = choice.pairing else {
            return "threshold \(choice.value): the program's own, as the model has no operating point"
        }
        let source = card.thresholdRecord.map { ", from \($0.people) people of \($0.source)" } ?? ""
        let sentence =
            "threshold \(choice.value): the model's for a false accept rate of \(rate), \(measured) faces\(source)"
        return measured == pairing
            ? sentence : "\(sentence); these two are \(pairing), for which the model has no operating point"
    }
}
