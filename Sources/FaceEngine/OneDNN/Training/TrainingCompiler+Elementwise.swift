import COneDNN

extension TrainingCompiler {
    // MARK: Activations

    mutating func rectify(_ function: Activation, _ layer: TrainingLayer) throws(EngineError) {
        let name = network.nodes[layer.node].name
        let input = try value(layer.inputs[0])
        let (algorithm, alpha, beta) = function.oneDNN
        let output = newValue(input.shape, input.type, input.descriptor)
        try addElementwise(algorithm, alpha, beta, from: input, to: output, name: name)
        values[layer.output] = output
        records[layer.output] = Record(output: output)
    }

    /// Turns the gradient of an activation's output into that of its input, in the same memory.
    mutating func activationBackward(
        _ function: Activation,
        _ gradient: Value,
        _ output: Value,
        name: String
    ) throws(EngineError) -> Value {
        var result = gradient
        if gradient.descriptor != output.descriptor {
            result = newValue(output.shape, output.type, output.descriptor)
            try reorder(gradient, to: output.descriptor, result.operand, name: name)
        }
        let (_, alpha, beta) = function.oneDNN
        guard
            let primitive = Primitive.eltwiseBackward(
                function.backwardOfOutput,
                alpha,
                beta,
                output.descriptor,
                try Attributes()
            )
        else { throw .noKernel(layer: name) }
        add(
            primitive,
            [
                Argument(index: DNNL_ARG_DST, descriptor: output.descriptor, operand: output.operand),
                Argument(index: DNNL_ARG_DIFF_DST, descriptor: output.descriptor, operand: result.operand),
                Argument(index: DNNL_ARG_DIFF_SRC, descriptor: output.descriptor, operand: result.operand),
            ],
            name: name
        )
        return result
    }

    // MARK: Residual sums

    mutating func addResidual(_ residual: Residual, _ layer: TrainingLayer) throws(EngineError) {
        let name = network.nodes[layer.node].name
        let x = try value(layer.inputs[0])
        let branch = try converted(value(layer.inputs[1]), of: layer.inputs[1], to: x.descriptor, type: x.type)
        let output = newValue(x.shape, x.type, x.descriptor)
        try addElementwise(dnnl_eltwise_linear, residual.scale, 0, from: branch, to: output, name: name)
        try addBinary(dnnl_binary_add, output, x, to: output, name: name)
        values[layer.output] = output
        records[layer.output] = Record()
    }

    mutating func compileBackward(
        _ residual: Residual,
        _ layer: TrainingLayer,
        _ gradient: Value
    ) throws(EngineError) {
        let name = network.nodes[layer.node].name
        let branch = newValue(gradient.shape, gradient.type, gradient.descriptor)
        try addElementwise(dnnl_eltwise_linear, residual.scale, 0, from: gradient, to: branch, name: name)
        try contribute(branch, to: layer.inputs[1])
        try contribute(gradient, to: layer.inputs[0])
    }

    // MARK: Dropout

    mutating func compileForward(_ dropout: Dropout, _ layer: TrainingLayer) throws(EngineError) {
        let input = try dense(value(layer.inputs[0]), of: layer.inputs[0])
        let output = try denseBuffer(input.shape)
        addDropout(dropout, layer, from: input.operand, to: output.operand, count: input.shape.count)
        values[layer.output] = output
        records[layer.output] = Record()
    }

    mutating func compileBackward(_ dropout: Dropout, _ layer: TrainingLayer, _ gradient: Value) throws(EngineError) {
        let given = try dense(gradient, of: layer.output)
        let result = try denseBuffer(given.shape)
        addDropout(dropout, layer, from: given.operand, to: result.operand, count: given.shape.count)
        try contribute(result, to: layer.inputs[0])
    }

    /// The same mask in both directions: it follows from the seed of the run and the node.
    private mutating func addDropout(
        _ dropout: Dropout,
        _ layer: TrainingLayer,
        from source: Operand,
        to destination: Operand,
        count: Int
    ) {
        let node = layer.node
        addPlain("dropout", name: network.nodes[layer.node].name, [source, destination]) { places, seed in
            let mask = dropout.mask(seed: Dropout.seed(seed, node: node))
            for index in 0..<count { places[1][index] = places[0][index] * mask(index) }
        }
    }

    // MARK: Arithmetic

    /// Applies a function to every scalar; both values have one layout, and may be one.
    mutating func addElementwise(
        _ algorithm: dnnl_alg_kind_t,
        _ alpha: Float,
        _ beta: Float,
        from source: Value,
        to destination: Value,
        name: String
    ) throws(EngineError) {
        guard let primitive = Primitive.eltwise(algorithm, alpha, beta, source.descriptor, try Attributes()) else {
            throw .noKernel(layer: name)
        }
        add(
            primitive,
            [
                Argument(index: DNNL_ARG_SRC, descriptor: source.descriptor, operand: source.operand),
                Argument(index: DNNL_ARG_DST, descriptor: destination.descriptor, operand: destination.operand),
            ],
            name: name
        )
    }

    /// Combines two values of one layout; the result may be one of them.
    mutating func addBinary(
        _ algorithm: dnnl_alg_kind_t,
        _ a: Value,
        _ b: Value,
        to result: Value,
        name: String
    ) throws(EngineError) {
        guard let primitive = Primitive.binary(algorithm, a.descriptor, b.descriptor, try Attributes()) else {
            throw .noKernel(layer: name)
        }
        add(
            primitive,
            [
                Argument(index: DNNL_ARG_SRC_0, descriptor: a.descriptor, operand: a.operand),
                Argument(index: DNNL_ARG_SRC_1, descriptor: b.descriptor, operand: b.operand),
                Argument(index: DNNL_ARG_DST, descriptor: result.descriptor, operand: result.operand),
            ],
            name: name
        )
    }
}
