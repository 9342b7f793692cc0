/// A network compiled for training: a forward pass that keeps what the backward pass needs, and gradients that have the
/// names and shapes of the parameters.
///
/// Weights, gradients and running statistics are one flat array of 32-bit floats each, laid out by ``layout``; in
/// ``Precision/bf16`` the layers compute with 16-bit copies of the weights, and sum in 32 bits. One batch may be handed in
/// in chunks: every ``backward(outputGradients:inputGradients:gradientsFinal:)`` adds to ``gradients``. A program
/// belongs to one task at a time.
public final class TrainingProgram {
    /// What is trained, in the network's order.
    public var layout: ParameterLayout { backend.store.layout }
    /// What follows the data without being trained: means and variances of batch normalization.
    public var statisticsLayout: ParameterLayout { backend.store.statisticsLayout }
    /// Where the weights of the layers that are not trained lie, at the beginning of ``layout``; their gradients are 0.
    public var frozenWeights: Range<Int> { frozen(\.isTrained) }
    /// Where their running statistics lie, at the beginning of ``statisticsLayout``; no pass changes them.
    public var frozenStatistics: Range<Int> { frozen { !$0.isTrained } }
    /// The shapes of the inputs, with the batch axis.
    public let inputShapes: [Shape]
    /// The shapes of the outputs, with the batch axis.
    public let outputShapes: [Shape]
    /// What it was compiled for.
    public let options: TrainingOptions
    /// The network.
    public let network: Network
    let backend: OneDNNTrainingProgram
    private var isPacked = false

    /// Compiles `network` for training.
    ///
    /// - Parameters:
    ///   - network: The network.
    ///   - parameters: The weights to start from, and the running statistics; they are copied.
    ///   - options: What to compile for.
    /// - Throws: ``EngineError`` if the weights do not fit, or the CPU cannot compute in that precision.
    /// - Complexity: About a second for Inception-ResNet-v1, most of it code generation.
    public init(_ network: Network, parameters: Parameters, options: TrainingOptions) throws(EngineError) {
        precondition(options.batchSize >= 1 && options.threads >= 1, "batch size and threads start at 1")
        precondition((0...network.nodes.count).contains(options.frozenCount), "so many nodes cannot be frozen")
        guard options.precision != .int8 else { throw .unsupportedPrecision(.int8, needs: "fp32 or bf16 for training") }
        if let reason = Precision.unmetNeed(of: options.precision) {
            throw .unsupportedPrecision(options.precision, needs: reason)
        }
        self.network = network
        self.options = options
        inputShapes = network.inputs.map { network[$0].shape.batched(options.batchSize) }
        outputShapes = network.outputs.map { network[$0].shape.batched(options.batchSize) }
        backend = try OneDNNTrainingProgram(network, parameters: parameters, options: options)
    }

    /// The weights, laid out by ``layout``; call ``weightsChanged()`` after writing to them.
    ///
    /// The memory is the program's, good as long as the program is.
    public var weights: UnsafeMutableBufferPointer<Float> { backend.store.weights.floats }
    /// The gradients, laid out by ``layout``.
    public var gradients: UnsafeMutableBufferPointer<Float> { backend.store.gradients.floats }
    /// The running statistics, laid out by ``statisticsLayout``.
    public var statistics: UnsafeMutableBufferPointer<Float> { backend.store.statistics.floats }
    /// The bytes that activations and their gradients take.
    public var activationByteCount: Int { backend.arenaSize }

    /// Where the parameters of one kind lie that belong to layers that are not trained.
    private func frozen(_ isOfKind: (ParameterRole) -> Bool) -> Range<Int> {
        let roles = network.ids.prefix(options.frozenCount).flatMap { network.parameters(of: $0) }
        return 0..<roles.filter(isOfKind).reduce(0) { $0 + $1.shape.count }
    }

    /// Tells the program that ``weights`` were written to, so that the next pass packs them again.
    public func weightsChanged() { isPacked = false }

    /// Sets all gradients to 0.
    public func zeroGradients() { gradients.update(repeating: 0) }

    /// A copy of weights and running statistics, which an ``InferenceProgram`` of the same network takes as they are.
    public func parameters() -> Parameters {
        var parameters = Parameters()
        for role in network.parameters {
            let trained = layout[role.name].map { ($0, weights) }
            guard let (entry, buffer) = trained ?? statisticsLayout[role.name].map({ ($0, statistics) }) else {
                continue
            }
            parameters[role.name] = Parameter(Tensor(Array(buffer[entry.range]), shape: role.shape))
        }
        return parameters
    }

    /// Runs the network forward.
    ///
    /// - Parameters:
    ///   - inputs: Dense row-major floats, for each of ``inputShapes``; they are read again by the backward pass.
    ///   - outputs: Memory that is written, for each of ``outputShapes``.
    ///   - seed: What dropout draws from; the same seed drops the same.
    ///   - updatesStatistics: Whether the running statistics follow this batch. When a batch is run twice, once to mine
    ///     and once to learn, one of the two passes should.
    /// - Throws: ``EngineError`` if the library fails.
    /// - Precondition: Every buffer holds exactly as many floats as its shape.
    public func forward(
        inputs: [UnsafeBufferPointer<Float>],
        outputs: [UnsafeMutableBufferPointer<Float>],
        seed: UInt64 = 0,
        updatesStatistics: Bool = true
    ) throws(EngineError) {
        precondition(
            inputs.map(\.count) == inputShapes.map(\.count) && outputs.map(\.count) == outputShapes.map(\.count),
            "the buffers do not hold \(inputShapes) and \(outputShapes)"
        )
        self.seed = seed
        if !isPacked {
            try backend.run(.packing)
            isPacked = true
        }
        try backend.lend { memory in
            memory.inputs = inputs.compactMap { $0.baseAddress.map(UnsafeMutablePointer.init(mutating:)) }
            memory.outputs = outputs.compactMap(\.baseAddress)
        }
        try backend.run(.forward, seed: seed, updatesStatistics: updatesStatistics)
    }

    private var seed: UInt64 = 0

    /// Runs the network backward from the last forward pass, and adds to ``gradients``.
    ///
    /// - Parameters:
    ///   - outputGradients: The loss's gradient with respect to each output, dense, of ``outputShapes``.
    ///   - inputGradients: Memory for the gradients of the inputs, of ``inputShapes``, if
    ///     ``TrainingOptions/computesInputGradients`` asked for them; else empty.
    ///   - gradientsFinal: Called with an offset into ``gradients`` whenever, for this pass, all from there on are final;
    ///     the offsets fall. It may be called from the running thread in the middle of the pass, and should be quick.
    /// - Throws: ``EngineError`` if the library fails.
    public func backward(
        outputGradients: [UnsafeBufferPointer<Float>],
        inputGradients: [UnsafeMutableBufferPointer<Float>] = [],
        gradientsFinal: ((Int) -> Void)? = nil
    ) throws(EngineError) {
        precondition(outputGradients.map(\.count) == outputShapes.map(\.count), "a gradient for each output")
        let wanted = options.computesInputGradients ? inputShapes.map(\.count) : []
        precondition(inputGradients.map(\.count) == wanted, "memory for \(wanted.count) gradients of inputs")
        try backend.lend { memory in
            memory.outputGradients = outputGradients.compactMap {
                $0.baseAddress.map(UnsafeMutablePointer.init(mutating:))
            }
            memory.inputGradients = inputGradients.compactMap(\.baseAddress)
        }
        try backend.run(.backward, seed: seed, gradientsFinal: gradientsFinal)
    }
}
