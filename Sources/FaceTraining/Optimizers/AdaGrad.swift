/// AdaGrad, with which the paper trains: each weight's rate falls with the sum of its squared gradients.
///
///     s += g²,   w -= rate * g / (√s + ε)
///
/// Duchi, Hazan and Singer, "Adaptive subgradient methods", 2011; as PyTorch computes it.
public struct AdaGrad: Optimizer {
    /// What the rule can be told.
    public struct Options: Hashable, Codable, Sendable {
        /// What of each weight is added to its gradient.
        public var weightDecay: Float
        /// What the sums start from.
        ///
        /// TensorFlow's default, with which FaceNets have been trained; PyTorch's is 0, and there the first step moves
        /// every weight by the full rate.
        public var initialSum: Float
        /// `ε`, against division by zero.
        public var epsilon: Float

        /// Creates options.
        public init(weightDecay: Float = 0, initialSum: Float = 0.1, epsilon: Float = 1e-10) {
            self.weightDecay = weightDecay
            self.initialSum = initialSum
            self.epsilon = epsilon
        }
    }

    private let options: Options
    private let decay: WeightDecay
    private var step = 0
    private var sums: [Float]

    /// Creates an optimizer.
    ///
    /// - Parameters:
    ///   - count: The weights it will update.
    ///   - undecayed: Those that weight decay spares.
    ///   - options: What the rule is told.
    public init(count: Int, undecayed: [Range<Int>] = [], options: Options = Options()) {
        self.options = options
        decay = WeightDecay(count: count, decay: options.weightDecay, undecayed: undecayed)
        sums = [Float](repeating: options.initialSum, count: count)
    }

    /// The steps taken, and `sums`.
    public var state: OptimizerState { OptimizerState(step: step, arrays: ["sums": sums]) }

    /// Takes one step.
    public mutating func update(
        _ weights: UnsafeMutableBufferPointer<Float>,
        _ gradients: UnsafeBufferPointer<Float>,
        rate: Float,
        threads: Int = 1
    ) {
        step += 1
        let epsilon = options.epsilon
        let decay = decay
        sums.withUnsafeMutableBufferPointer { sums in
            // Safe to share: pieces do not overlap, and all threads are done before the buffers go.
            nonisolated(unsafe) let (w, g, s) = (weights, gradients, sums)
            decay.forEach(threads: threads, w.count, g.count) { piece in
                for index in piece.range {
                    let gradient = g[index] + piece.decay * w[index]
                    let sum = s[index] + gradient * gradient
                    s[index] = sum
                    w[index] -= rate * gradient / (vectorRoot(sum) + epsilon)
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
        sums = state.arrays["sums"] ?? sums
    }
}

extension AdaGrad.Options {
    private enum CodingKeys: String, CodingKey, CaseIterable { case weightDecay, initialSum, epsilon }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Parameter decoder: Holds a mapping such as `{weightDecay: 0.0001}`.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        self.init(
            weightDecay: try container.decode(.weightDecay, or: base.weightDecay, "0 or more") { $0 >= 0 },
            initialSum: try container.decode(.initialSum, or: base.initialSum, "0 or more") { $0 >= 0 },
            epsilon: try container.decode(.epsilon, or: base.epsilon, "more than 0") { $0 > 0 }
        )
    }
}
