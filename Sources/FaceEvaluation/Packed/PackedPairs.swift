/// Images and pairs in one file: the `.bin` verification sets of insightface.
///
/// Such a file is a pickled couple: a list of encoded images, two for each pair, and a list that says of each pair whether
/// it is of the same person. Described by <https://github.com/deepinsight/insightface>,
/// `recognition/arcface_torch/eval/verification.py`, `load_bin`. The images are aligned crops, 112 x 112, most often.
///
/// Pickles can run any code when Python reads them. Nothing is run here: ``Pickle`` knows lists, numbers and bytes alone.
public struct PackedPairs: Sendable {
    /// The encoded images, most often JPEG, by the name the pairs have for them: the place in the file, from `0`.
    public let images: [String: ArraySlice<UInt8>]
    /// The pairs, in ten folds of consecutive pairs as published figures have them.
    public let pairs: PairList

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: The content of the file; kept, as the images are parts of it.
    ///   - foldCount: How many folds of consecutive pairs are made, at least 1; where they cannot be equal, the first ones
    ///     have a pair more, as in scikit-learn's `KFold`.
    /// - Throws: ``EvaluationError/malformedBytes(offset:reason:)`` if it is no such pickle, there are not two images a
    ///   pair, or fewer pairs than folds; ``EvaluationError/noSamePairs(fold:)`` and
    ///   ``EvaluationError/noDifferentPairs(fold:)``.
    /// - Complexity: O(*n*) for *n* bytes; images are not copied.
    public init(insightface bytes: [UInt8], folds foldCount: Int = 10) throws(EvaluationError) {
        precondition(foldCount >= 1, "\(foldCount) folds")
        var pickle = Pickle(bytes)
        guard case .sequence(let both) = try pickle.value(), both.items.count == 2,
            case .sequence(let encoded) = both.items[0], case .sequence(let labels) = both.items[1]
        else { throw .malformedBytes(offset: 0, reason: "expected a list of images and one of labels") }
        guard encoded.items.count == 2 * labels.items.count else {
            let reason = "\(encoded.items.count) images are not two for each of \(labels.items.count) labels"
            throw .malformedBytes(offset: 0, reason: reason)
        }
        guard labels.items.count >= foldCount else {
            throw .malformedBytes(offset: 0, reason: "\(labels.items.count) pairs make no \(foldCount) folds")
        }
        var images: [String: ArraySlice<UInt8>] = [:]
        for (index, item) in encoded.items.enumerated() {
            guard case .bytes(let image) = item, !image.isEmpty else {
                throw .malformedBytes(offset: 0, reason: "image \(index) is not bytes")
            }
            images["\(index)"] = image
        }
        var pairs: [LabelledPair] = []
        for (index, item) in labels.items.enumerated() {
            guard case .integer(let label) = item, label == 0 || label == 1 else {
                throw .malformedBytes(offset: 0, reason: "label \(index) is neither true nor false")
            }
            pairs.append(LabelledPair(first: "\(2 * index)", second: "\(2 * index + 1)", isSame: label == 1))
        }
        self.images = images
        self.pairs = try Self.folds(pairs, count: foldCount)
    }

    private static func folds(_ pairs: [LabelledPair], count: Int) throws(EvaluationError) -> PairList {
        var folds: [[LabelledPair]] = []
        var start = 0
        for fold in 0..<count {
            let end = start + pairs.count / count + (fold < pairs.count % count ? 1 : 0)
            let pairs = Array(pairs[start..<end])
            let number = count > 1 ? fold + 1 : nil
            guard pairs.contains(where: \.isSame) else { throw .noSamePairs(fold: number) }
            guard pairs.contains(where: { !$0.isSame }) else { throw .noDifferentPairs(fold: number) }
            folds.append(pairs)
            start = end
        }
        return PairList(folds: folds)
    }
}
