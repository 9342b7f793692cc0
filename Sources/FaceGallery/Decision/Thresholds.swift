public import FaceEmbedding

/// What thresholds rest on: how near strangers come, and on whom that was measured.
public struct Thresholds: Hashable, Sendable {
    /// On whom it was measured.
    public enum Basis: String, Hashable, Sendable, Codable {
        /// The people the model was calibrated with: its bundle has a tail.
        case model
        /// The people of the gallery itself.
        case gallery
        /// Nobody, for this model: the figures of another one are assumed.
        case standard
    }

    /// What is assumed of a model that nobody calibrated, for a gallery too small to tell: ``ImpostorTail/classic``.
    public static let standard = Thresholds(tail: .classic, basis: .standard)

    /// The fewest people of a gallery that say how near strangers come.
    public static let fewestPeople = 200
    /// The most people that are compared with each other, which takes about half a second.
    public static let mostPeople = 3000

    /// How near strangers come.
    public let tail: ImpostorTail
    /// On whom it was measured.
    public let basis: Basis
    /// Which faces were compared to measure it: enrolled ones and probes.
    public let pairing: FacePairing

    /// Creates thresholds on a basis.
    ///
    /// - Parameters:
    ///   - tail: How near strangers come.
    ///   - basis: On whom it was measured.
    ///   - pairing: Which faces were compared to measure it.
    public init(tail: ImpostorTail, basis: Basis, pairing: FacePairing = .bare) {
        self.tail = tail
        self.basis = basis
        self.pairing = pairing
    }

    /// Those of a calibrated model.
    ///
    /// - Parameters:
    ///   - tail: The model's.
    ///   - pairing: Which of the model's tails it is.
    public init(model tail: ImpostorTail, pairing: FacePairing = .bare) {
        self.init(tail: tail, basis: .model, pairing: pairing)
    }
}

extension GallerySnapshot {
    /// Returns what to base decisions on: the model's calibration, else the gallery's own people, else an assumption.
    ///
    /// The model's calibration is of the people it was made with. People of other regions, ages or cameras come nearer
    /// or stay farther: calibrated on CelebA, the asked rate of 1 % was 1.3 to 1.6 % on LFW. A gallery of at least
    /// ``Thresholds/fewestPeople`` people tells for itself, each in turn being a stranger to the others; so `tail: nil`
    /// is worth trying with a large gallery. It must not have a person under two names: those look like strangers who
    /// are very alike, and the thresholds become too strict.
    ///
    /// Asks the store for the first template of each of up to ``Thresholds/mostPeople`` people: keep the answer.
    ///
    /// - Parameter tail: The model's, if it has one and it shall be used.
    /// - Returns: Thresholds, and on what basis.
    /// - Throws: What the store throws.
    /// - Complexity: O(*P*² x *D*) for *P* people, without a tail; O(1) with one.
    public func thresholds(model tail: ImpostorTail?) throws(GalleryError) -> Thresholds {
        if let tail { return Thresholds(model: tail) }
        var firsts: [Int64: Int64] = [:]
        for id in table.ids {
            guard let person = table.person(of: id), person != Person.nobodyRow, firsts[person].map({ id < $0 }) ?? true
            else { continue }
            firsts[person] = id
        }
        guard firsts.count >= Thresholds.fewestPeople else { return .standard }
        // Evenly through the gallery, so that they are of all times of enrollment.
        let ids = firsts.values.sorted()
        let count = min(ids.count, Thresholds.mostPeople)
        let embeddings = try records.embeddings(of: (0..<count).map { ids[$0 * ids.count / count] }).compactMap(\.self)
        let own = ImpostorTail(oneFaceEach: embeddings, source: "\(embeddings.count) people of the gallery")
        return own.map { Thresholds(tail: $0, basis: .gallery) } ?? .standard
    }
}
