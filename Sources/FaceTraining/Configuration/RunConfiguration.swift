public import FaceEngine

/// How long is trained, and how it is computed.
public struct RunConfiguration: Hashable, Sendable {
    /// The arithmetic of the layers.
    public enum Arithmetic: String, Hashable, Codable, CaseIterable, Sendable {
        /// ``bf16`` where the CPU has it, else ``fp32``.
        case automatic
        /// 32-bit floats throughout.
        case fp32
        /// 16-bit layers; weights, gradients and sums of 32 bits.
        case bf16

        /// The engine's precision.
        public var precision: Precision {
            switch self {
            case .automatic: .fastest
            case .fp32: .fp32
            case .bf16: .bf16
            }
        }
    }

    /// The most steps; no limit of its own if `nil`.
    public var steps: Int? = 10_000
    /// The most epochs; no limit of its own if `nil`.
    public var epochs: Int?
    /// The most seconds, those before a resumption included; no limit of its own if `nil`.
    public var seconds: Double?
    /// The arithmetic of the layers.
    public var precision = Arithmetic.automatic
    /// The threads that compute; one a core if `nil`.
    public var threads: Int?
    /// The greatest length of the gradient, beyond which it is scaled down; any length if `nil`.
    public var clip: Float?
    /// The decay of the average of weights that is validated and written as the model; the weights themselves if `nil`.
    public var average: Float?
    /// Whether activations are computed again rather than kept: less memory, a third more time.
    public var recomputes = false

    /// Creates the default.
    public init() {}
}

extension RunConfiguration: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case steps, epochs, seconds, precision, threads, clip, average, recomputes
    }

    /// Reads a mapping; what it leaves out has its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        epochs = try container.decode(.epochs, or: base.epochs, "1 or more") { $0 ?? 1 >= 1 }
        seconds = try container.decode(.seconds, or: base.seconds, "more than 0") { $0 ?? 1 > 0 }
        // Who names another limit, or takes this one away, does not mean ours.
        let hasOther = epochs != nil || seconds != nil || container.contains(.steps)
        steps = try container.decode(.steps, or: hasOther ? nil : base.steps, "0 or more") { $0 ?? 0 >= 0 }
        precision = try container.decode(.precision, or: base.precision)
        threads = try container.decode(.threads, or: base.threads, "1 to 1024") { (1...1024).contains($0 ?? 1) }
        clip = try container.decode(.clip, or: base.clip, "more than 0") { $0 ?? 1 > 0 }
        average = try container.decode(.average, or: base.average, "from 0 to below 1") { (0..<1).contains($0 ?? 0) }
        recomputes = try container.decode(.recomputes, or: base.recomputes)
    }

    /// Writes what ``init(from:)`` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(steps, forKey: .steps)
        try container.encode(epochs, forKey: .epochs)
        try container.encode(seconds, forKey: .seconds)
        try container.encode(precision, forKey: .precision)
        try container.encode(threads, forKey: .threads)
        try container.encode(clip, forKey: .clip)
        try container.encode(average, forKey: .average)
        try container.encode(recomputes, forKey: .recomputes)
    }
}
