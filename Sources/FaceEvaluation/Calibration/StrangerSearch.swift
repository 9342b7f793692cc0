import FaceEmbedding

/// Strangers searched in galleries of each other: how often they find somebody within a threshold.
///
/// Each person in turn is the stranger, by their probe; a gallery is drawn from the enrolled faces of the others. Counted
/// in closed form over *all* galleries of a size: of a stranger to whom `k` of `n` others are near, the chance that a
/// gallery of `N` has none of those is `C(n - k, N) / C(n, N)`.
struct StrangerSearch {
    /// How many people there are.
    let people: Int
    /// Who is near whom.
    private let hits: [(probe: Int, enrolled: Int)]

    /// Finds out who is near whom.
    ///
    /// - Complexity: O(*P*² x *D*) for *P* people.
    init(_ faces: CalibrationFaces, _ pairing: FacePairing, within threshold: Float) {
        people = faces.people.count
        let (enrolled, probes) = (faces.firsts(pairing.sides.enrolled), faces.firsts(pairing.sides.probe))
        var hits: [(probe: Int, enrolled: Int)] = []
        for probe in probes.indices {
            for other in enrolled.indices where other != probe {
                if probes[probe].squaredDistance(to: enrolled[other]) <= threshold { hits.append((probe, other)) }
            }
        }
        self.hits = hits
    }

    /// The strangers to whom anybody is near.
    var strangersWithHits: Int { Set(hits.map(\.probe)).count }

    /// The share of strangers who find somebody in a gallery of a size, less than there are people.
    func falsePositiveRate(gallerySize: Int) -> Double {
        rate(gallerySize: gallerySize, drawn: [Int](repeating: 1, count: people))
    }

    /// Where that share may lie for other people, drawing the people again, strangers and enrolled alike; 95 %.
    ///
    /// - Complexity: O(*r* x (*P* + *h*)) for *r* replicates and *h* who are near.
    func interval(gallerySize: Int, by bootstrap: IdentityBootstrap) -> ConfidenceInterval {
        guard !hits.isEmpty else { return ConfidenceInterval(successes: 0, of: people) }
        let rates = (0..<bootstrap.replicates).map { replicate in
            rate(gallerySize: gallerySize, drawn: bootstrap.draw(people, replicate: replicate))
        }
        return bootstrap.percentiles(of: rates, confidence: 0.95) ?? ConfidenceInterval(successes: 0, of: people)
    }

    /// The share if each person is there as often as they were drawn; nobody finds another drawing of themselves.
    private func rate(gallerySize: Int, drawn: [Int]) -> Double {
        var near = [Int](repeating: 0, count: people)
        for hit in hits { near[hit.probe] += drawn[hit.enrolled] }
        var found = 0.0
        for probe in 0..<people where drawn[probe] > 0 && near[probe] > 0 {
            let others = people - drawn[probe]
            var chanceOfNone = 1.0
            for step in 0..<near[probe] where chanceOfNone > 0 {
                chanceOfNone *= Double(max(0, others - gallerySize - step)) / Double(others - step)
            }
            found += Double(drawn[probe]) * (1 - chanceOfNone)
        }
        return found / Double(people)
    }
}
