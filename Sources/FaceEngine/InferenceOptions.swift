/// What a network is compiled for.
public struct InferenceOptions: Sendable {
    /// The examples in one run.
    public var batchSize: Int
    /// The arithmetic.
    public var precision: Precision
    /// The threads one run uses.
    ///
    /// Runs from several tasks at once each have as many.
    public var threads: Int
    /// The ranges of activations, needed for int8.
    public var calibration: Calibration?
    /// Whether fp32 convolutions may use Winograd's transform, which is faster and rounds a little differently.
    public var allowsWinograd: Bool
    /// From how many channels on, in and out, Winograd's transform is used.
    var winogradMinimumChannels = 32

    /// Creates options.
    public init(
        batchSize: Int = 1,
        precision: Precision = .fp32,
        threads: Int = 1,
        calibration: Calibration? = nil,
        allowsWinograd: Bool = true
    ) {
        self.batchSize = batchSize
        self.precision = precision
        self.threads = threads
        self.calibration = calibration
        self.allowsWinograd = allowsWinograd
    }
}
