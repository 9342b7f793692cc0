import Foundation

/// Adam with decoupled weight decay.
///
///     m = β₁ m + (1 - β₁) g,   v = β₂ v + (1 - β₂) g²
///     w -= rate * λ * w
///     w -= rate * m̂ / (√v̂ + ε)        m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ)
///
/// Loshchilov and Hutter, "Decoupled weight decay regularization", 2019; as PyTorch computes it.
public struct AdamW: Optimizer {
    /// What the rule can be told.
    public struct Options: Hashable, Codable, Sendable {
        /// `β₁`: what remains of the mean gradient after a step.
        public var beta1: Float
        /// `β₂`: what remains of the mean squared gradient after a step.
        public var beta2: Float
        /// `ε`, against division by zero.
        public var epsilon: Float
        /// `λ`: what of each weight a step of rate 1 takes away.
        public var weightDecay: Float

        /// Creates options; PyTorch's defaults.
        public init(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0.01) {
            self.beta1 = beta1
            self.beta2 = beta2
            self.epsilon = epsilon
            self.weightDecay = weightDecay
        }
    }

    private let options: Options
    private let decay: WeightDecay
    private var step = 0
    private var means: [Float]
    private var squares: [Float]

    /// Creates an optimizer.
    ///
    /// - Parameters:
    ///   - count: The weights it will update.
    ///   - undecayed: Those that weight decay spares.
    ///   - options: What the rule is told.
    public init(count: Int, undecayed: [Range<Int>] = [], options: Options = Options()) {
        self.options = options
        decay = WeightDecay(count: count, decay: options.weightDecay, undecayed: undecayed)
        means = [Float](repeating: 0, count: count)
        squares = means
    }

    /// The steps taken, `means` and `squares`.
    public var state: OptimizerState {
        OptimizerState(step: step, arrays: ["means": means, "squares": squares])
    }

    /// Takes one step.
    public mutating func update(
        _ weights: UnsafeMutableBufferPointer<Float>,
        _ gradients: UnsafeBufferPointer<Float>,
        rate: Float,
        threads: Int = 1
    ) {
        step += 1
        let (beta1, beta2, epsilon, decay) = (options.beta1, options.beta2, options.epsilon, decay)
        // In 64 bits: 1 - β₂ᵗ is a small difference at first.
        let bias1 = 1 - pow(Double(beta1), Double(step))
        let bias2 = 1 - pow(Double(beta2), Double(step))
        let (pace, root) = (Float(Double(rate) / bias1), Float(1 / bias2.squareRoot()))
        means.withUnsafeMutableBufferPointer { means in
            squares.withUnsafeMutableBufferPointer { squares in
                // Safe to share: pieces do not overlap, and all threads are done before the buffers go.
                nonisolated(unsafe) let (w, g, m, v) = (weights, gradients, means, squares)
                decay.forEach(threads: threads, w.count, g.count) { piece in
                    let kept = 1 - rate * piece.decay
                    for index in piece.range {
                        let gradient = g[index]
                        let mean = beta1 * m[index] + (1 - beta1) * gradient
                        let square = beta2 * v[index] + (1 - beta2) * gradient * gradient
                        m[index] = mean
                        v[index] = square
                        w[index] = kept * w[index] - pace * mean / (vectorRoot(square) * root + epsilon)
                    }
                }
            }
        }
    }

    /// Goes on from a state.
    ///
    /// - Throws: ``OptimizerError/otherState(expected:actual:)``.
    public mutating func restore(_ state: OptimizerState) throws(OptimizerError) {
        try state.check(like: self.state)
        step = state.step
        means = state.arrays["means"] ?? means
        squares = state.arrays["squares"] ?? squares
    }
}

extension AdamW.Options {
    private enum CodingKeys: String, CodingKey, CaseIterable { case beta1, beta2, epsilon, weightDecay }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Parameter decoder: Holds a mapping such as `{weightDecay: 0.05}`.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        self.init(
            beta1: try container.decode(.beta1, or: base.beta1, "from 0 to below 1") { (0..<1).contains($0) },
            beta2: try container.decode(.beta2, or: base.beta2, "from 0 to below 1") { (0..<1).contains($0) },
            epsilon: try container.decode(.epsilon, or: base.epsilon, "more than 0") { $0 > 0 },
            weightDecay: try container.decode(.weightDecay, or: base.weightDecay, "0 or more") { $0 >= 0 }
        )
    }
}
