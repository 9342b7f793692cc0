import COneDNN

/// Operations without a kernel of the library's are computed by their definitions, on dense floats.
///
/// That is slow, and fine for what is small: the normalization of embeddings, maxout and PReLU units.
extension TrainingCompiler {
    mutating func defineForward(_ operation: Operation, _ layer: TrainingLayer) throws(EngineError) {
        var inputs: [Value] = []
        for index in layer.inputs { inputs.append(try dense(value(index), of: index)) }
        let roles = network.parameters(of: NodeID(index: layer.node))
        let output = try denseBuffer(network.nodes[layer.output].shape.batched(batch))
        let shapes = inputs.map(\.shape)
        let definition = operation.definition
        let count = output.shape.count
        addPlain(
            definition.summary,
            name: network.nodes[layer.node].name,
            inputs.map(\.operand) + roles.compactMap { store.weight($0.name) } + [output.operand]
        ) { places, _ in
            let tensors = zip(shapes + roles.map(\.shape), places).map { Tensor(copying: $1, shape: $0) }
            let result = definition.evaluateReference(
                Array(tensors.prefix(shapes.count)),
                parameters: Array(tensors.dropFirst(shapes.count))
            )
            result.scalars.withUnsafeBufferPointer { scalars in
                guard let base = scalars.baseAddress, let last = places.last else { return }
                last.update(from: base, count: count)
            }
        }
        values[layer.output] = output
        records[layer.output] = Record(inputs: inputs)
    }

    mutating func defineBackward(
        _ operation: Operation,
        _ layer: TrainingLayer,
        _ gradient: Value
    ) throws(EngineError) {
        let name = network.nodes[layer.node].name
        guard let inputs = records[layer.output]?.inputs else { throw .noKernel(layer: name) }
        let given = try dense(gradient, of: layer.output)
        let roles = network.parameters(of: NodeID(index: layer.node)).filter(\.isTrained)
        var results: [Value] = []
        for input in inputs { results.append(try denseBuffer(input.shape)) }
        let shapes = inputs.map(\.shape)
        let (definition, gradientShape) = (operation.definition, given.shape)
        let (read, parameters) = (shapes.count, roles.count)
        addPlain(
            definition.summary,
            name: name,
            inputs.map(\.operand) + roles.compactMap { store.weight($0.name) } + [given.operand]
                + results.map(\.operand) + roles.compactMap { store.gradient($0.name) }
        ) { places, _ in
            let tensors = zip(shapes + roles.map(\.shape) + [gradientShape], places).map {
                Tensor(copying: $1, shape: $0)
            }
            let gradients = definition.referenceGradients(
                Array(tensors.prefix(read)),
                parameters: Array(tensors.dropFirst(read).prefix(parameters)),
                outputGradient: tensors[read + parameters]
            )
            var place = read + parameters + 1
            for input in gradients.inputs {
                for (index, scalar) in input.scalars.enumerated() { places[place][index] = scalar }
                place += 1
            }
            for parameter in gradients.parameters {
                for (index, scalar) in parameter.scalars.enumerated() { places[place][index] += scalar }
                place += 1
            }
        }
        for (index, result) in zip(layer.inputs, results) { try contribute(result, to: index) }
    }
}

extension Tensor {
    /// A tensor with a copy of the floats at `place`.
    fileprivate init(copying place: UnsafeMutablePointer<Float>, shape: Shape) {
        self.init(Array(UnsafeBufferPointer(start: place, count: shape.count)), shape: shape)
    }
}
