/// Stochastic gradient descent, with momentum.
///
///     v = momentum * v + g,   w -= rate * v              (plain)
///     v = momentum * v + g,   w -= rate * (g + momentum * v)   (Nesterov's)
///
/// As PyTorch computes it: the rate is outside of the velocity.
public struct SGD: Optimizer {
    /// What the rule can be told.
    public struct Options: Hashable, Codable, Sendable {
        /// What remains of the velocity after a step; 0 for none.
        public var momentum: Float
        /// Whether the step looks ahead along the velocity.
        public var isNesterov: Bool
        /// What of each weight is added to its gradient.
        public var weightDecay: Float

        /// Creates options.
        public init(momentum: Float = 0.9, isNesterov: Bool = true, weightDecay: Float = 0) {
            self.momentum = momentum
            self.isNesterov = isNesterov
            self.weightDecay = weightDecay
        }
    }

    private let options: Options
    private let decay: WeightDecay
    private var step = 0
    /// Empty without momentum.
    private var velocity: [Float]

    /// Creates an optimizer.
    ///
    /// - Parameters:
    ///   - count: The weights it will update.
    ///   - undecayed: Those that weight decay spares.
    ///   - options: What the rule is told.
    public init(count: Int, undecayed: [Range<Int>] = [], options: Options = Options()) {
        self.options = options
        decay = WeightDecay(count: count, decay: options.weightDecay, undecayed: undecayed)
        velocity = [Float](repeating: 0, count: options.momentum == 0 ? 0 : count)
    }

    /// The steps taken, and `velocity` if there is momentum.
    public var state: OptimizerState {
        OptimizerState(step: step, arrays: options.momentum == 0 ? [:] : ["velocity": velocity])
    }

    /// Takes one step.
    public mutating func update(
        _ weights: UnsafeMutableBufferPointer<Float>,
        _ gradients: UnsafeBufferPointer<Float>,
        rate: Float,
        threads: Int = 1
    ) {
        step += 1
        let (momentum, decay) = (options.momentum, decay)
        // What of the gradient itself, and of the velocity, the step is made of.
        let (own, along): (Float, Float) = options.isNesterov ? (1, momentum) : (0, 1)
        velocity.withUnsafeMutableBufferPointer { velocity in
            // Safe to share: pieces do not overlap, and all threads are done before the buffers go.
            nonisolated(unsafe) let (w, g, v) = (weights, gradients, velocity)
            decay.forEach(threads: threads, w.count, g.count) { piece in
                guard momentum != 0 else {
                    for index in piece.range { w[index] -= rate * (g[index] + piece.decay * w[index]) }
                    return
                }
                for index in piece.range {
                    let gradient = g[index] + piece.decay * w[index]
                    let speed = momentum * v[index] + gradient
                    v[index] = speed
                    w[index] -= rate * (own * gradient + along * speed)
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
        velocity = state.arrays["velocity"] ?? velocity
    }
}

extension SGD.Options {
    private enum CodingKeys: String, CodingKey, CaseIterable { case momentum, isNesterov, weightDecay }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Parameter decoder: Holds a mapping such as `{momentum: 0.9, isNesterov: true}`.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        self.init(
            momentum: try container.decode(.momentum, or: base.momentum, "from 0 to below 1") { (0..<1).contains($0) },
            isNesterov: try container.decode(.isNesterov, or: base.isNesterov),
            weightDecay: try container.decode(.weightDecay, or: base.weightDecay, "0 or more") { $0 >= 0 }
        )
    }
}
