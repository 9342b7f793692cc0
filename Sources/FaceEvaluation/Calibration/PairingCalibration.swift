public import FaceEmbedding

/// What was measured for one pairing: thresholds for pairs, and how near strangers come in a gallery.
public struct PairingCalibration: Hashable, Sendable, Codable {
    /// Which faces were compared.
    public let pairing: FacePairing
    /// The people they were of.
    public let people: Int
    /// The pairs of different people.
    public let pairs: Int
    /// The thresholds for the rates asked for that the pairs support, greatest rate first.
    public let thresholds: [CalibratedThreshold]
    /// The rates that they do not support.
    public let unsupported: [VerificationAnalysis.UnsupportedRate]
    /// How near strangers come in a gallery; `nil` if too few are alike, or only pairs of a list were compared.
    public let tail: ImpostorTail?

    /// Measures a pairing on everybody against everybody else, by their first photos.
    ///
    /// A rate is stated only where pairs of *people* support it (``FalseAcceptSupport``): where the two faces are of
    /// different states each two people make two distances, which are far from independent.
    ///
    /// - Parameters:
    ///   - pairing: Which faces are compared.
    ///   - faces: At least two people.
    ///   - rates: The false accept rates, each above 0 and below 1.
    ///   - source: Which faces they are, for the tail's record.
    ///   - bootstrap: How people are drawn again for intervals.
    /// - Complexity: O(*P*² x *D*) for *P* people, and the bootstrap: O(*r* x *P*²) times the greatest rate, for *r*
    ///   replicates.
    public init(
        _ pairing: FacePairing,
        of faces: CalibrationFaces,
        rates: [Double],
        source: String,
        bootstrap: IdentityBootstrap = IdentityBootstrap()
    ) {
        precondition(faces.people.count >= 2, "\(faces.people.count) people make no pairs")
        let distances = ImpostorDistances(faces, pairing)
        let genuine = faces.genuineDistances(pairing)
        let support = faces.people.count * (faces.people.count - 1) / 2
        let supported = rates.filter { FalseAcceptSupport.isSupported($0, byPairs: support) }.sorted()
        let limits = supported.map(distances.threshold)
        let intervals = distances.intervals(at: limits, by: bootstrap)
        self.pairing = pairing
        people = faces.people.count
        pairs = distances.pairs
        thresholds = supported.indices.reversed().map { index in
            let interval = intervals[index]
            return CalibratedThreshold(
                rate: supported[index],
                threshold: limits[index],
                falseAccepts: Share(distances.count(within: limits[index]), of: distances.pairs),
                overPeople: interval,
                thresholds: distances.threshold(rate: interval.lower)...distances.threshold(rate: interval.upper),
                trueAccepts: Share(genuine.count { $0 <= limits[index] }, of: genuine.count)
            )
        }
        unsupported = Self.unsupported(rates, pairs: support)
        tail =
            pairing.isSymmetric
            ? ImpostorTail(oneFaceEach: faces.firsts(pairing.sides.probe), source: source)
            : ImpostorTail(
                probes: faces.firsts(pairing.sides.probe),
                among: faces.firsts(pairing.sides.enrolled),
                source: source
            )
    }

    /// Measures a pairing on the pairs of a list.
    ///
    /// - Parameters:
    ///   - pairing: Which faces were compared.
    ///   - distances: Of each pair, at least one of them of different people.
    ///   - isSame: Whether each pair is of one person; as many.
    ///   - people: Who each pair shows; as many.
    ///   - rates: The false accept rates, each above 0 and below 1.
    ///   - impostors: The pairs of different people, each once even if it gave two distances: what supports a rate.
    ///   - bootstrap: How people are drawn again for intervals.
    /// - Complexity: O(*n* log *n* + *r* x *n*) for *n* pairs and *r* replicates.
    public init(
        _ pairing: FacePairing,
        distances: [Float],
        isSame: [Bool],
        people: [(first: String, second: String)],
        rates: [Double],
        impostors: Int,
        bootstrap: IdentityBootstrap = IdentityBootstrap()
    ) {
        precondition(distances.count == isSame.count && people.count == isSame.count, "lists of unequal length")
        let different = isSame.indices.filter { !isSame[$0] }
        let sorted = different.map { distances[$0] }.sorted()
        let genuine = isSame.indices.filter { isSame[$0] }.map { distances[$0] }
        let supported = rates.filter { FalseAcceptSupport.isSupported($0, byPairs: impostors) }.sorted(by: >)
        // Just below the first distance that is too many.
        let limits = supported.map { sorted[Int(($0 * Double(sorted.count) * (1 + 1e-12)).rounded(.down))].nextDown }
        var numbers: [String: Int] = [:]
        for name in people.flatMap({ [$0.first, $0.second] }) where numbers[name] == nil {
            numbers[name] = numbers.count
        }
        let intervals = bootstrap.intervals(
            thresholds: limits.map { Double($0.nextUp) },
            distances: different.map { Double(distances[$0]) },
            pairs: different.map { (numbers[people[$0].first] ?? 0, numbers[people[$0].second] ?? 0) },
            people: numbers.count
        )
        self.pairing = pairing
        self.people = numbers.count
        pairs = different.count
        thresholds = supported.indices.map { index in
            CalibratedThreshold(
                rate: supported[index],
                threshold: limits[index],
                falseAccepts: Share(sorted.count { $0 <= limits[index] }, of: sorted.count),
                overPeople: intervals[index],
                thresholds: nil,
                trueAccepts: Share(genuine.count { $0 <= limits[index] }, of: genuine.count)
            )
        }
        unsupported = Self.unsupported(rates, pairs: impostors)
        tail = nil
    }

    private static func unsupported(_ rates: [Double], pairs: Int) -> [VerificationAnalysis.UnsupportedRate] {
        rates.filter { !FalseAcceptSupport.isSupported($0, byPairs: pairs) }.map {
            VerificationAnalysis.UnsupportedRate(target: $0, neededPairs: FalseAcceptSupport.neededPairs(for: $0))
        }
    }
}
