import COneDNN

extension TrainingCompiler {
    /// Where the layer's statistics come from: a layer that is not trained keeps those it has.
    private func statistics(of layer: TrainingLayer) -> TrainingOptions.Statistics {
        layer.node < options.frozenCount ? .frozen : options.statistics
    }

    private func flags(_ layer: TrainingLayer, isRectified: Bool) -> UInt32 {
        var flags = dnnl_use_scale.rawValue | dnnl_use_shift.rawValue
        if isRectified { flags |= dnnl_fuse_norm_relu.rawValue }
        if statistics(of: layer) == .frozen { flags |= dnnl_use_global_stats.rawValue }
        return flags
    }

    /// A vector of features is an image of one pixel.
    private func image(_ shape: Shape) -> Shape {
        shape.rank == 2 ? Shape(shape.dimensions + [1, 1]) : shape
    }

    private func type(of shape: Shape) -> dnnl_data_type_t { shape.rank == 4 ? floatType : dnnl_f32 }

    mutating func compileForward(
        _ norm: BatchNorm,
        _ layer: TrainingLayer,
        isRectified: Bool,
        again: Bool
    ) throws(EngineError) {
        let name = network.nodes[layer.node].name
        let shape = network.nodes[layer.output].shape.batched(batch)
        let type = type(of: shape)
        var chosen: (primitive: Primitive, layout: MemoryDescriptor)?
        let input = try value(layer.inputs[0])
        let asGiven = shape.rank == 4 && input.type == type ? [input.descriptor] : []
        let candidates = asGiven + imageLayouts(shape, type)
        for layout in candidates {
            let flags = flags(layer, isRectified: isRectified)
            guard
                let primitive = Primitive.batchNorm(
                    layout,
                    epsilon: norm.epsilon,
                    flags: flags,
                    isBackward: false,
                    try Attributes()
                )
            else { continue }
            if chosen == nil || !primitive.isReference { chosen = (primitive, layout) }
            if !primitive.isReference { break }
        }
        guard let (primitive, layout) = chosen else { throw .noKernel(layer: name) }
        let source = try read(input, of: layer.inputs[0], as: layout, type: type)
        var output = newValue(shape, type, layout)
        let channels = image(shape)[1]
        guard let vector = MemoryDescriptor([channels], dnnl_f32, dnnl_a),
            let gamma = store.weight("\(name).gamma"), let beta = store.weight("\(name).beta"),
            let runningMean = store.statistic("\(name).mean"), let runningVariance = store.statistic("\(name).variance")
        else { throw .noKernel(layer: name) }
        let isFrozen = statistics(of: layer) == .frozen
        let mean = isFrozen ? runningMean : newBuffer(vector.size)
        let variance = isFrozen ? runningVariance : newBuffer(vector.size)
        var record = Record(inputs: [source])
        let meanArgument = Argument(index: DNNL_ARG_MEAN, descriptor: vector, operand: mean)
        let varianceArgument = Argument(index: DNNL_ARG_VARIANCE, descriptor: vector, operand: variance)
        (record.mean, record.variance) = (meanArgument, varianceArgument)
        var arguments = [
            Argument(index: DNNL_ARG_SRC, descriptor: layout, operand: source.operand),
            Argument(index: DNNL_ARG_DST, descriptor: layout, operand: output.operand),
            meanArgument, varianceArgument,
            Argument(index: DNNL_ARG_SCALE, descriptor: vector, operand: gamma),
            Argument(index: DNNL_ARG_SHIFT, descriptor: vector, operand: beta),
        ]
        if let workspace = primitive.workspace, workspace.size > 0 {
            let argument = Argument(
                index: DNNL_ARG_WORKSPACE,
                descriptor: workspace,
                operand: newBuffer(workspace.size)
            )
            arguments.append(argument)
            record.workspace = argument
        }
        add(primitive, arguments, name: name)
        if case .batch(let momentum) = statistics(of: layer), !again {
            let seen = shape.count / channels
            addRunningStatistics(
                [mean, variance, runningMean, runningVariance],
                channels: channels,
                momentum: momentum,
                // An estimate from n examples: the running variance is the unbiased one.
                correction: seen > 1 ? Float(seen) / Float(seen - 1) : 1,
                name: name
            )
        }
        if shape.rank == 2, let dense = MemoryDescriptor.dense(shape) { output.descriptor = dense }
        record.output = output
        values[layer.output] = output
        records[layer.output] = record
    }

    /// The layouts that are tried; all layouts of a single pixel are one and the same in memory.
    private func imageLayouts(_ shape: Shape, _ type: dnnl_data_type_t) -> [MemoryDescriptor] {
        guard shape.rank == 2 else { return layouts(shape, type) }
        return [dnnl_nhwc, dnnl_nchw].compactMap { MemoryDescriptor(image(shape).dimensions, type, $0) }
    }

    /// Reads a value in a layout; a vector is read as an image of one pixel.
    private mutating func read(
        _ value: Value,
        of index: Int,
        as layout: MemoryDescriptor,
        type: dnnl_data_type_t
    ) throws(EngineError) -> Value {
        guard value.shape.rank == 2 else { return try converted(value, of: index, to: layout, type: type) }
        let dense = try dense(value, of: index)
        return Value(shape: value.shape, type: dnnl_f32, descriptor: layout, operand: dense.operand)
    }

    private mutating func addRunningStatistics(
        _ operands: [Operand],
        channels: Int,
        momentum: Float,
        correction: Float,
        name: String
    ) {
        addPlain("running statistics", name: name, operands, updatesStatistics: true) { places, _ in
            for c in 0..<channels {
                places[2][c] += momentum * (places[0][c] - places[2][c])
                places[3][c] += momentum * (correction * places[1][c] - places[3][c])
            }
        }
    }

    mutating func compileBackward(
        _ norm: BatchNorm,
        _ layer: TrainingLayer,
        _ gradient: Value,
        isRectified: Bool
    ) throws(EngineError) {
        let name = network.nodes[layer.node].name
        guard let record = records[layer.output], let mean = record.mean, let variance = record.variance,
            let source = record.inputs.first
        else { throw .noKernel(layer: name) }
        let layout = source.descriptor
        let primitive = Primitive.batchNorm(
            layout,
            epsilon: norm.epsilon,
            flags: flags(layer, isRectified: isRectified),
            isBackward: true,
            try Attributes()
        )
        let channels = image(source.shape)[1]
        guard let primitive, let vector = MemoryDescriptor([channels], dnnl_f32, dnnl_a),
            let gamma = store.weight("\(name).gamma"), let beta = store.weight("\(name).beta"),
            let gammaSum = store.gradient("\(name).gamma"),
            let betaSum = store.gradient("\(name).beta")
        else { throw .noKernel(layer: name) }
        let given = try read(gradient, of: layer.output, as: layout, type: source.type)
        var result = newValue(source.shape, source.type, layout)
        let (gammaGradient, betaGradient) = (newBuffer(vector.size), newBuffer(vector.size))
        var arguments = [
            Argument(index: DNNL_ARG_SRC, descriptor: layout, operand: source.operand), mean, variance,
            Argument(index: DNNL_ARG_DIFF_DST, descriptor: layout, operand: given.operand),
            Argument(index: DNNL_ARG_SCALE, descriptor: vector, operand: gamma),
            // oneDNN 2 wants to see the shift here too, 3 does not mind.
            Argument(index: DNNL_ARG_SHIFT, descriptor: vector, operand: beta),
            Argument(index: DNNL_ARG_DIFF_SRC, descriptor: layout, operand: result.operand),
            Argument(index: DNNL_ARG_DIFF_SCALE, descriptor: vector, operand: gammaGradient),
            Argument(index: DNNL_ARG_DIFF_SHIFT, descriptor: vector, operand: betaGradient),
        ]
        if let workspace = record.workspace { arguments.append(workspace) }
        add(primitive, arguments, name: name)
        addAccumulation(of: gammaGradient, count: channels, scale: 1, into: gammaSum, name: name)
        addAccumulation(of: betaGradient, count: channels, scale: 1, into: betaSum, name: name)
        if source.shape.rank == 2, let dense = MemoryDescriptor.dense(source.shape) { result.descriptor = dense }
        try contribute(result, to: layer.inputs[0])
    }
}
