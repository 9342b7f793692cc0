import COneDNN

extension TrainingCompiler {
    mutating func compileForward(_ fullyConnected: FullyConnected, _ layer: TrainingLayer) throws(EngineError) {
        let name = network.nodes[layer.node].name
        let features = network.nodes[layer.inputs[0]].shape.count
        let shape: Shape = [batch, fullyConnected.outputs]
        let bias = fullyConnected.hasBias ? MemoryDescriptor([fullyConnected.outputs], dnnl_f32, dnnl_a) : nil
        guard let flat = MemoryDescriptor([batch, features], floatType, dnnl_ab),
            let weights = MemoryDescriptor([fullyConnected.outputs, features], floatType, dnnl_format_tag_any),
            let dense = MemoryDescriptor([fullyConnected.outputs, features], dnnl_f32, dnnl_ab),
            let weight = store.weight("\(name).weight"), let result = MemoryDescriptor.dense(shape),
            let primitive = Primitive.innerProduct(
                source: flat,
                weights: weights,
                bias: bias,
                destination: result,
                attributes: try Attributes()
            ), let packed = primitive.weights
        else { throw .noKernel(layer: name) }
        let input = try flattened(layer.inputs[0], flat)
        let output = newValue(shape, dnnl_f32, result)
        let operand = try pack(
            weight,
            dense,
            count: fullyConnected.outputs * features,
            scale: 1,
            as: packed,
            name: name
        )
        var arguments = [
            Argument(index: DNNL_ARG_SRC, descriptor: flat, operand: input.operand),
            Argument(index: DNNL_ARG_WEIGHTS, descriptor: packed, operand: operand),
            Argument(index: DNNL_ARG_DST, descriptor: result, operand: output.operand),
        ]
        if let bias, let operand = store.weight("\(name).bias") {
            arguments.append(Argument(index: DNNL_ARG_BIAS, descriptor: bias, operand: operand))
        }
        add(primitive, arguments, name: name)
        values[layer.output] = output
        records[layer.output] = Record(inputs: [input], output: output)
    }

    /// All features of each example in a row, in the type that matrix products are computed in.
    private mutating func flattened(_ index: Int, _ flat: MemoryDescriptor) throws(EngineError) -> Value {
        let value = try value(index)
        guard let rows = MemoryDescriptor(value.shape.dimensions, floatType, strides: value.shape.strides) else {
            throw .noKernel(layer: network.nodes[index].name)
        }
        let dense = try converted(value, of: index, to: rows, type: floatType)
        return Value(
            shape: [batch, value.shape.count / batch],
            type: floatType,
            descriptor: flat,
            operand: dense.operand
        )
    }

    mutating func compileBackward(
        _ fullyConnected: FullyConnected,
        _ layer: TrainingLayer,
        _ gradient: Value
    ) throws(EngineError) {
        let name = network.nodes[layer.node].name
        let inputShape = network.nodes[layer.inputs[0]].shape.batched(batch)
        let (outputs, features) = (fullyConnected.outputs, inputShape.count / batch)
        guard let input = records[layer.output]?.inputs.first,
            let weights = MemoryDescriptor([outputs, features], floatType, dnnl_format_tag_any),
            let wanted = MemoryDescriptor([outputs, features], dnnl_f32, dnnl_format_tag_any),
            let dense = MemoryDescriptor([outputs, features], dnnl_f32, dnnl_ab),
            let rows = MemoryDescriptor([batch, outputs], floatType, dnnl_ab),
            let weight = store.weight("\(name).weight"), let sum = store.gradient("\(name).weight")
        else { throw .noKernel(layer: name) }
        let bias = fullyConnected.hasBias ? MemoryDescriptor([outputs], dnnl_f32, dnnl_a) : nil
        let given = try converted(gradient, of: layer.output, to: rows, type: floatType)
        guard
            let primitive = Primitive.innerProductBackwardWeights(
                source: input.descriptor,
                weights: wanted,
                forwardWeights: weights,
                bias: bias,
                destination: rows,
                try Attributes()
            ), let packed = primitive.weightsGradient
        else { throw .noKernel(layer: name) }
        let result = newBuffer(packed.size)
        var arguments = [
            Argument(index: DNNL_ARG_SRC, descriptor: input.descriptor, operand: input.operand),
            Argument(index: DNNL_ARG_DIFF_DST, descriptor: rows, operand: given.operand),
            Argument(index: DNNL_ARG_DIFF_WEIGHTS, descriptor: packed, operand: result),
        ]
        var biasResult: Operand?
        if let bias {
            let operand = newBuffer(bias.size)
            arguments.append(Argument(index: DNNL_ARG_DIFF_BIAS, descriptor: bias, operand: operand))
            biasResult = operand
        }
        add(primitive, arguments, name: name)
        try accumulate(result, packed, into: sum, dense, count: outputs * features, scale: 1, name: name)
        if let biasResult, let sum = store.gradient("\(name).bias") {
            addAccumulation(of: biasResult, count: outputs, scale: 1, into: sum, name: name)
        }
        guard needsGradient[layer.inputs[0]] else { return }
        guard
            let primitive = Primitive.innerProductBackwardData(
                source: input.descriptor,
                weights: weights,
                destination: rows,
                try Attributes()
            ), let packed = primitive.weights,
            let back = MemoryDescriptor(inputShape.dimensions, floatType, strides: inputShape.strides)
        else { throw .noKernel(layer: name) }
        let operand = try pack(weight, dense, count: outputs * features, scale: 1, as: packed, name: name)
        let sourceGradient = newValue(inputShape, floatType, back)
        add(
            primitive,
            [
                Argument(index: DNNL_ARG_DIFF_DST, descriptor: rows, operand: given.operand),
                Argument(index: DNNL_ARG_WEIGHTS, descriptor: packed, operand: operand),
                Argument(index: DNNL_ARG_DIFF_SRC, descriptor: input.descriptor, operand: sourceGradient.operand),
            ],
            name: name
        )
        try contribute(sourceGradient, to: layer.inputs[0])
    }
}
