import COneDNN

extension OneDNNCompiler {
    // MARK: Rearrangement

    mutating func compileReshape(_ index: Int) throws(EngineError) {
        let step = graph.steps[index]
        let dense = try dense(step.inputs[0])
        let shape = step.shape.batched(batch)
        guard let descriptor = MemoryDescriptor.dense(shape) else { throw .noKernel(layer: step.name) }
        values[index] = Value(shape: shape, type: dnnl_f32, descriptor: descriptor, buffer: dense.buffer)
    }

    /// A reorder into a dense buffer that is looked at with its axes in the old order.
    mutating func compile(_ transpose: Transpose, _ index: Int) throws(EngineError) {
        let step = graph.steps[index]
        let input = try value(step.inputs[0])
        let shape = step.shape.batched(batch)
        var strides = [Int](repeating: 0, count: shape.rank)
        for (axis, from) in ([0] + transpose.permutation.map { $0 + 1 }).enumerated() {
            strides[from] = shape.strides[axis]
        }
        guard let dense = MemoryDescriptor.dense(shape),
            let view = MemoryDescriptor(input.shape.dimensions, dnnl_f32, strides: strides)
        else { throw .noKernel(layer: step.name) }
        let output = Value(shape: shape, type: dnnl_f32, descriptor: dense, buffer: newBuffer(dense.size))
        try reorder(input, to: view, output.buffer, scale: 1, name: step.name)
        values[index] = output
    }

    mutating func compile(_ softmax: Softmax, _ index: Int) throws(EngineError) {
        let place = graph.steps[index].inputs[0]
        let shape = try value(place).shape
        let input: Value
        // Across channels, the kernel wants them to lie next to each other.
        if shape.rank == 4, softmax.axis == 0, let layout = MemoryDescriptor(shape.dimensions, dnnl_f32, dnnl_nhwc) {
            input = try converted(place, to: layout, type: dnnl_f32)
        } else {
            input = try dense(place)
        }
        let output = twin(input)
        let attributes = try Attributes()
        guard
            let primitive = Primitive.softmax(input.descriptor, axis: softmax.axis + 1, attributes)
        else { throw .noKernel(layer: graph.steps[index].name) }
        append(primitive, unary(input, output), name: graph.steps[index].name)
        values[index] = output
    }

    mutating func compileResize(_ index: Int) throws(EngineError) {
        let place = graph.steps[index].inputs[0]
        let layout = try preferredDescriptor(value(place).shape, floatType)
        let input = try converted(place, to: layout, type: floatType)
        let output = try destination(index)
        let attributes = try Attributes()
        guard
            let primitive = Primitive.resizeNearest(
                source: input.descriptor,
                destination: output.descriptor,
                attributes
            )
        else { throw .noKernel(layer: graph.steps[index].name) }
        append(
            primitive,
            [
                Argument(index: DNNL_ARG_SRC, descriptor: input.descriptor, operand: input.buffer),
                Argument(index: DNNL_ARG_DST, descriptor: output.descriptor, operand: output.buffer),
            ],
            name: graph.steps[index].name
        )
        values[index] = output
    }

    // MARK: Plain kernels

    mutating func compilePlain(_ kernel: PlainKernel, _ index: Int) throws(EngineError) {
        let step = graph.steps[index]
        var inputs: [(Shape, Operand)] = []
        for input in step.inputs {
            let value = try dense(input)
            inputs.append((value.shape, value.buffer))
        }
        let shape = step.shape.batched(batch)
        guard let dense = MemoryDescriptor.dense(shape) else { throw .noKernel(layer: step.name) }
        let output = Value(shape: shape, type: dnnl_f32, descriptor: dense, buffer: newBuffer(dense.size))
        let action = CompiledStep.Action.plain(kernel, inputs: inputs, output: (shape, output.buffer))
        steps.append(CompiledStep(name: step.name, action: action, multiplyAdds: 0))
        values[index] = output
    }

    mutating func compileConstant(_ name: String, _ index: Int) throws(EngineError) {
        let shape = graph.steps[index].shape.batched(batch)
        let value = parameters[name]?.tensor.scalars ?? []
        guard let dense = MemoryDescriptor.dense(shape) else { throw .noKernel(layer: name) }
        let repeated = (0..<batch).flatMap { _ in value }
        values[index] = Value(shape: shape, type: dnnl_f32, descriptor: dense, buffer: .packed(PackedArray(repeated)))
    }
}
