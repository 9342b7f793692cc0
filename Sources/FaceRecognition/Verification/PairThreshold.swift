public import FaceEmbedding
public import FaceNetworks

/// The squared distance up to which two faces are taken for one person, and what it rests on.
public struct PairThreshold: Hashable, Sendable {
    /// Where a threshold comes from.
    public enum Basis: String, Hashable, Sendable, Codable {
        /// Whoever asked.
        case given
        /// An operating point of the model.
        case calibrated
        /// Nothing measured on this model.
        case uncalibrated
    }

    /// What is used where nothing was measured: about where classic FaceNet models divide LFW's pairs best.
    public static let uncalibrated: Float = 1.1
    /// The false accept rate that is meant if nobody says, where the model has a threshold for it.
    public static let standardRate = 1e-3

    /// The squared distance, after the card's `distanceScale`.
    public let value: Float
    /// Where it comes from.
    public let basis: Basis
    /// Which faces were compared to measure it; `nil` if it was not measured.
    ///
    /// Another pairing than asked for if the model knows nothing of that.
    public let pairing: FacePairing?
    /// The share of pairs of different people at or below it, if it was measured.
    public let falseAcceptRate: Double?

    /// A threshold that somebody gave.
    ///
    /// - Parameter value: A squared distance.
    public init(given value: Float) { self.init(value: value, basis: .given, pairing: nil, falseAcceptRate: nil) }

    /// The threshold of a model.
    ///
    /// A model that knows nothing of a pairing is asked for bare faces, and ``pairing`` says so. Of a model without
    /// operating points comes ``uncalibrated``. The result is `nil` if the model has no operating point for a rate that was
    /// asked.
    ///
    /// - Parameters:
    ///   - pairing: Which faces are compared.
    ///   - rate: The false accept rate; if `nil`, ``standardRate`` or else the least that the model knows.
    ///   - card: The model's.
    public init?(for pairing: FacePairing, falseAcceptRate rate: Double?, card: ModelCard) {
        let known = card.operatingPoints(for: pairing).isEmpty ? FacePairing.bare : pairing
        let points = card.operatingPoints(for: known)
        // Rates are typed and stored as decimals; equal ones may differ in the last bit.
        let chosen = points.first { abs($0.falseAcceptRate - (rate ?? Self.standardRate)) <= 1e-6 * $0.falseAcceptRate }
        if let point = chosen ?? (rate == nil ? points.min { $0.falseAcceptRate < $1.falseAcceptRate } : nil) {
            self.init(
                value: point.threshold,
                basis: .calibrated,
                pairing: known,
                falseAcceptRate: point.falseAcceptRate
            )
        } else if rate == nil {
            self.init(value: Self.uncalibrated, basis: .uncalibrated, pairing: nil, falseAcceptRate: nil)
        } else {
            return nil
        }
    }

    private init(value: Float, basis: Basis, pairing: FacePairing?, falseAcceptRate: Double?) {
        (self.value, self.basis) = (value, basis)
        (self.pairing, self.falseAcceptRate) = (pairing, falseAcceptRate)
    }
}
