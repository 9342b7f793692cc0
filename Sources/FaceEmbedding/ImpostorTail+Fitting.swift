extension ImpostorTail {
    /// The fewest people that a tail can be fitted to.
    public static let fewestPeople = 100
    /// A quantile or a rate counts as measured if so many pairs, or strangers, are behind it.
    static let fewestHits = 5
    /// Rates above this are left out of the fit: there the tail bends.
    static let greatestRate = 0.05

    /// Measures a tail on one face each of many people.
    ///
    /// Each person in turn is the stranger, the others are the gallery. How many come within each distance gives
    /// the false accept rate, and in closed form the share of strangers who would find somebody in a gallery
    /// drawn from the others, averaged over *all* galleries of a size (the hypergeometric chance of drawing none
    /// of those near). The law is fitted to those shares over seven sizes from a 64th of the people to all, by
    /// least squares in logarithms, each weighted by the strangers behind it.
    ///
    /// A person who is there twice, under two names, counts as two who look alike, and lowers the thresholds;
    /// one pair among 4,000 moves them little, ten pairs do.
    ///
    /// The result is `nil` if there are fewer than ``fewestPeople``, or if too few of them are alike to fit
    /// anything, as happens with vectors that are not faces.
    ///
    /// - Parameters:
    ///   - embeddings: One face of each person, all of one dimension.
    ///   - source: Which faces they are, for the record.
    /// - Complexity: O(*P*² *D*) time and O(*P*) memory, for *P* people.
    public init?(oneFaceEach embeddings: [Embedding], source: String) {
        guard embeddings.count >= Self.fewestPeople else { return nil }
        self.init(NeighborCounts(embeddings), source: source)
    }

    /// Measures a tail for probes of another kind than the enrolled faces, such as masked ones among bare ones.
    ///
    /// As ``init(oneFaceEach:source:)``, but each person in turn is a stranger with the first face, to the others'
    /// second faces.
    ///
    /// - Parameters:
    ///   - probes: One face of each person, as strangers show it, all of one dimension.
    ///   - enrolled: One face of each person, as galleries hold it; as many, people in the same order.
    ///   - source: Which faces they are, for the record.
    /// - Complexity: O(*P*² *D*) time and O(*P*) memory, for *P* people.
    public init?(probes: [Embedding], among enrolled: [Embedding], source: String) {
        guard probes.count >= Self.fewestPeople else { return nil }
        self.init(NeighborCounts(probes: probes, enrolled: enrolled), source: source)
    }

    private init?(_ counts: NeighborCounts, source: String) {
        guard let law = counts.law() else { return nil }
        self.init(
            points: counts.points(),
            level: law.level,
            exponent: law.exponent,
            growth: law.growth,
            people: counts.people,
            source: source
        )
    }
}
