import COneDNN

/// An L2 pooling from the library's parts, in 32 bits: `y = sqrt(n mean(x^2))`, where `n` is the size of the window.
///
/// Backward, `dx = n x mean'(dy / y)`, with `mean'` the average's backward pass. Where a window holds nothing but zeros
/// there is no gradient; `dy / y` is kept finite there, and times `x = 0` it is 0.
extension TrainingCompiler {
    private func count(_ pool: Pool) -> Float { Float(pool.window.rows * pool.window.columns) }

    mutating func compileForwardL2(_ pool: Pool, _ layer: TrainingLayer) throws(EngineError) {
        let name = network.nodes[layer.node].name
        let given = try value(layer.inputs[0])
        let shape = network.nodes[layer.output].shape.batched(batch)
        let (mean, source, destination) = try poolingKernel(pool, from: given.shape, to: shape, dnnl_f32, name) {
            layout throws(EngineError) in
            // Where channels are padded, a division would turn the padding into what is not a number.
            let quotient = Primitive.binary(dnnl_binary_div, layout, layout, try Attributes())
            return quotient?.isReference == false
        }
        let x = try converted(given, of: layer.inputs[0], to: source, type: dnnl_f32)
        let squares = newValue(given.shape, dnnl_f32, source)
        try addElementwise(dnnl_eltwise_square, 0, 0, from: x, to: squares, name: name)
        let y = newValue(shape, dnnl_f32, destination)
        add(
            mean,
            [
                Argument(index: DNNL_ARG_SRC, descriptor: source, operand: squares.operand),
                Argument(index: DNNL_ARG_DST, descriptor: destination, operand: y.operand),
            ],
            name: name
        )
        try addElementwise(dnnl_eltwise_linear, count(pool), 0, from: y, to: y, name: name)
        try addElementwise(dnnl_eltwise_sqrt, 0, 0, from: y, to: y, name: name)
        values[layer.output] = y
        records[layer.output] = Record(inputs: [x], output: y)
    }

    mutating func compileBackwardL2(_ pool: Pool, _ layer: TrainingLayer, _ gradient: Value) throws(EngineError) {
        let name = network.nodes[layer.node].name
        guard let record = records[layer.output], let x = record.inputs.first, let y = record.output,
            let mean = Primitive.poolingTraining(
                dnnl_pooling_avg_include_padding,
                source: x.descriptor,
                destination: y.descriptor,
                window: pool.window,
                isBackward: true,
                try Attributes()
            )
        else { throw .noKernel(layer: name) }
        let dy = try converted(gradient, of: layer.output, to: y.descriptor, type: dnnl_f32)
        let norm = newValue(y.shape, dnnl_f32, y.descriptor)
        try addElementwise(dnnl_eltwise_clip, 1e-12, .greatestFiniteMagnitude, from: y, to: norm, name: name)
        let share = newValue(y.shape, dnnl_f32, y.descriptor)
        try addBinary(dnnl_binary_div, dy, norm, to: share, name: name)
        let spread = newValue(x.shape, dnnl_f32, x.descriptor)
        add(
            mean,
            [
                Argument(index: DNNL_ARG_DIFF_DST, descriptor: y.descriptor, operand: share.operand),
                Argument(index: DNNL_ARG_DIFF_SRC, descriptor: x.descriptor, operand: spread.operand),
            ],
            name: name
        )
        let dx = newValue(x.shape, dnnl_f32, x.descriptor)
        try addBinary(dnnl_binary_mul, spread, x, to: dx, name: name)
        try addElementwise(dnnl_eltwise_linear, count(pool), 0, from: dx, to: dx, name: name)
        // The other readers of the value hand in the type that activations have.
        guard let layout = layouts(x.shape, floatType).first else { throw .noKernel(layer: name) }
        try contribute(converted(dx, of: layer.output, to: layout, type: floatType), to: layer.inputs[0])
    }
}
