import COneDNN

extension TrainingCompiler {
    /// A convolution's extents, and where its parameters and their gradients lie.
    struct ConvolutionPlan {
        var name: String
        var convolution: Convolution
        var source: Shape
        var destination: Shape
        /// What weights and bias are multiplied by, for a scaled residual.
        var scale: Float
        var weightDimensions: [Int]

        var count: Int { weightDimensions.reduce(1, *) }
        var denseWeights: MemoryDescriptor? {
            MemoryDescriptor(weightDimensions, dnnl_f32, strides: Shape(weightDimensions).strides)
        }
        func anyWeights(_ type: dnnl_data_type_t) -> MemoryDescriptor? {
            MemoryDescriptor(weightDimensions, type, dnnl_format_tag_any)
        }
    }

    func plan(_ convolution: Convolution, _ layer: TrainingLayer, scale: Float) -> ConvolutionPlan {
        let inputs = network.nodes[layer.inputs[0]].shape[0]
        let (groups, window) = (convolution.groups, convolution.window)
        return ConvolutionPlan(
            name: network.nodes[layer.node].name,
            convolution: convolution,
            source: network.nodes[layer.inputs[0]].shape.batched(batch),
            destination: network.nodes[layer.node].shape.batched(batch),
            scale: scale,
            weightDimensions: (groups > 1 ? [groups] : [])
                + [convolution.outputs / groups, inputs / groups, window.rows, window.columns]
        )
    }

    /// The algorithms tried for a convolution, best first.
    func algorithms(_ plan: ConvolutionPlan) -> [dnnl_alg_kind_t] {
        let window = plan.convolution.window
        let isSmall = window.rows == 3 && window.columns == 3 && window.rowStride == 1 && window.columnStride == 1
        // Transforming weights and pixels costs what only many pixels of many channels save.
        let channels = min(plan.source[1], plan.destination[1])
        let isWorthIt = channels >= 32 && batch * plan.source[2] * plan.source[3] * channels >= 600_000
        guard options.allowsWinograd, floatType == dnnl_f32, plan.convolution.groups == 1, isSmall, isWorthIt else {
            return [dnnl_convolution_direct]
        }
        return [dnnl_convolution_winograd, dnnl_convolution_direct]
    }

    /// Asks for a kernel in one layout after the other, until one is more than the library's reference.
    func firstFastKernel(
        _ plan: ConvolutionPlan,
        _ make: (dnnl_alg_kind_t, MemoryDescriptor, MemoryDescriptor) throws(EngineError) -> Primitive?
    ) throws(EngineError) -> Primitive {
        var slow: Primitive?
        for algorithm in algorithms(plan) {
            for (source, destination) in layoutPairs(plan) {
                guard let primitive = try make(algorithm, source, destination) else { continue }
                if !primitive.isReference { return primitive }
                slow = slow ?? primitive
            }
        }
        guard let slow else { throw .noKernel(layer: plan.name) }
        return slow
    }

    /// The layouts of source and destination that are tried, best first.
    private func layoutPairs(_ plan: ConvolutionPlan) -> [(MemoryDescriptor, MemoryDescriptor)] {
        func layout(_ shape: Shape, _ tag: dnnl_format_tag_t) -> MemoryDescriptor? {
            MemoryDescriptor(shape.dimensions, floatType, tag)
        }
        // An image of three channels would be mostly padding in blocks of sixteen.
        let isThin = plan.source[1] < 8
        let tags: [(dnnl_format_tag_t, dnnl_format_tag_t)] =
            (isThin
                ? [(dnnl_nchw, preferredTag), (dnnl_format_tag_any, preferredTag)] : [(preferredTag, preferredTag)])
            + [
                (dnnl_nhwc, dnnl_nhwc), (dnnl_format_tag_any, dnnl_format_tag_any), (dnnl_nchw, dnnl_nchw),
            ]
        return tags.compactMap { tags in
            guard let source = layout(plan.source, tags.0), let destination = layout(plan.destination, tags.1) else {
                return nil
            }
            return (source, destination)
        }
    }

    // MARK: Forward

    mutating func compileForward(
        _ convolution: Convolution,
        _ layer: TrainingLayer,
        residual: (scale: Float, other: Int)?,
        isRectified: Bool,
        again: Bool
    ) throws(EngineError) {
        let plan = plan(convolution, layer, scale: residual?.scale ?? 1)
        let name = plan.name
        let bias = convolution.hasBias ? MemoryDescriptor([convolution.outputs], dnnl_f32, dnnl_a) : nil
        guard let weights = plan.anyWeights(floatType) else { throw .noKernel(layer: name) }
        // The value added is asked for in the layout the kernel writes.
        var operands: [(CInt, MemoryDescriptor)] = []
        let primitive = try firstFastKernel(plan) { algorithm, source, destination throws(EngineError) in
            let attributes = try Attributes()
            operands = []
            if residual != nil {
                operands.append((try attributes.appendBinary(dnnl_binary_add, destination), destination))
            }
            if isRectified { try attributes.append(.relu) }
            return Primitive.convolution(
                algorithm,
                source: source,
                weights: weights,
                bias: bias,
                destination: destination,
                window: convolution.window,
                attributes: attributes
            )
        }
        guard let source = primitive.source, let packed = primitive.weights, let destination = primitive.destination
        else { throw .noKernel(layer: name) }
        let input = try converted(value(layer.inputs[0]), of: layer.inputs[0], to: source, type: floatType)
        let output = newValue(plan.destination, floatType, destination)
        var arguments = [
            Argument(index: DNNL_ARG_SRC, descriptor: source, operand: input.operand),
            Argument(index: DNNL_ARG_WEIGHTS, descriptor: packed, operand: try pack(plan, packed)),
            Argument(index: DNNL_ARG_DST, descriptor: destination, operand: output.operand),
        ]
        if let bias, let operand = try packedBias(plan) {
            arguments.append(Argument(index: DNNL_ARG_BIAS, descriptor: bias, operand: operand))
        }
        if let residual, let (index, descriptor) = operands.first {
            let other = try converted(value(residual.other), of: residual.other, to: descriptor, type: floatType)
            arguments.append(Argument(index: index, descriptor: descriptor, operand: other.operand))
        }
        add(primitive, arguments, name: name)
        values[layer.output] = output
        records[layer.output] = Record(inputs: [input], output: output)
    }

    /// Packs a convolution's weights into a layout, once for all who want it, and returns where they are.
    private mutating func pack(_ plan: ConvolutionPlan, _ descriptor: MemoryDescriptor) throws(EngineError) -> Operand {
        guard let dense = plan.denseWeights, let weight = store.weight("\(plan.name).weight") else {
            throw .noKernel(layer: plan.name)
        }
        return try pack(weight, dense, count: plan.count, scale: plan.scale, as: descriptor, name: plan.name)
    }

    private mutating func packedBias(_ plan: ConvolutionPlan) throws(EngineError) -> Operand? {
        guard plan.convolution.hasBias, let bias = store.weight("\(plan.name).bias") else { return nil }
        guard plan.scale != 1 else { return bias }
        let known = packedWeights["\(plan.name).bias"]?.first
        if let known { return .packed(known.1) }
        let scaled = PackedArray(size: plan.convolution.outputs * MemoryLayout<Float>.stride)
        addScaling(bias, by: plan.scale, count: plan.convolution.outputs, into: scaled, name: plan.name)
        guard let descriptor = MemoryDescriptor([plan.convolution.outputs], dnnl_f32, dnnl_a) else { return nil }
        packedWeights["\(plan.name).bias"] = [(descriptor, scaled)]
        return .packed(scaled)
    }

    // MARK: Backward

    mutating func compileBackward(
        _ convolution: Convolution,
        _ layer: TrainingLayer,
        _ gradient: Value,
        residual: (scale: Float, other: Int)?,
        isRectified: Bool
    ) throws(EngineError) {
        let plan = plan(convolution, layer, scale: residual?.scale ?? 1)
        guard let record = records[layer.output], let output = record.output else { throw .noKernel(layer: plan.name) }
        var gradient = gradient
        if isRectified { gradient = try activationBackward(.relu, gradient, output, name: plan.name) }
        try compileWeightsGradient(plan, layer, record.inputs[0], gradient)
        if needsGradient[layer.inputs[0]] {
            try contribute(sourceGradient(plan, gradient, of: layer), to: layer.inputs[0])
        }
        // Last, since from here on the other value's gradient may be added to in place.
        if let residual { try contribute(gradient, to: residual.other) }
    }

    private mutating func sourceGradient(
        _ plan: ConvolutionPlan,
        _ gradient: Value,
        of layer: TrainingLayer
    ) throws(EngineError) -> Value {
        guard let weights = plan.anyWeights(floatType) else { throw .noKernel(layer: plan.name) }
        let window = plan.convolution.window
        let primitive = try firstFastKernel(plan) { algorithm, source, destination throws(EngineError) in
            Primitive.convolutionBackwardData(
                algorithm,
                ConvolutionShapes(source: source, weights: weights, destination: destination, window: window),
                try Attributes()
            )
        }
        guard let source = primitive.sourceGradient, let packed = primitive.weights,
            let destination = primitive.destinationGradient
        else { throw .noKernel(layer: plan.name) }
        let given = try converted(gradient, of: layer.output, to: destination, type: floatType)
        let result = newValue(plan.source, floatType, source)
        add(
            primitive,
            [
                Argument(index: DNNL_ARG_DIFF_DST, descriptor: destination, operand: given.operand),
                Argument(index: DNNL_ARG_WEIGHTS, descriptor: packed, operand: try pack(plan, packed)),
                Argument(index: DNNL_ARG_DIFF_SRC, descriptor: source, operand: result.operand),
            ],
            name: plan.name
        )
        return result
    }

    private mutating func compileWeightsGradient(
        _ plan: ConvolutionPlan,
        _ layer: TrainingLayer,
        _ input: Value,
        _ gradient: Value
    ) throws(EngineError) {
        guard let wanted = plan.anyWeights(dnnl_f32), let forward = plan.anyWeights(floatType),
            let dense = plan.denseWeights, let sum = store.gradient("\(plan.name).weight")
        else { throw .noKernel(layer: plan.name) }
        let outputs = plan.convolution.outputs
        let bias = plan.convolution.hasBias ? MemoryDescriptor([outputs], dnnl_f32, dnnl_a) : nil
        let window = plan.convolution.window
        let primitive = try firstFastKernel(plan) { algorithm, source, destination throws(EngineError) in
            Primitive.convolutionBackwardWeights(
                algorithm,
                ConvolutionShapes(
                    source: source,
                    weights: wanted,
                    bias: bias,
                    destination: destination,
                    window: window
                ),
                forwardWeights: forward,
                try Attributes()
            )
        }
        guard let source = primitive.source, let packed = primitive.weightsGradient,
            let destination = primitive.destinationGradient
        else { throw .noKernel(layer: plan.name) }
        let read = try converted(input, of: layer.inputs[0], to: source, type: floatType)
        let given = try converted(gradient, of: layer.output, to: destination, type: floatType)
        let result = newBuffer(packed.size)
        var arguments = [
            Argument(index: DNNL_ARG_SRC, descriptor: source, operand: read.operand),
            Argument(index: DNNL_ARG_DIFF_DST, descriptor: destination, operand: given.operand),
            Argument(index: DNNL_ARG_DIFF_WEIGHTS, descriptor: packed, operand: result),
        ]
        var biasResult: Operand?
        if let bias {
            let operand = newBuffer(bias.size)
            arguments.append(Argument(index: DNNL_ARG_DIFF_BIAS, descriptor: bias, operand: operand))
            biasResult = operand
        }
        add(primitive, arguments, name: plan.name)
        try accumulate(result, packed, into: sum, dense, count: plan.count, scale: plan.scale, name: plan.name)
        if let biasResult, let sum = store.gradient("\(plan.name).bias") {
            addAccumulation(of: biasResult, count: outputs, scale: plan.scale, into: sum, name: plan.name)
        }
    }
}
