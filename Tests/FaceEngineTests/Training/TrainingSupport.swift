import FaceEngine
import FaceTestSupport
import Testing

extension TrainingProgram {
    /// The gradients that tests hand in: different for every scalar.
    static func slope(_ shape: Shape) -> Tensor {
        Tensor((0..<shape.count).map { Float(($0 * 7 + 3) % 11) / 5 - 1 }, shape: shape)
    }

    /// One pass forward and backward on tensors.
    @discardableResult
    func step(
        _ inputs: [Tensor],
        slopes: [Tensor]? = nil,
        inputGradients: inout [Tensor],
        seed: UInt64 = 0,
        gradientsFinal: ((Int) -> Void)? = nil
    ) throws(EngineError) -> [Tensor] {
        let slopes = slopes ?? outputShapes.map(Self.slope)
        let given = (inputs + slopes).map { tensor in
            let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: tensor.scalars.count)
            _ = buffer.initialize(from: tensor.scalars)
            return buffer
        }
        let taken = (outputShapes + (options.computesInputGradients ? inputShapes : [])).map {
            UnsafeMutableBufferPointer<Float>.allocate(capacity: $0.count)
        }
        defer { for buffer in given + taken { buffer.deallocate() } }
        let outputs = Array(taken.prefix(outputShapes.count))
        try forward(inputs: given.prefix(inputs.count).map { UnsafeBufferPointer($0) }, outputs: outputs, seed: seed)
        let results = zip(outputShapes, outputs).map { Tensor(Array($1), shape: $0) }
        try backward(
            outputGradients: given.dropFirst(inputs.count).map { UnsafeBufferPointer($0) },
            inputGradients: Array(taken.dropFirst(outputShapes.count)),
            gradientsFinal: gradientsFinal
        )
        inputGradients = zip(inputShapes, taken.dropFirst(outputShapes.count)).map { Tensor(Array($1), shape: $0) }
        return results
    }

    @discardableResult
    func step(
        _ inputs: [Tensor],
        slopes: [Tensor]? = nil,
        seed: UInt64 = 0,
        gradientsFinal: ((Int) -> Void)? = nil
    ) throws(EngineError) -> [Tensor] {
        var unused: [Tensor] = []
        return try step(
            inputs,
            slopes: slopes,
            inputGradients: &unused,
            seed: seed,
            gradientsFinal: gradientsFinal
        )
    }
}

/// Checks outputs, all gradients and running statistics of a compiled step against the definitions.
func expectAgreement(
    _ network: Network,
    _ parameters: Parameters,
    _ inputs: [Tensor],
    mode: TrainingOptions.Statistics,
    _ tolerance: Tolerance,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let options = TrainingOptions(
        batchSize: inputs[0].shape[0],
        statistics: mode,
        computesInputGradients: true
    )
    let program = try TrainingProgram(network, parameters: parameters, options: options)
    var inputGradients: [Tensor] = []
    let outputs = try program.step(inputs, inputGradients: &inputGradients, seed: 9)
    let reference = try TrainingReference(
        network,
        inputs: inputs,
        parameters: parameters,
        outputGradients: program.outputShapes.map(TrainingProgram.slope),
        mode: mode,
        seed: 9
    )
    for (actual, expected) in zip(outputs + inputGradients, reference.outputs + reference.inputGradients) {
        expectClose(actual, expected, tolerance, sourceLocation: sourceLocation)
    }
    for entry in program.layout.entries {
        let actual = Tensor(Array(program.gradients[entry.range]), shape: entry.shape)
        guard let expected = reference.gradients[entry.name] else {
            Issue.record("no gradient of \(entry.name)", sourceLocation: sourceLocation)
            continue
        }
        expectClose(actual, expected, tolerance, sourceLocation: sourceLocation)
    }
    for entry in program.statisticsLayout.entries where reference.statistics[entry.name] != nil {
        let actual = Tensor(Array(program.statistics[entry.range]), shape: entry.shape)
        expectClose(actual, reference.statistics[entry.name] ?? actual, tolerance, sourceLocation: sourceLocation)
    }
}

func expectAgreement(
    _ network: Network,
    batch: Int,
    mode: TrainingOptions.Statistics,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let inputs = network.inputs.enumerated().map { place, id in
        Tensor(arbitrary: network[id].shape.batched(batch), seed: UInt64(place + 11))
    }
    // A sum of thousands of products, each through several layers.
    let tolerance = Tolerance(absolute: 3e-4, relative: 2e-3)
    let parameters = Parameters(arbitraryFor: network)
    try expectAgreement(network, parameters, inputs, mode: mode, tolerance, sourceLocation: sourceLocation)
}

extension NetworkBuilder {
    /// A convolution without a bias, a batch norm and a rectifier.
    mutating func normalized(_ input: NodeID, _ name: String, _ outputs: Int, _ window: Window) throws -> NodeID {
        let conv = try conv(input, name, outputs, window, hasBias: false)
        let norm = try add(.batchNorm(BatchNorm()), to: [conv], name: "\(name).bn")
        return try add(.activation(.relu), to: [norm], name: "\(name).relu")
    }
}

extension Golden {
    /// The parameters of the file's operation, in the order of its roles.
    func parameters(of operation: any OperationDefinition) throws -> [Tensor] {
        let shapes = try inputs.map { Shape(Array($0.shape.dimensions.dropFirst())) }
        return try operation.parameters(for: shapes).map { try tensor($0.name) }
    }
}
