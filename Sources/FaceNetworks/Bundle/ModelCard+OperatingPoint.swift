public import FaceEmbedding

extension ModelCard {
    /// A threshold, and how often strangers pass it.
    public struct OperatingPoint: Hashable, Sendable, Codable {
        /// The range a rate lies in, as far as those it was measured on can tell.
        public struct Interval: Hashable, Sendable, Codable {
            /// The lower end, from 0 through 1.
            public var lower: Double
            /// The upper end, from 0 through 1.
            public var upper: Double
            /// How often such an interval contains the rate: 0.95 for 95 %.
            public var confidence: Double

            /// Creates an interval.
            ///
            /// - Parameters:
            ///   - lower: The lower end.
            ///   - upper: The upper end.
            ///   - confidence: How often such an interval contains the rate.
            public init(lower: Double, upper: Double, confidence: Double = 0.95) {
                (self.lower, self.upper, self.confidence) = (lower, upper, confidence)
            }
        }

        /// Which faces were compared: the name of a `FacePairing`, such as `bare` or `bare-mouth`.
        public var pairing: String
        /// The share of pairs of different people at or below the threshold.
        public var falseAcceptRate: Double
        /// The greatest squared distance that counts as the same person.
        public var threshold: Float
        /// The share of pairs of one person at or below the threshold, if it was measured.
        public var trueAcceptRate: Double?
        /// The pairs of different people that were at or below it, if that was kept.
        public var falseAccepts: Int?
        /// The pairs of different people that were compared, if that was kept.
        public var pairs: Int?
        /// Where the rate of other people like those may lie, drawn from the people and not from the pairs.
        public var interval: Interval?

        /// Creates an operating point.
        ///
        /// - Parameters:
        ///   - pairing: Which faces were compared: the name of a `FacePairing`.
        ///   - falseAcceptRate: The share of pairs of different people at or below the threshold.
        ///   - threshold: The greatest squared distance that counts as the same person.
        ///   - trueAcceptRate: The share of pairs of one person at or below the threshold.
        ///   - falseAccepts: The pairs of different people at or below it.
        ///   - pairs: The pairs of different people.
        ///   - interval: Where the rate of other people like those may lie.
        public init(
            pairing: String = "bare",
            falseAcceptRate: Double,
            threshold: Float,
            trueAcceptRate: Double? = nil,
            falseAccepts: Int? = nil,
            pairs: Int? = nil,
            interval: Interval? = nil
        ) {
            self.pairing = pairing
            self.falseAcceptRate = falseAcceptRate
            self.threshold = threshold
            self.trueAcceptRate = trueAcceptRate
            self.falseAccepts = falseAccepts
            self.pairs = pairs
            self.interval = interval
        }
    }

    /// The operating points of one pairing, in the order of the card.
    ///
    /// - Parameter pairing: Which faces are compared.
    /// - Returns: None if it was not measured; bundles of old have bare ones only.
    public func operatingPoints(for pairing: FacePairing) -> [OperatingPoint] {
        operatingPoints.filter { $0.pairing == pairing.rawValue }
    }

    /// How near strangers come where faces of these kinds are compared, if it was measured.
    ///
    /// - Parameter pairing: Which faces are compared.
    /// - Returns: `nil` if it was not measured.
    public func tail(for pairing: FacePairing) -> ImpostorTail? {
        pairing == .bare ? impostorTail : coveredTails[pairing]
    }
}
