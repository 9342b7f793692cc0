/// What searching a gallery gave: for probes of its people, and for strangers.
///
/// The terms of ISO/IEC 19795: a stranger who finds anybody within the threshold is a false positive, their share the
/// FPIR; a probe whose person is not the nearest one within the threshold is a false negative, their share the FNIR. One
/// cannot be read without the other, nor either without the size of the gallery.
public struct OpenSetScores: Hashable, Sendable {
    /// What a probe of the gallery's people found.
    public struct Mated: Hashable, Sendable {
        /// Who it shows; any number a person.
        public var person: Int
        /// Whether the nearest person is them.
        public var isRight: Bool
        /// The squared distance of the nearest person.
        public var squaredDistance: Float

        /// Creates a result.
        public init(person: Int, isRight: Bool, squaredDistance: Float) {
            self.person = person
            self.isRight = isRight
            self.squaredDistance = squaredDistance
        }
    }

    /// The probes of the gallery's people.
    public let mated: [Mated]
    /// The squared distance of the nearest person to each stranger, ascending.
    public let strangers: [Float]
    /// How much each probe counts: the same for every person, however many photos there are.
    let weights: [Double]

    /// Creates scores.
    ///
    /// - Parameters:
    ///   - mated: At least one.
    ///   - strangers: The squared distance of the nearest person to each, in any order; at least one.
    public init(mated: [Mated], strangers: [Float]) {
        precondition(!mated.isEmpty && !strangers.isEmpty, "\(mated.count) probes and \(strangers.count) strangers")
        self.mated = mated
        self.strangers = strangers.sorted()
        let photos = Dictionary(mated.map { ($0.person, 1.0) }, uniquingKeysWith: +)
        weights = mated.map { 1 / ((photos[$0.person] ?? 1) * Double(photos.count)) }
    }

    /// The share of probes whose nearest person is the right one, whatever the distance; each person counts the same.
    public var rankOneRate: Double { share { $0.isRight } }

    /// Returns the share of probes that are not found: FNIR; each person counts the same.
    ///
    /// - Parameter threshold: The greatest squared distance that is a match.
    /// - Returns: From 0 through 1.
    public func falseNegativeRate(threshold: Float) -> Double {
        share { !$0.isRight || $0.squaredDistance > threshold }
    }

    /// Returns the number of strangers who find somebody.
    ///
    /// - Parameter threshold: The greatest squared distance that is a match.
    /// - Returns: At most as many as there are strangers.
    /// - Complexity: O(*n*).
    public func falsePositives(threshold: Float) -> Int { strangers.count { $0 <= threshold } }

    /// Returns the greatest threshold that at most a share of these strangers pass.
    ///
    /// Chosen on the strangers it is judged by, as in published tables; a threshold of a calibration is not.
    ///
    /// - Parameter rate: The FPIR, from 0 up to, not including, 1.
    /// - Returns: A squared distance just below the first stranger who would be too many.
    public func threshold(falsePositiveRate rate: Double) -> Float {
        precondition(rate >= 0 && rate < 1, "a false positive rate of \(rate) is not at least 0 and below 1")
        return strangers[Int(rate * Double(strangers.count))].nextDown
    }

    private func share(_ isCounted: (Mated) -> Bool) -> Double {
        zip(mated, weights).reduce(0) { $0 + (isCounted($1.0) ? $1.1 : 0) }
    }
}
