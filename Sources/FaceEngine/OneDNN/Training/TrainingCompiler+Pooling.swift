import COneDNN

extension TrainingCompiler {
    private func algorithm(_ pool: Pool) -> dnnl_alg_kind_t {
        switch pool.kind {
        case .max: dnnl_pooling_max
        case .average(true), .l2: dnnl_pooling_avg_include_padding
        case .average(false): dnnl_pooling_avg_exclude_padding
        }
    }

    /// The forward kernel of a pooling in the first layout in which it is fast.
    func poolingKernel(
        _ pool: Pool,
        from input: Shape,
        to output: Shape,
        _ type: dnnl_data_type_t,
        _ name: String,
        where isSuitable: (MemoryDescriptor) throws(EngineError) -> Bool = { _ in true }
    ) throws(EngineError) -> (Primitive, MemoryDescriptor, MemoryDescriptor) {
        var chosen: (Primitive, MemoryDescriptor, MemoryDescriptor)?
        for (source, destination) in zip(layouts(input, type), layouts(output, type)) {
            let primitive = Primitive.poolingTraining(
                algorithm(pool),
                source: source,
                destination: destination,
                window: pool.window,
                isBackward: false,
                try Attributes()
            )
            guard let primitive else { continue }
            let isSuitable = try isSuitable(source)
            let isFast = !primitive.isReference && isSuitable
            if chosen == nil || isFast { chosen = (primitive, source, destination) }
            if isFast { break }
        }
        guard let chosen else { throw .noKernel(layer: name) }
        return chosen
    }

    mutating func compileForward(_ pool: Pool, _ layer: TrainingLayer) throws(EngineError) {
        let name = network.nodes[layer.node].name
        let input = try value(layer.inputs[0])
        let shape = network.nodes[layer.output].shape.batched(batch)
        let (primitive, source, destination) = try poolingKernel(pool, from: input.shape, to: shape, floatType, name)
        let read = try converted(input, of: layer.inputs[0], to: source, type: floatType)
        let output = newValue(shape, floatType, destination)
        // Backward reads the places of the maxima, not the values.
        var record = Record(output: output, inputLayout: source)
        var arguments = [
            Argument(index: DNNL_ARG_SRC, descriptor: source, operand: read.operand),
            Argument(index: DNNL_ARG_DST, descriptor: destination, operand: output.operand),
        ]
        addWorkspace(of: primitive, to: &arguments, &record)
        add(primitive, arguments, name: name)
        values[layer.output] = output
        records[layer.output] = record
    }

    mutating func compileBackward(_ pool: Pool, _ layer: TrainingLayer, _ gradient: Value) throws(EngineError) {
        let name = network.nodes[layer.node].name
        guard let record = records[layer.output], let output = record.output, let layout = record.inputLayout,
            let primitive = Primitive.poolingTraining(
                algorithm(pool),
                source: layout,
                destination: output.descriptor,
                window: pool.window,
                isBackward: true,
                try Attributes()
            )
        else { throw .noKernel(layer: name) }
        let given = try converted(gradient, of: layer.output, to: output.descriptor, type: floatType)
        let shape = network.nodes[layer.inputs[0]].shape.batched(batch)
        let result = newValue(shape, floatType, layout)
        var arguments = [
            Argument(index: DNNL_ARG_DIFF_DST, descriptor: output.descriptor, operand: given.operand),
            Argument(index: DNNL_ARG_DIFF_SRC, descriptor: layout, operand: result.operand),
        ]
        if let workspace = record.workspace { arguments.append(workspace) }
        add(primitive, arguments, name: name)
        try contribute(result, to: layer.inputs[0])
    }

    // MARK: Local response normalization

    mutating func compileForward(_ norm: LocalResponseNorm, _ layer: TrainingLayer) throws(EngineError) {
        let name = network.nodes[layer.node].name
        let input = try value(layer.inputs[0])
        var chosen: (primitive: Primitive, layout: MemoryDescriptor)?
        for layout in layouts(input.shape, floatType) {
            guard let primitive = Primitive.lrnTraining(norm, layout, isBackward: false, try Attributes()),
                let backward = Primitive.lrnTraining(norm, layout, isBackward: true, try Attributes())
            else { continue }
            let isFast = !primitive.isReference && !backward.isReference
            if chosen == nil || isFast { chosen = (primitive, layout) }
            if isFast { break }
        }
        guard let (primitive, layout) = chosen else { throw .noKernel(layer: name) }
        let read = try converted(input, of: layer.inputs[0], to: layout, type: floatType)
        let output = newValue(input.shape, floatType, layout)
        var record = Record(inputs: [read], output: output)
        var arguments = [
            Argument(index: DNNL_ARG_SRC, descriptor: layout, operand: read.operand),
            Argument(index: DNNL_ARG_DST, descriptor: layout, operand: output.operand),
        ]
        addWorkspace(of: primitive, to: &arguments, &record)
        add(primitive, arguments, name: name)
        values[layer.output] = output
        records[layer.output] = record
    }

    mutating func compileBackward(
        _ norm: LocalResponseNorm,
        _ layer: TrainingLayer,
        _ gradient: Value
    ) throws(EngineError) {
        let name = network.nodes[layer.node].name
        guard let record = records[layer.output], let input = record.inputs.first,
            let primitive = Primitive.lrnTraining(norm, input.descriptor, isBackward: true, try Attributes())
        else { throw .noKernel(layer: name) }
        let given = try converted(gradient, of: layer.output, to: input.descriptor, type: floatType)
        let result = newValue(input.shape, floatType, input.descriptor)
        var arguments = [
            Argument(index: DNNL_ARG_SRC, descriptor: input.descriptor, operand: input.operand),
            Argument(index: DNNL_ARG_DIFF_DST, descriptor: input.descriptor, operand: given.operand),
            Argument(index: DNNL_ARG_DIFF_SRC, descriptor: input.descriptor, operand: result.operand),
        ]
        if let workspace = record.workspace { arguments.append(workspace) }
        add(primitive, arguments, name: name)
        try contribute(result, to: layer.inputs[0])
    }

    private mutating func addWorkspace(of primitive: Primitive, to arguments: inout [Argument], _ record: inout Record)
    {
        guard let workspace = primitive.workspace, workspace.size > 0 else { return }
        let operand = newBuffer(workspace.size)
        let argument = Argument(index: DNNL_ARG_WORKSPACE, descriptor: workspace, operand: operand)
        arguments.append(argument)
        record.workspace = argument
    }
}
