/// The share of pairs decided rightly, over the folds.
public struct Accuracy: Hashable, Sendable, Codable {
    /// The mean over the folds.
    public let mean: Double
    /// The standard deviation over the folds, dividing by their number: what facenet prints as `+-`.
    public let std: Double
    /// The standard error of the mean, `std / sqrt(folds)`: what the paper prints as `+-`.
    public let standardError: Double
    /// The accuracy of each fold.
    public let folds: [Double]

    /// Summarizes the folds.
    ///
    /// - Parameter folds: The accuracy of each, at least one.
    init(folds: [Double]) {
        self.folds = folds
        mean = folds.mean
        std = folds.standardDeviation
        standardError = std / Double(folds.count).squareRoot()
    }
}

/// How many pairs of the same person are accepted at a false accept rate: VAL at FAR, in the paper's section
/// 4.
///
/// With 300 pairs of different people a fold, one false accept is a rate of 0.0033, so on LFW a validation
/// rate at 0.001 is coarse: mind ``interval``, and that ``far`` is what the folds really had.
public struct ValidationRate: Hashable, Sendable, Codable {
    /// The false accept rate asked for.
    public let target: Double
    /// The false accept rate that the thresholds had on the folds they were *not* chosen on, as a mean.
    public let far: Double
    /// The mean over the folds.
    public let mean: Double
    /// The standard deviation over the folds, dividing by their number.
    public let std: Double
    /// The exact 95 % interval of Clopper and Pearson, for the pairs of the same person of all folds
    /// together.
    public let interval: ConfidenceInterval
    /// The threshold that decided each fold.
    public let thresholds: [Double]

    init(_ folds: [FoldResult], target: Double) {
        let rates = folds.map(\.validationRate)
        self.target = target
        far = folds.map(\.falseAcceptRate).mean
        mean = rates.mean
        std = rates.standardDeviation
        interval = ConfidenceInterval(
            successes: folds.reduce(0) { $0 + $1.same.accepted },
            of: folds.reduce(0) { $0 + $1.same.count }
        )
        thresholds = folds.map(\.validationThreshold)
    }
}

extension [Double] {
    fileprivate var mean: Double { reduce(0, +) / Double(count) }

    fileprivate var standardDeviation: Double {
        let mean = mean
        return (reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot()
    }
}
