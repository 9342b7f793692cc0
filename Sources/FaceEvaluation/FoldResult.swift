/// What one fold gives, decided by thresholds of the others.
struct FoldResult {
    /// The most accurate threshold on the other folds.
    let threshold: Double
    /// The threshold at which the other folds reach the false accept rate.
    let validationThreshold: Double
    /// The distance of each pair of the fold, in the order of the list.
    let distances: [Double]
    /// The share of the fold's pairs that ``threshold`` decides rightly.
    let accuracy: Double
    /// The fold's pairs, and those that ``validationThreshold`` accepts.
    private(set) var same = (count: 0, accepted: 0)
    private(set) var different = (count: 0, accepted: 0)

    init(
        _ fold: Int,
        pairs: [PairFeatures.Row],
        distances: [Double],
        of evaluation: LFWProtocol
    ) throws(EvaluationError) {
        let all = zip(pairs, distances)
        let training = all.lazy.filter { $0.0.fold != fold }.map { (distance: $0.1, isSame: $0.0.isSame) }
        let testing = all.lazy.filter { $0.0.fold == fold }.map { (distance: $0.1, isSame: $0.0.isSame) }
        let limit = LFWProtocol.thresholdLimit
        let coarse = ThresholdSweep(training, step: LFWProtocol.thresholdStep, limit: limit)
        let fine = ThresholdSweep(training, step: LFWProtocol.validationThresholdStep, limit: limit)
        let threshold = coarse.mostAccurateThreshold()
        let validationThreshold = fine.threshold(atFalseAcceptRate: evaluation.falseAcceptRate)

        var right = 0
        for (distance, isSame) in testing {
            if (distance < threshold) == isSame { right += 1 }
            let accepted = distance < validationThreshold ? 1 : 0
            if isSame {
                same.count += 1
                same.accepted += accepted
            } else {
                different.count += 1
                different.accepted += accepted
            }
        }
        guard same.count > 0 else { throw .noSamePairs(fold: fold + 1) }
        guard different.count > 0 else { throw .noDifferentPairs(fold: fold + 1) }
        self.threshold = threshold
        self.validationThreshold = validationThreshold
        self.distances = testing.map(\.distance)
        accuracy = Double(right) / Double(same.count + different.count)
    }

    /// The share of the fold's pairs of the same person that are accepted.
    var validationRate: Double { Double(same.accepted) / Double(same.count) }
    /// The share of the fold's pairs of different people that are accepted.
    var falseAcceptRate: Double { Double(different.accepted) / Double(different.count) }
}
