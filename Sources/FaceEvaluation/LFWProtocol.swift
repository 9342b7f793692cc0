public import FaceEmbedding

/// The unrestricted LFW protocol, as the FaceNet paper reports it and davidsandberg's facenet computes it.
///
/// Ten given folds, never shuffled. For each, the threshold with the best accuracy on the other nine decides
/// it: the first maximum over `0, 0.01, ... 3.99`, same if and only if `distance < threshold`. The validation
/// rate is taken likewise, at the threshold where the false accept rate of the other nine reaches the target,
/// on a grid of step 0.001 with straight lines between. Nothing of a fold is used to decide that fold.
///
/// Described in *FaceNet*, <https://arxiv.org/abs/1503.03832>, section 5.6; the details that paper leaves
/// open are those of <https://github.com/davidsandberg/facenet>, `src/facenet.py`, `calculate_roc` and
/// `calculate_val`.
public struct LFWProtocol: Hashable, Sendable {
    /// The distance from one threshold to the next, for accuracy.
    public static let thresholdStep = 0.01
    /// The distance from one threshold to the next, for the validation rate.
    public static let validationThresholdStep = 0.001
    /// What all thresholds are below, whichever distance is used.
    public static let thresholdLimit = 4.0

    /// How two faces are compared.
    public var distance: FaceDistance
    /// Whether the mean of the training folds is taken from every image before comparing.
    ///
    /// It changes the cosine only: in a difference it cancels.
    public var subtractsMean: Bool
    /// The false accept rate at which the validation rate is reported.
    public var falseAcceptRate: Double

    /// Creates a protocol; by default the paper's.
    ///
    /// - Parameters:
    ///   - distance: How two faces are compared.
    ///   - subtractsMean: Whether the mean of the training folds is subtracted.
    ///   - falseAcceptRate: Above 0, at most 1.
    public init(distance: FaceDistance = .squaredL2, subtractsMean: Bool = false, falseAcceptRate: Double = 1e-3) {
        precondition(falseAcceptRate > 0 && falseAcceptRate <= 1, "a false accept rate of \(falseAcceptRate)")
        self.distance = distance
        self.subtractsMean = subtractsMean
        self.falseAcceptRate = falseAcceptRate
    }

    /// Evaluates features.
    ///
    /// - Parameters:
    ///   - pairs: The folds, at least two.
    ///   - features: Of each image, by the name the pairs have for it, `[D]`. Used as they are: an embedding
    ///     and that of the
    ///     flipped photo, one after the other, are a row of length sqrt(2), as davidsandberg's `--use_flipped_images` has it.
    ///   - secondFeatures: Those of the images that are the second of a pair, if they are others there, as where only the
    ///     probe wears a mask; as `features` if `nil`.
    ///   - undetected: The images without a detected face, and what was done about them.
    ///   - precision: What the features were computed in, such as `fp32`; only repeated in the report.
    /// - Returns: Everything the protocol asks for.
    /// - Throws: ``EvaluationError``, if features are missing or do not fit, or a fold lacks a kind of pair.
    /// - Complexity: O(*p* x *d* + *p* log *p*), where *p* is the number of pairs and *d* the dimension;
    ///   times the number of folds if the mean is subtracted.
    public func evaluate(
        _ pairs: PairList,
        features: [String: [Float]],
        secondFeatures: [String: [Float]]? = nil,
        undetected: UndetectedFaces = UndetectedFaces(),
        precision: String? = nil
    ) throws(EvaluationError) -> VerificationReport {
        guard pairs.folds.count >= 2 else { throw .tooFewFolds(pairs.folds.count) }
        let rows = try PairFeatures(
            pairs,
            features: features,
            second: secondFeatures,
            dropsPairs: undetected.handling == .pairsDropped
        )
        let results = try measure(rows)
        return try VerificationReport(
            self,
            pairs: pairs,
            rows: rows.pairs,
            folds: results,
            undetected: undetected,
            precision: precision
        )
    }

    /// Evaluates embeddings.
    ///
    /// - Parameters:
    ///   - pairs: The folds, at least two.
    ///   - embeddings: Of each image, by the name the pairs have for it.
    ///   - undetected: The images without a detected face, and what was done about them.
    ///   - precision: What the embeddings were computed in, such as `fp32`; only repeated in the report.
    /// - Returns: Everything the protocol asks for.
    /// - Throws: As ``evaluate(_:features:secondFeatures:undetected:precision:)``.
    public func evaluate(
        _ pairs: PairList,
        embeddings: [String: Embedding],
        undetected: UndetectedFaces = UndetectedFaces(),
        precision: String? = nil
    ) throws(EvaluationError) -> VerificationReport {
        try evaluate(
            pairs,
            features: embeddings.mapValues(\.coordinates),
            undetected: undetected,
            precision: precision
        )
    }

    /// Evaluates distances that were measured elsewhere: of sets, or of templates.
    ///
    /// - Parameters:
    ///   - pairs: The folds, at least two.
    ///   - distances: Of each pair, in the order of ``PairList/pairs``; what ``distance`` says, and nothing is subtracted.
    ///   - undetected: The images without a detected face; no pairs are dropped here.
    ///   - precision: What the embeddings were computed in, such as `fp32`; only repeated in the report.
    /// - Returns: Everything the protocol asks for.
    /// - Throws: ``EvaluationError``, if a distance is not finite, there are fewer than two folds, or a fold lacks a kind
    ///   of pair.
    /// - Complexity: O(*p* log *p*), where *p* is the number of pairs.
    public func evaluate(
        _ pairs: PairList,
        distances: [Double],
        undetected: UndetectedFaces = UndetectedFaces(),
        precision: String? = nil
    ) throws(EvaluationError) -> VerificationReport {
        guard pairs.folds.count >= 2 else { throw .tooFewFolds(pairs.folds.count) }
        if let index = distances.firstIndex(where: { !$0.isFinite }) { throw .distanceNotFinite(index: index) }
        var rows: [PairFeatures.Row] = []
        for (fold, pairs) in pairs.folds.enumerated() {
            for pair in pairs {
                let row = PairFeatures.Row(first: 0, second: 0, isSame: pair.isSame, fold: fold, index: rows.count)
                rows.append(row)
            }
        }
        precondition(rows.count == distances.count, "\(distances.count) distances of \(rows.count) pairs")
        var results: [FoldResult] = []
        for fold in pairs.folds.indices {
            results.append(try FoldResult(fold, pairs: rows, distances: distances, of: self))
        }
        // A report lists distances fold after fold, as the list does.
        return try VerificationReport(
            self,
            pairs: pairs,
            rows: rows,
            folds: results,
            undetected: undetected,
            precision: precision
        )
    }

    private func measure(_ rows: PairFeatures) throws(EvaluationError) -> [FoldResult] {
        let zero = [Double](repeating: 0, count: rows.dimension)
        let plain = subtractsMean ? [] : rows.distances(distance, mean: zero)
        let means = subtractsMean ? rows.trainingMeans() : []
        var results: [FoldResult] = []
        for fold in 0..<rows.foldCount {
            let distances = subtractsMean ? rows.distances(distance, mean: means[fold]) : plain
            results.append(try FoldResult(fold, pairs: rows.pairs, distances: distances, of: self))
        }
        return results
    }
}
