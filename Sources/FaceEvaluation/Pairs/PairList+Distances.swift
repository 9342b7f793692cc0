extension PairList {
    /// Returns the distance of every pair.
    ///
    /// - Parameters:
    ///   - features: Of each image, by the name the pairs have for it, `[D]`.
    ///   - distance: How two faces are compared.
    /// - Returns: In the order of ``pairs``.
    /// - Throws: ``EvaluationError``, if features are missing, not finite or of different dimensions.
    /// - Complexity: O(*p* x *d*) for *p* pairs of *d* dimensions.
    public func distances(
        features: [String: [Float]],
        distance: FaceDistance = .squaredL2
    ) throws(EvaluationError) -> [Double] {
        let rows = try PairFeatures(self, features: features, dropsPairs: false)
        return rows.distances(distance, mean: [Double](repeating: 0, count: rows.dimension))
    }
}
