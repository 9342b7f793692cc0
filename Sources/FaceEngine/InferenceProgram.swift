/// A network compiled for inference: a batch size, a precision, a number of threads.
///
/// Batch norm is folded into convolutions; biases, rectifiers and residual sums are done on the way out of them;
/// branches write straight into their slice of a concatenation; activations share one arena by when they live. A
/// program is immutable and may be run from many tasks at once: every run has a scratch of its own, and scratches are
/// kept for the next run.
public final class InferenceProgram: Sendable {
    /// The shapes of the inputs, with the batch axis, `[N, C, H, W]`.
    public let inputShapes: [Shape]
    /// The shapes of the outputs, with the batch axis.
    public let outputShapes: [Shape]
    /// The arithmetic the program really uses.
    public let precision: Precision
    /// What it was compiled for.
    public let options: InferenceOptions
    let backend: OneDNNProgram

    /// Compiles `network`.
    ///
    /// - Parameters:
    ///   - network: The network.
    ///   - parameters: Its weights; they are packed into the program, so they are not needed afterwards.
    ///   - options: What to compile for.
    /// - Throws: ``EngineError`` if the weights do not fit, or the CPU cannot compute in that precision.
    /// - Complexity: About 0.2 s for Inception-ResNet-v1, most of it the packing of weights.
    public init(
        _ network: Network,
        parameters: Parameters,
        options: InferenceOptions = InferenceOptions()
    ) throws(EngineError) {
        precondition(options.batchSize >= 1 && options.threads >= 1, "batch size and threads start at 1")
        if let reason = Precision.unmetNeed(of: options.precision) {
            throw .unsupportedPrecision(options.precision, needs: reason)
        }
        let graph: FusedGraph
        do throws(NetworkError) {
            graph = try FusedGraph(network, parameters: parameters)
        } catch {
            throw .network(error)
        }
        self.options = options
        precision = options.precision
        inputShapes = network.inputs.map { network[$0].shape.batched(options.batchSize) }
        outputShapes = network.outputs.map { network[$0].shape.batched(options.batchSize) }
        backend = try OneDNNProgram(
            graph: graph,
            parameters: parameters,
            options: options
        )
    }

    /// Runs the program on tensors.
    ///
    /// - Parameter inputs: A tensor for each of ``inputShapes``.
    /// - Returns: A tensor for each of ``outputShapes``.
    /// - Throws: ``EngineError/inputMismatch(expected:actual:)`` if the shapes are others.
    public func run(_ inputs: [Tensor]) throws(EngineError) -> [Tensor] {
        guard inputs.map(\.shape) == inputShapes else {
            throw .inputMismatch(expected: inputShapes, actual: inputs.map(\.shape))
        }
        let sources = inputs.map { UnsafeMutableBufferPointer<Float>.allocate(capacity: $0.scalars.count) }
        let results = outputShapes.map { UnsafeMutableBufferPointer<Float>.allocate(capacity: $0.count) }
        defer {
            for buffer in sources + results { buffer.deallocate() }
        }
        for (source, input) in zip(sources, inputs) { _ = source.initialize(from: input.scalars) }
        try run(inputs: sources.map(UnsafeBufferPointer.init), outputs: results)
        return zip(outputShapes, results).map { Tensor(Array($1), shape: $0) }
    }

    /// Runs the program on memory of the caller's.
    ///
    /// - Parameters:
    ///   - inputs: Dense row-major floats, for each of ``inputShapes``.
    ///   - outputs: Memory that is written, for each of ``outputShapes``.
    /// - Throws: ``EngineError`` if the library fails.
    /// - Precondition: Every buffer holds exactly as many floats as its shape.
    public func run(
        inputs: [UnsafeBufferPointer<Float>],
        outputs: [UnsafeMutableBufferPointer<Float>]
    ) throws(EngineError) {
        precondition(
            inputs.map(\.count) == inputShapes.map(\.count) && outputs.map(\.count) == outputShapes.map(\.count),
            "the buffers do not hold \(inputShapes) and \(outputShapes)"
        )
        let sources = inputs.compactMap(\.baseAddress)
        let results = outputs.compactMap(\.baseAddress)
        try backend.run(inputs: sources, outputs: results)
    }
}

extension Precision {
    /// What the CPU lacks for a precision, or `nil` if it can compute in it at speed.
    static func unmetNeed(of precision: Precision) -> String? {
        switch precision {
        case .fp32, .int8: nil
        case .bf16: OneDNN.hasBF16 ? nil : "AVX-512 BF16"
        }
    }

    /// The fastest precision this CPU computes in without calibration: bf16 where it is native, else fp32.
    public static var fastest: Precision { fastest(isCalibrated: false) }

    /// The fastest precision this CPU computes in: bf16 where it is native, else int8 with a calibration and fp32 without.
    public static func fastest(isCalibrated: Bool) -> Precision {
        if unmetNeed(of: .bf16) == nil { return .bf16 }
        return isCalibrated ? .int8 : .fp32
    }
}
