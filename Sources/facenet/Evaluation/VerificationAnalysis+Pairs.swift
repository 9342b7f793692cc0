import FaceEvaluation

extension VerificationAnalysis {
    /// Measures pairs of photos in a folder for each person: the folder says whom a photo shows.
    ///
    /// - Parameters:
    ///   - pairs: The pairs and their distances.
    ///   - distance: What the distances are.
    /// - Throws: As the other initializer.
    init(_ pairs: [PairDistance], distance: FaceDistance) throws(EvaluationError) {
        func person(_ photo: String) -> String? {
            let parts = photo.split(separator: "/")
            return parts.count > 1 ? String(parts[0]) : nil
        }
        let people = pairs.map { (person($0.pair.first), person($0.pair.second)) }
        // A person's folder that a pair of two people shares, or that one of one person does not, names nobody.
        let named = zip(people, pairs).compactMap { people, pair -> (first: String, second: String)? in
            guard let first = people.0, let second = people.1, (first == second) == pair.pair.isSame else { return nil }
            return (first, second)
        }
        try self.init(
            distances: pairs.map(\.distance),
            isSame: pairs.map(\.pair.isSame),
            people: named.count == pairs.count ? named : nil,
            distance: distance
        )
    }
}
