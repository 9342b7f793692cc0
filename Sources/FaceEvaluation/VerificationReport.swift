/// The images in which no face was found, and what was done about them: the caller's doing, for the reader to
/// know.
public struct UndetectedFaces: Hashable, Sendable {
    /// What becomes of an image without a detected face.
    public enum Handling: String, Hashable, Sendable, Codable {
        /// Its features are those of the photo's center, where LFW has the face. What the paper does, and the
        /// default.
        case centerCrop
        /// Pairs that name it are left out, which flatters the result.
        case pairsDropped
    }

    /// The images, by the name the pairs have for them.
    public var images: [String]
    /// What was done.
    public var handling: Handling

    /// Creates a statement.
    ///
    /// - Parameters:
    ///   - images: The images without a detected face.
    ///   - handling: What was done.
    public init(_ images: [String] = [], handling: Handling = .centerCrop) {
        self.images = images
        self.handling = handling
    }
}

/// A pair that was decided wrongly.
public struct WrongPair: Hashable, Sendable, Codable {
    /// The place in ``PairList/pairs``, counted from 0.
    public let index: Int
    /// The fold, counted from 1.
    public let fold: Int
    /// The images and whether they are of the same person.
    public let pair: LabelledPair
    /// How far apart they were found to be.
    public let distance: Double
    /// The threshold of the fold.
    public let threshold: Double
}

/// What a verification protocol found, with all that is needed to repeat and to doubt it.
///
/// As JSON its keys are the names here: `accuracy.mean`, `val.far`, `auc` and so on.
public struct VerificationReport: Hashable, Sendable, Codable {
    /// The accuracy over the folds.
    public let accuracy: Accuracy
    /// The validation rate at the protocol's false accept rate.
    public let val: ValidationRate
    /// The area under the curve over all pairs.
    public let auc: Double
    /// The equal error rate over all pairs.
    public let eer: Double
    /// How many pairs were decided.
    public let pairs: Int
    /// How many images had no detected face.
    public let undetected: Int
    /// Those images.
    public let undetectedImages: [String]
    /// What was done about them.
    public let undetectedHandling: UndetectedFaces.Handling
    /// What the features were computed in, if the caller said.
    public let precision: String?
    /// How two faces were compared.
    public let distance: FaceDistance
    /// Whether the mean of the training folds was subtracted.
    public let subtractsMean: Bool
    /// The threshold that decided each fold.
    public let thresholds: [Double]
    /// The pairs decided wrongly, in the order of the list.
    public let wrongPairs: [WrongPair]
    /// The curve over all pairs, each at its distance in its own fold.
    public let roc: ROC

    init(
        _ evaluation: LFWProtocol,
        pairs list: PairList,
        rows: [PairFeatures.Row],
        folds: [FoldResult],
        undetected: UndetectedFaces,
        precision: String?
    ) throws(EvaluationError) {
        let distances = folds.flatMap(\.distances)
        let labelled = list.pairs
        roc = try ROC(distances: distances, isSame: rows.map(\.isSame))
        accuracy = Accuracy(folds: folds.map(\.accuracy))
        val = ValidationRate(folds, target: evaluation.falseAcceptRate)
        auc = roc.areaUnderCurve
        eer = roc.equalErrorRate
        pairs = rows.count
        self.undetected = undetected.images.count
        undetectedImages = undetected.images
        undetectedHandling = undetected.handling
        self.precision = precision
        distance = evaluation.distance
        subtractsMean = evaluation.subtractsMean
        thresholds = folds.map(\.threshold)
        wrongPairs = zip(rows, distances).compactMap { row, distance in
            let threshold = folds[row.fold].threshold
            guard (distance < threshold) != row.isSame else { return nil }
            return WrongPair(
                index: row.index,
                fold: row.fold + 1,
                pair: labelled[row.index],
                distance: distance,
                threshold: threshold
            )
        }
    }
}
