import FaceEvaluation

extension VerificationAnalysis {
    /// Measures pairs of photos in a folder for each person: the folder says whom a photo shows.
    ///
    /// - Parameters:
    ///   - pairs: The pairs and their distances.
    ///   - distance: What the distances are.
    /// - Throws: As the other initializer.
    init(_ pairs: [PairDistance], distance: FaceDistance) throws(EvaluationError) {
        let named = pairs.compactMap(\.pair.peopleByFolder)
        try self.init(
            distances: pairs.map(\.distance),
            isSame: pairs.map(\.pair.isSame),
            people: named.count == pairs.count ? named : nil,
            distance: distance
        )
    }
}
