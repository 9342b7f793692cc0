import FaceEngine

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Classification by angle, with a margin added to the angle of the right class.
///
///     logit_j = s cos(θ_j),   logit_y = s cos(θ_y + m)
///
/// where `θ_j` is the angle between the embedding and the weight vector of class `j`, both of unit length.
/// Deng, Guo, Xue and Zafeiriou, *ArcFace*, <https://arxiv.org/abs/1801.07698>, equation 3.
public struct ArcFaceHead: Equatable, Sendable {
    /// What is done where `θ + m` would exceed `π`, and the cosine grow again.
    public enum Border: String, Codable, CaseIterable, Sendable {
        /// Beyond `π - m`, the logit is `s (cos θ - m sin m)`, which goes on falling; the authors' own.
        case falling
        /// The margin is added only where `θ < π/2`; the authors' "easy margin".
        case easy
    }

    /// What the head can be told.
    public struct Options: Hashable, Codable, Sendable {
        /// `s`: what cosines are multiplied by.
        public var scale: Float
        /// `m`: the margin, in radians.
        public var margin: Float
        /// What is done where the margin would lead around.
        public var border: Border

        /// Creates options; the paper's defaults.
        public init(scale: Float = 64, margin: Float = 0.5, border: Border = .falling) {
            self.scale = scale
            self.margin = margin
            self.border = border
        }
    }

    /// What it was told.
    public let options: Options
    /// The people it tells apart.
    public let classes: Int
    /// The coordinates of an embedding, `D`.
    public let dimension: Int
    /// `head.weight`, `[classes, D]`, of any length: only directions count.
    public var parameters: FlatParameters

    /// Creates a head whose weights point anywhere.
    public init(
        classes: Int,
        dimension: Int,
        options: Options = Options(),
        using generator: inout some RandomNumberGenerator
    ) {
        precondition(classes >= 1 && dimension >= 1, "\(classes) classes of \(dimension) coordinates are no head")
        self.classes = classes
        self.dimension = dimension
        self.options = options
        parameters = FlatParameters([ParameterRole("head.weight", [classes, dimension])])
        parameters.fill("head.weight", bound: 1 / Float(dimension).squareRoot(), using: &generator)
    }

    /// Computes the loss and adds to the gradients of the head's own weights.
    ///
    /// - Parameters:
    ///   - batch: `[N, D]`, of unit length; its labels are classes.
    ///   - threads: The threads for matrix products.
    /// - Returns: The mean over the batch, 0 if it is empty, and its gradient `[N, D]`.
    /// - Throws: ``LossError`` if an embedding is not finite or not of unit length, a label no class, or the engine
    ///   fails.
    /// - Complexity: O(*N* *C* *D*), and *N* *C* floats of memory.
    public mutating func evaluate(_ batch: EmbeddingBatch, threads: Int = 1) throws(LossError) -> HeadOutcome {
        precondition(batch.dimension == dimension, "the head takes [N, \(dimension)], not \(batch.embeddings.shape)")
        try batch.checkClasses(classes)
        _ = try batch.unitSquaredLengths()
        let x = batch.embeddings.scalars
        let (directions, lengths) = directions()
        var logits = [Float](repeating: 0, count: batch.count * classes)
        var product = MatrixProduct(
            rows: batch.count,
            columns: classes,
            inner: dimension,
            transposesRight: true,
            threads: threads
        )
        try multiply(product, x, directions, into: &logits)
        var (correct, slopes) = (0, [Float](repeating: 1, count: batch.count))
        for (row, label) in batch.labels.enumerated() {
            let place = row * classes + label
            if logits[row * classes..<(row + 1) * classes].max() == logits[place] { correct += 1 }
            (logits[place], slopes[row]) = widened(logits[place])
        }
        for index in logits.indices { logits[index] *= options.scale }
        let entropy = CrossEntropy(&logits, classes: classes, labels: batch.labels, smoothing: 0)
        // From here on, the logits are gradients: first of the logits, then of the cosines.
        for (row, label) in batch.labels.enumerated() { logits[row * classes + label] *= slopes[row] }
        for index in logits.indices { logits[index] *= options.scale }

        var gradient = [Float](repeating: 0, count: x.count)
        product = MatrixProduct(rows: batch.count, columns: dimension, inner: classes, threads: threads)
        try multiply(product, logits, directions, into: &gradient)
        var outward = [Float](repeating: 0, count: classes * dimension)
        product = MatrixProduct(
            rows: classes,
            columns: dimension,
            inner: batch.count,
            transposesLeft: true,
            threads: threads
        )
        try multiply(product, logits, x, into: &outward)
        addGradients(outward, directions, lengths)
        return HeadOutcome(
            loss: entropy.loss,
            gradient: Tensor(gradient, shape: batch.embeddings.shape),
            correct: correct
        )
    }

    /// The cosine with the margin added to its angle, and how it grows with the cosine.
    private func widened(_ cosine: Float) -> (value: Float, slope: Float) {
        let cosine = min(max(cosine, -1), 1)
        let margin = options.margin
        switch options.border {
        case .falling where cosine < -cos(margin): return (cosine - margin * sin(margin), 1)
        case .easy where cosine <= 0: return (cosine, 1)
        default: break
        }
        // Never quite zero: at the class's own direction the slope would be infinite.
        let sine = max((1 - cosine * cosine).squareRoot(), 1e-4)
        return (cosine * cos(margin) - sine * sin(margin), cos(margin) + sin(margin) * cosine / sine)
    }

    /// The weights at unit length, and the lengths they had.
    private func directions() -> (values: [Float], lengths: [Float]) {
        var values = parameters.values
        var lengths = [Float](repeating: 0, count: classes)
        for index in 0..<classes {
            let row = index * dimension..<(index + 1) * dimension
            let length = values[row].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            lengths[index] = max(Float(length), 1e-12)
            for place in row { values[place] /= lengths[index] }
        }
        return (values, lengths)
    }

    /// Adds the gradient of the weights: what of `outward` does not point along them, over their length.
    private mutating func addGradients(_ outward: [Float], _ directions: [Float], _ lengths: [Float]) {
        for index in 0..<classes {
            let row = index * dimension..<(index + 1) * dimension
            let along = Float(row.reduce(0.0) { $0 + Double(outward[$1]) * Double(directions[$1]) })
            for place in row {
                parameters.gradients[place] += (outward[place] - along * directions[place]) / lengths[index]
            }
        }
    }
}

extension ArcFaceHead.Options {
    private enum CodingKeys: String, CodingKey, CaseIterable { case scale, margin, border }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Parameter decoder: Holds a mapping such as `{scale: 30, margin: 0.3}`.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        self.init(
            scale: try container.decode(.scale, or: base.scale, "more than 0") { $0 > 0 && $0.isFinite },
            margin: try container.decode(.margin, or: base.margin, "an angle from 0 to π") {
                (0...Float.pi).contains($0)
            },
            border: try container.decode(.border, or: base.border)
        )
    }
}
