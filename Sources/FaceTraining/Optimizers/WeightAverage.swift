/// An exponential moving average of weights, which often embeds better than the weights themselves.
///
///     average = decay * average + (1 - decay) * weights
///
/// At first the decay is smaller, `(1 + t) / (10 + t)` at update `t`, so that an average of few steps is not mostly the
/// random start; as TensorFlow's `ExponentialMovingAverage` does.
public struct WeightAverage: Equatable, Sendable {
    /// What remains of the average after an update, in the long run.
    public let decay: Float
    /// The average, flat like the weights.
    public private(set) var values: [Float]
    /// The updates so far.
    public private(set) var updates: Int

    /// Creates an average, of the weights as they are, or of what a checkpoint kept.
    ///
    /// - Precondition: `decay` is from 0 to below 1.
    public init(decay: Float = 0.9999, values: [Float], updates: Int = 0) {
        precondition((0..<1).contains(decay), "a decay of \(decay) is no average")
        self.decay = decay
        self.values = values
        self.updates = updates
    }

    /// Takes the weights after a step into the average.
    ///
    /// - Parameters:
    ///   - weights: As many as the average has.
    ///   - threads: The threads to use.
    public mutating func update(_ weights: UnsafeBufferPointer<Float>, threads: Int = 1) {
        let kept = min(decay, Float(1 + updates) / Float(10 + updates))
        updates += 1
        let pieces = WeightDecay(count: values.count, decay: 0, undecayed: [])
        values.withUnsafeMutableBufferPointer { values in
            // Safe to share: pieces do not overlap, and all threads are done before the buffers go.
            nonisolated(unsafe) let (average, w) = (values, weights)
            pieces.forEach(threads: threads, w.count, average.count) { piece in
                for index in piece.range { average[index] = w[index] + kept * (average[index] - w[index]) }
            }
        }
    }
}
