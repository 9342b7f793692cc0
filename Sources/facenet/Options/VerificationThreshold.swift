import FaceNetworks

/// The squared distance up to which two faces are taken for one person, and why it is that.
struct VerificationThreshold {
    /// Where a threshold comes from.
    enum Source: String, Encodable {
        /// The command line.
        case given
        /// An operating point of the model.
        case calibrated
        /// Nothing measured on this model.
        case uncalibrated
    }

    /// What is used where nothing was measured: about where classic FaceNet models divide LFW's pairs best.
    static let uncalibrated: Float = 1.1

    /// The squared distance.
    let value: Float
    /// Where it comes from.
    let source: Source
    /// The same as a sentence.
    let explanation: String

    /// Chooses a threshold.
    ///
    /// - Throws: ``Failure`` if the model has no operating point for the false accept rate asked for.
    init(threshold: Float?, far: Double?, card: ModelCard, path: String) throws(Failure) {
        if let threshold {
            (value, source, explanation) = (threshold, .given, "threshold \(threshold): as given")
            return
        }
        // Rates are typed and stored as decimals; equal ones may differ in the last bit.
        let points = card.operatingPoints.filter { point in
            guard let far else { return true }
            return abs(point.falseAcceptRate - far) <= 1e-6 * far
        }
        if let point = points.min(by: { $0.falseAcceptRate < $1.falseAcceptRate }) {
            (value, source) = (point.threshold, .calibrated)
            explanation =
                "threshold \(point.threshold): the model's for a false accept rate of \(point.falseAcceptRate)"
            return
        }
        guard far == nil else {
            let known = card.operatingPoints.map { "\($0.falseAcceptRate)" }
            let rates = known.isEmpty ? "no rate" : known.joined(separator: ", ")
            throw Failure(path, "has no operating point for that false accept rate, but for \(rates)")
        }
        (value, source) = (Self.uncalibrated, .uncalibrated)
        explanation = "threshold \(Self.uncalibrated): the program's own, as the model has no operating point"
    }
}
