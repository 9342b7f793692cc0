/// A training step by the definitions of the operations: slow, obviously right, the oracle of ``TrainingProgram``.
public struct TrainingReference: Sendable {
    /// A tensor for each of the network's outputs.
    public var outputs: [Tensor]
    /// The gradients of the trained parameters, by name.
    public var gradients: [String: Tensor]
    /// The gradients of the inputs.
    public var inputGradients: [Tensor]
    /// The running statistics afterwards, by name.
    public var statistics: [String: Tensor]

    /// Runs a network forward and backward.
    ///
    /// - Parameters:
    ///   - network: The network.
    ///   - inputs: A tensor for each input, with a batch axis.
    ///   - parameters: The weights and running statistics.
    ///   - outputGradients: A loss's gradient with respect to each output.
    ///   - mode: Where batch normalization takes its statistics from.
    ///   - seed: What dropout draws from.
    /// - Throws: ``NetworkError`` if a parameter is missing or has the wrong shape.
    public init(
        _ network: Network,
        inputs: [Tensor],
        parameters: Parameters,
        outputGradients: [Tensor],
        mode: TrainingOptions.Statistics = .batch(momentum: 0.1),
        seed: UInt64 = 0
    ) throws(NetworkError) {
        try network.validate(parameters)
        var parameters = parameters
        var values: [Tensor] = []
        var statistics: [String: Tensor] = [:]
        for id in network.ids {
            var operands = network[id].inputs.map { values[$0.index] }
            if let place = network.inputs.firstIndex(of: id) { operands = [inputs[place]] }
            if case (.batchNorm, .batch(let momentum)) = (network[id].operation, mode) {
                let seen = BatchNorm.statistics(of: operands[0])
                let name = network[id].name
                let count = Float(operands[0].shape.count / operands[0].shape[1])
                for (role, values, factor) in [
                    ("mean", seen.mean, Float(1)), ("variance", seen.variance, count / max(1, count - 1)),
                ] {
                    let old = parameters["\(name).\(role)"]?.tensor ?? values
                    let new = zip(old.scalars, values.scalars).map { $0 + momentum * (factor * $1 - $0) }
                    statistics["\(name).\(role)"] = Tensor(new, shape: values.shape)
                    // From here on the layer is a normalization with given statistics: the batch's.
                    parameters["\(name).\(role)"] = Parameter(values)
                }
            }
            values.append(network.forward(id, operands, parameters, seed))
        }
        var slopes = values.map { Tensor(zeros: $0.shape) }
        for (output, gradient) in zip(network.outputs, outputGradients) { slopes[output.index].add(gradient) }
        var gradients: [String: Tensor] = [:]
        for id in network.ids.reversed() {
            let operands = network[id].inputs.map { values[$0.index] }
            let found = network.backward(id, operands, parameters, slopes[id.index], mode, seed)
            for (input, gradient) in zip(network[id].inputs, found.inputs) { slopes[input.index].add(gradient) }
            for (role, gradient) in zip(network.parameters(of: id).filter(\.isTrained), found.parameters) {
                gradients[role.name] = gradient
            }
        }
        outputs = network.outputs.map { values[$0.index] }
        inputGradients = network.inputs.map { slopes[$0.index] }
        (self.gradients, self.statistics) = (gradients, statistics)
    }
}

extension Network {
    fileprivate func forward(_ id: NodeID, _ operands: [Tensor], _ parameters: Parameters, _ seed: UInt64) -> Tensor {
        if case .dropout(let dropout) = self[id].operation {
            return operands[0].masked(by: dropout, seed: Dropout.seed(seed, node: id.index))
        }
        let weights = self.parameters(of: id).compactMap { parameters[$0.name]?.tensor }
        return self[id].operation.definition.evaluateReference(operands, parameters: weights)
    }

    fileprivate func backward(
        _ id: NodeID,
        _ operands: [Tensor],
        _ parameters: Parameters,
        _ gradient: Tensor,
        _ mode: TrainingOptions.Statistics,
        _ seed: UInt64
    ) -> ReferenceGradients {
        let weights = self.parameters(of: id).compactMap { parameters[$0.name]?.tensor }
        switch (self[id].operation, mode) {
        case (.dropout(let dropout), _):
            return ReferenceGradients(gradient.masked(by: dropout, seed: Dropout.seed(seed, node: id.index)))
        case (.batchNorm(let norm), .batch):
            return norm.batchReferenceGradients(operands[0], gamma: weights[0], outputGradient: gradient)
        case (let operation, _):
            return operation.definition.referenceGradients(operands, parameters: weights, outputGradient: gradient)
        }
    }
}

extension Tensor {
    fileprivate func masked(by dropout: Dropout, seed: UInt64) -> Tensor {
        let mask = dropout.mask(seed: seed)
        return Tensor(scalars.enumerated().map { $1 * mask($0) }, shape: shape)
    }

    fileprivate mutating func add(_ other: Tensor) {
        for index in scalars.indices { scalars[index] += other.scalars[index] }
    }
}
