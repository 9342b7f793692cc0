/// How far apart the images of a pair were found to be.
public struct PairDistance: Hashable, Sendable {
    /// The place in ``PairList/pairs``, counted from 0.
    public let index: Int
    /// The images and whether they are of the same person.
    public let pair: LabelledPair
    /// The distance, in the protocol's measure.
    public let distance: Double
}

extension LFWProtocol {
    /// Measures pairs as ``evaluate(_:features:secondFeatures:undetected:precision:)`` does, each in its own fold.
    ///
    /// - Parameters:
    ///   - pairs: The folds; at least two if the mean is subtracted.
    ///   - features: Of each image, by the name the pairs have for it, `[D]`.
    ///   - secondFeatures: Those of the images that are the second of a pair, if they are others there.
    ///   - dropsPairs: Whether a pair without features is left out rather than an error.
    /// - Returns: The pairs in the order of the list.
    /// - Throws: ``EvaluationError``, if features are missing or do not fit.
    /// - Complexity: O(*p* x *d*), where *p* is the number of pairs and *d* the dimension; times the number of folds if
    ///   the mean is subtracted.
    public func distances(
        of pairs: PairList,
        features: [String: [Float]],
        secondFeatures: [String: [Float]]? = nil,
        dropsPairs: Bool = false
    ) throws(EvaluationError) -> [PairDistance] {
        guard pairs.folds.count >= 2 || !subtractsMean else { throw .tooFewFolds(pairs.folds.count) }
        let rows = try PairFeatures(pairs, features: features, second: secondFeatures, dropsPairs: dropsPairs)
        let means = subtractsMean ? rows.trainingMeans() : [[Double](repeating: 0, count: rows.dimension)]
        let byMean = means.map { rows.distances(distance, mean: $0) }
        let labelled = pairs.pairs
        return rows.pairs.enumerated().map { place, row in
            PairDistance(
                index: row.index,
                pair: labelled[row.index],
                distance: byMean[subtractsMean ? row.fold : 0][place]
            )
        }
    }
}
