/// A reason why a list of pairs could not be read, or not be evaluated.
public enum EvaluationError: Error, Hashable, Sendable {
    /// A line of a list of pairs, counted from 1, is not what its place asks for.
    case malformed(line: Int, reason: String)
    /// Bytes are not what a format asks for; `offset` counts from 0.
    case malformedBytes(offset: Int, reason: String)
    /// An image that a pair names has no features.
    case missingFeatures(image: String)
    /// An image has features of another dimension than those before it.
    case dimensionMismatch(image: String, expected: Int, actual: Int)
    /// An image has a feature that is infinite or not a number.
    case notFinite(image: String)
    /// A threshold is learned on the other folds, and there are none.
    case tooFewFolds(Int)
    /// There are only pairs of the same person, or none; `fold` counts from 1, or is `nil` for all pairs
    /// together.
    case noDifferentPairs(fold: Int?)
    /// There are only pairs of different people, or none; `fold` counts from 1, or is `nil` for all pairs
    /// together.
    case noSamePairs(fold: Int?)
    /// A distance is not a finite number; `index` counts from 0.
    case distanceNotFinite(index: Int)
}

extension EvaluationError: CustomStringConvertible {
    /// What is wrong, as one sentence that can follow `path: `.
    public var description: String {
        switch self {
        case .malformed(let line, let reason): "line \(line): \(reason)"
        case .malformedBytes(let offset, let reason): "byte \(offset): \(reason)"
        case .missingFeatures(let image): "no features for image \(image), which a pair names"
        case .dimensionMismatch(let image, let expected, let actual):
            "image \(image) has \(actual) features, others have \(expected)"
        case .notFinite(let image): "image \(image) has a feature that is not a finite number"
        case .tooFewFolds(let count): "cross-validation needs at least 2 folds, got \(count)"
        case .noDifferentPairs(let fold): "no pairs of different people\(Self.place(fold))"
        case .noSamePairs(let fold): "no pairs of the same person\(Self.place(fold))"
        case .distanceNotFinite(let index): "the distance of pair \(index) is not a finite number"
        }
    }

    private static func place(_ fold: Int?) -> String { fold.map { " in fold \($0)" } ?? "" }
}
