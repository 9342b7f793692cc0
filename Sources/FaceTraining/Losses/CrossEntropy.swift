import FaceEngine

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The mean cross-entropy of logits, which become its gradient in place.
///
/// With smoothing `ε` the target of a row is `1 - ε` at its class and `ε / C` everywhere, as PyTorch has it.
struct CrossEntropy {
    /// The mean over the rows; 0 if there are none.
    private(set) var loss: Float = 0
    /// The rows whose greatest logit is that of their class.
    private(set) var correct = 0

    /// - Parameters:
    ///   - logits: `[N, C]`; afterwards, `dL / dlogits`.
    ///   - classes: `C`.
    ///   - labels: `[N]`, from 0 to `C - 1`.
    ///   - smoothing: `ε`.
    init(_ logits: inout [Float], classes: Int, labels: [Int], smoothing: Float) {
        let scale = 1 / Float(max(labels.count, 1))
        let share = smoothing / Float(classes)
        var total = 0.0
        var correct = 0
        logits.withUnsafeMutableBufferPointer { logits in
            for (row, label) in labels.enumerated() {
                let logits = UnsafeMutableBufferPointer(rebasing: logits[row * classes..<(row + 1) * classes])
                var (greatest, sum) = (-Float.infinity, Double(0))
                for logit in logits {
                    greatest = max(greatest, logit)
                    sum += Double(logit)
                }
                if logits[label] == greatest { correct += 1 }
                let target = Double(logits[label])
                var exponentials = 0.0
                for index in 0..<classes {
                    logits[index] = exp(logits[index] - greatest)
                    exponentials += Double(logits[index])
                }
                let normalizer = Double(greatest) + log(exponentials)
                total += (1 - Double(smoothing)) * (normalizer - target)
                total += Double(smoothing) * (normalizer - sum / Double(classes))
                let factor = Float(1 / exponentials)
                for index in 0..<classes { logits[index] = scale * (logits[index] * factor - share) }
                logits[label] -= scale * (1 - smoothing)
            }
        }
        loss = Float(total * Double(scale))
        self.correct = correct
    }
}

extension EmbeddingBatch {
    /// Checks that every label is one of `classes` classes.
    func checkClasses(_ classes: Int) throws(LossError) {
        guard let row = labels.firstIndex(where: { !(0..<classes).contains($0) }) else { return }
        throw .unknownClass(row: row, label: labels[row], classes: classes)
    }
}

/// The sum of `left rightᵀ` over pairs of vectors.
///
/// - Parameters:
///   - left: `[N, dimension]`.
///   - right: `[N, dimension]`.
///   - dimension: The coordinates of a vector.
/// - Returns: `[dimension, dimension]`.
/// - Throws: ``LossError/engine(_:)``.
func crossMoment(of left: [Float], _ right: [Float], dimension: Int) throws(LossError) -> [Float] {
    var sum = [Float](repeating: 0, count: dimension * dimension)
    let product = MatrixProduct(
        rows: dimension,
        columns: dimension,
        inner: left.count / dimension,
        transposesLeft: true
    )
    try multiply(product, left, right, into: &sum)
    return sum
}

/// Turns the engine's error into the loss's.
func multiply(
    _ product: MatrixProduct,
    _ a: [Float],
    _ b: [Float],
    into c: inout [Float],
    alpha: Float = 1,
    beta: Float = 0
) throws(LossError) {
    do throws(EngineError) {
        try product.multiply(a, b, into: &c, alpha: alpha, beta: beta)
    } catch {
        throw .engine(error)
    }
}
