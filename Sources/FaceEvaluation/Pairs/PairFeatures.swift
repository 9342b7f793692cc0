/// The features of every image that a list of pairs names, and the pairs as rows among them.
///
/// One flat matrix, so that measuring all pairs walks memory instead of looking names up.
struct PairFeatures {
    struct Row: Sendable {
        var first: Int
        var second: Int
        var isSame: Bool
        /// The fold, counted from 0.
        var fold: Int
        /// The place in the list, counted from 0.
        var index: Int
    }

    /// The features, `[N, D]`.
    private var matrix: [Float] = []
    private(set) var dimension = 0
    private(set) var pairs: [Row] = []
    let foldCount: Int

    /// Collects the features of `list`.
    ///
    /// - Parameters:
    ///   - list: The pairs.
    ///   - features: Of each image, by the name the pairs have for it, `[D]`.
    ///   - second: The features of the images that are the second of a pair, if they are others there.
    ///   - dropsPairs: Whether a pair without features is left out rather than an error.
    /// - Throws: ``EvaluationError``, if features are missing, not finite or of different dimensions.
    init(
        _ list: PairList,
        features: [String: [Float]],
        second: [String: [Float]]? = nil,
        dropsPairs: Bool
    ) throws(EvaluationError) {
        foldCount = list.folds.count
        var rows: [String: Int] = [:]
        var secondRows: [String: Int] = [:]
        var index = 0
        for (fold, pairs) in list.folds.enumerated() {
            for pair in pairs {
                defer { index += 1 }
                if dropsPairs, features[pair.first] == nil || (second ?? features)[pair.second] == nil { continue }
                let firstRow = try row(of: pair.first, in: features, known: &rows)
                let secondRow =
                    if let second {
                        try row(of: pair.second, in: second, known: &secondRows)
                    } else {
                        try row(of: pair.second, in: features, known: &rows)
                    }
                self.pairs.append(
                    Row(
                        first: firstRow,
                        second: secondRow,
                        isSame: pair.isSame,
                        fold: fold,
                        index: index
                    )
                )
            }
        }
    }

    private mutating func row(
        of image: String,
        in features: [String: [Float]],
        known: inout [String: Int]
    ) throws(EvaluationError) -> Int {
        if let row = known[image] { return row }
        guard let vector = features[image] else { throw .missingFeatures(image: image) }
        if matrix.isEmpty { dimension = vector.count }
        guard vector.count == dimension else {
            throw .dimensionMismatch(image: image, expected: dimension, actual: vector.count)
        }
        guard vector.allSatisfy(\.isFinite) else { throw .notFinite(image: image) }
        let place = dimension == 0 ? 0 : matrix.count / dimension
        known[image] = place
        matrix += vector
        return place
    }

    /// Returns the distance of every pair, `[P]`, after `mean`, `[D]`, is taken from every image.
    func distances(_ distance: FaceDistance, mean: [Double]) -> [Double] {
        mean.withUnsafeBufferPointer { mean in
            matrix.withUnsafeBufferPointer { matrix in
                func row(_ index: Int) -> UnsafeBufferPointer<Float> {
                    UnsafeBufferPointer(rebasing: matrix[index * dimension..<(index + 1) * dimension])
                }
                return pairs.map { distance(row($0.first), row($0.second), mean: mean) }
            }
        }
    }

    /// Returns, for each fold, the mean of both sides of the pairs of all *other* folds, `[D]`.
    ///
    /// An image counts once for each pair it is in.
    func trainingMeans() -> [[Double]] {
        var sums = [[Double]](repeating: [Double](repeating: 0, count: dimension), count: foldCount)
        var counts = [Int](repeating: 0, count: foldCount)
        for pair in pairs {
            for row in [pair.first, pair.second] {
                for column in 0..<dimension { sums[pair.fold][column] += Double(matrix[row * dimension + column]) }
            }
            counts[pair.fold] += 2
        }
        let total = (0..<dimension).map { column in sums.reduce(0) { $0 + $1[column] } }
        let count = counts.reduce(0, +)
        return (0..<foldCount).map { fold in
            (0..<dimension).map { (total[$0] - sums[fold][$0]) / Double(max(1, count - counts[fold])) }
        }
    }
}
