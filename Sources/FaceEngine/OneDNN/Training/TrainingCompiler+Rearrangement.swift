import COneDNN

extension TrainingCompiler {
    // MARK: Concatenation

    mutating func compileForwardConcatenation(_ layer: TrainingLayer) throws(EngineError) {
        let name = network.nodes[layer.node].name
        let shape = network.nodes[layer.output].shape.batched(batch)
        let type = shape.rank == 4 ? floatType : dnnl_f32
        let shapes = layer.inputs.map { network.nodes[$0].shape.batched(batch) }
        var chosen: (primitive: Primitive, sources: [MemoryDescriptor], layout: MemoryDescriptor)?
        for (place, layout) in layouts(shape, type).enumerated() {
            let sources = shapes.map { layouts($0, type)[place] }
            guard let primitive = Primitive.concatenate(sources, axis: 1, into: layout, try Attributes()) else {
                continue
            }
            if chosen == nil || !primitive.isReference { chosen = (primitive, sources, layout) }
            if !primitive.isReference { break }
        }
        guard let (primitive, wanted, layout) = chosen else { throw .noKernel(layer: name) }
        var sources: [Value] = []
        for (index, descriptor) in zip(layer.inputs, wanted) {
            sources.append(try converted(value(index), of: index, to: descriptor, type: type))
        }
        let output = newValue(shape, type, layout)
        var arguments = [Argument(index: DNNL_ARG_DST, descriptor: layout, operand: output.operand)]
        for (place, source) in sources.enumerated() {
            let index = DNNL_ARG_MULTIPLE_SRC + CInt(place)
            arguments.append(Argument(index: index, descriptor: source.descriptor, operand: source.operand))
        }
        add(primitive, arguments, name: name)
        values[layer.output] = output
        records[layer.output] = Record()
    }

    mutating func compileBackwardConcatenation(_ layer: TrainingLayer, _ gradient: Value) throws(EngineError) {
        let name = network.nodes[layer.node].name
        var given = gradient
        var channel = 0
        // A part is a view only where it begins with a block of channels.
        let isAligned = layer.inputs.allSatisfy { network.nodes[$0].shape[0].isMultiple(of: 16) }
        if !isAligned || gradient.shape.rank != 4 { given = try dense(gradient, of: layer.output) }
        for index in layer.inputs {
            let shape = network.nodes[index].shape.batched(batch)
            var offsets = [Int](repeating: 0, count: shape.rank)
            offsets[1] = channel
            channel += shape[1]
            guard needsGradient[index] else { continue }
            guard let part = given.descriptor.part(shape.dimensions, at: offsets),
                let layout = layouts(shape, gradient.type).first
            else { throw .noKernel(layer: name) }
            let result = newValue(shape, gradient.type, layout)
            let view = Value(shape: shape, type: given.type, descriptor: part, operand: given.operand)
            try reorder(view, to: layout, result.operand, name: name)
            try contribute(result, to: index)
        }
    }

    // MARK: Reshape

    mutating func reshapeForward(_ layer: TrainingLayer) throws(EngineError) {
        let input = try dense(value(layer.inputs[0]), of: layer.inputs[0])
        values[layer.output] = try reshaped(input, to: network.nodes[layer.output].shape.batched(batch))
        records[layer.output] = Record()
    }

    mutating func reshapeBackward(_ layer: TrainingLayer, _ gradient: Value) throws(EngineError) {
        let given = try dense(gradient, of: layer.output)
        let shape = network.nodes[layer.inputs[0]].shape.batched(batch)
        try contribute(reshaped(given, to: shape), to: layer.inputs[0])
    }

    private func reshaped(_ value: Value, to shape: Shape) throws(EngineError) -> Value {
        guard let descriptor = MemoryDescriptor.dense(shape) else { throw .noKernel(layer: "reshape to \(shape)") }
        return Value(shape: shape, type: dnnl_f32, descriptor: descriptor, operand: value.operand)
    }
}
