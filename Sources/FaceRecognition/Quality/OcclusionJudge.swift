public import FaceImaging

/// Tells hidden parts of a face by three logistic regressions: eye, nose and mouth.
///
/// Fitted on faces of CelebA with drawn occluders (`Scripts/fit-occlusion`), which also says how well each does on faces
/// of other people and on photos of real masks. The right eye is judged as the left one of the mirrored face.
public struct OcclusionJudge: OcclusionJudging, Hashable {
    /// Creates the judge.
    public init() {}

    /// Judges a face.
    ///
    /// - Parameter crop: The face at its place, 112x112 pixels, aligned as by `similarity112`.
    /// - Returns: For each part how likely it is hidden, 0 to 1: where drawn occluders hid about one part in five.
    /// - Complexity: O(*pixels*).
    public func occlusion(of crop: Photo) -> [FacePart: Float] {
        let features = OcclusionFeatures(crop)
        let mirrored = features.mirrored
        return [
            .leftEye: OcclusionWeights.leftEye.probability(features),
            .rightEye: OcclusionWeights.leftEye.probability(mirrored),
            .nose: OcclusionWeights.nose.probability(features),
            .mouth: OcclusionWeights.mouth.probability(features),
        ]
    }
}

/// The weights of one logistic regression, in thousandths: a bias, then `[5, 11, 10]`.
struct OcclusionWeights: Sendable {
    private let bias: Float
    private let weights: [Float]

    /// Reads a table as `Scripts/fit-occlusion` writes it.
    init(_ table: String) {
        let numbers = table.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.map { Float($0) / 1000 }
        let count = OcclusionFeatures.channels * OcclusionFeatures.rows * OcclusionFeatures.columns
        precondition(numbers.count == 1 + count, "a table of \(numbers.count) numbers, not \(1 + count)")
        bias = numbers[0]
        weights = Array(numbers.dropFirst())
    }

    /// How likely the part is hidden.
    func probability(_ features: OcclusionFeatures) -> Float {
        let sum = zip(weights, features.values).reduce(bias) { $0 + $1.0 * $1.1 }
        return 1 / (1 + exponential(-sum))
    }
}
