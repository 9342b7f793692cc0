import COneDNN

extension OneDNNCompiler {
    /// Compiles an operation that is not a layer.
    mutating func compile(_ operation: Operation, _ names: [String], _ index: Int) throws(EngineError) {
        let step = graph.steps[index]
        switch operation {
        case .pool(let pool): try compile(pool, index)
        case .globalAveragePool:
            let input = graph.steps[step.inputs[0]].shape
            let window = Window(rows: input[1], columns: input[2])
            try compile(Pool(.average(countsBorder: true), window: window), index)
        case .concatenate(let concatenation): try compile(concatenation, index)
        case .activation(let function): try compile(function, index)
        case .localResponseNorm(let norm): try compile(norm, index)
        case .prelu: try compilePReLU(names[0], index)
        case .batchNorm(let norm): try compile(norm, names, index)
        case .elementwise(let elementwise): try compile(elementwise, index)
        case .residual(let residual): try compile(residual, index)
        case .reshape: try compileReshape(index)
        case .transpose(let transpose): try compile(transpose, index)
        case .softmax(let softmax): try compile(softmax, index)
        case .resize: try compileResize(index)
        case .l2Normalize(let normalize): try compilePlain(.l2Normalize(normalize), index)
        case .maxout(let maxout): try compilePlain(.maxout(maxout), index)
        case .constant: try compileConstant(names[0], index)
        case .input, .convolution, .fullyConnected, .dropout:
            throw .noKernel(layer: step.name)
        }
    }

    // MARK: Pooling

    private mutating func compile(_ pool: Pool, _ index: Int) throws(EngineError) {
        guard pool.kind == .l2 else {
            let algorithm =
                switch pool.kind {
                case .max: dnnl_pooling_max
                case .average(false): dnnl_pooling_avg_exclude_padding
                case .average(true), .l2: dnnl_pooling_avg_include_padding
                }
            return try compilePool(algorithm, pool.window, source(index), index, squares: false)
        }
        // The root of a sum of squares is the root of the mean of squares times the number of them.
        let input = try source(index)
        var squared = input
        squared.buffer = newBuffer(input.descriptor.size)
        try eltwise(dnnl_eltwise_square, 0, 0, from: input, to: squared, name: graph.steps[index].name + " squared")
        try compilePool(dnnl_pooling_avg_include_padding, pool.window, squared, index, squares: true)
    }

    /// An input of a step: as it is if the step writes the same type, else converted to floats.
    mutating func source(_ index: Int, place: Int = 0) throws(EngineError) -> Value {
        let input = graph.steps[index].inputs[place]
        let value = try value(input)
        if value.type == type(of: index) || (value.type == dnnl_f32 && value.shape.rank != 4) { return value }
        return try converted(input, to: preferredDescriptor(value.shape, floatType), type: floatType)
    }

    private mutating func compilePool(
        _ algorithm: dnnl_alg_kind_t,
        _ window: Window,
        _ input: Value,
        _ index: Int,
        squares: Bool
    ) throws(EngineError) {
        let step = graph.steps[index]
        var target = try destination(index)
        let attributes = try Attributes()
        if squares {
            try attributes.appendElementwise(dnnl_eltwise_linear, Float(window.rows * window.columns), 0)
            try attributes.appendElementwise(dnnl_eltwise_sqrt, 0, 0)
        }
        func primitive(_ destination: MemoryDescriptor, _ attributes: Attributes) -> Primitive? {
            .pooling(
                algorithm,
                source: input.descriptor,
                destination: destination,
                window: window,
                attributes: attributes
            )
        }
        guard
            let best = primitive(target.descriptor, attributes).flatMap({ $0.kernel.isReference ? nil : $0 })
                ?? MemoryDescriptor(target.shape.dimensions, target.type, dnnl_format_tag_any)
                .flatMap({ primitive($0, attributes) }) ?? primitive(target.descriptor, attributes),
            let written = best.destination
        else { throw .noKernel(layer: step.name) }
        var result = target
        if written != target.descriptor {
            result.descriptor = written
            result.buffer = newBuffer(written.size)
        }
        append(
            best,
            [
                Argument(index: DNNL_ARG_SRC, descriptor: input.descriptor, operand: input.buffer),
                Argument(index: DNNL_ARG_DST, descriptor: written, operand: result.buffer),
            ],
            name: step.name
        )
        if written != target.descriptor, slices[index] != nil {
            try reorder(result, to: target.descriptor, target.buffer, scale: target.scale, name: "\(step.name) slice")
            result = target
        }
        target = result
        values[index] = target
    }

    // MARK: Concatenation

    private mutating func compile(_ concatenation: Concatenate, _ index: Int) throws(EngineError) {
        let step = graph.steps[index]
        if values[index] == nil { values[index] = try concatenationTarget(concatenation, index) }
        let whole = try value(index)
        var offset = 0
        for input in step.inputs {
            let part = try value(input)
            let axis = concatenation.axis + 1
            if slices[input]?.concatenation != index {
                var offsets = [Int](repeating: 0, count: whole.shape.rank)
                offsets[axis] = offset
                guard let slot = whole.descriptor.part(part.shape.dimensions, at: offsets) else {
                    throw .noKernel(layer: step.name)
                }
                try reorder(part, to: slot, whole.buffer, scale: whole.scale, name: "\(step.name) copy")
            }
            offset += part.shape[axis]
        }
    }

    /// Slices that do not start at a block of channels need a layout without blocks.
    private mutating func concatenationTarget(
        _ concatenation: Concatenate,
        _ index: Int
    ) throws(EngineError) -> Value {
        let step = graph.steps[index]
        let isAligned = concatenation.axis != 0 || self.isAligned(step)
        if isAligned, step.shape.rank == 3 { return try destination(index) }
        let shape = step.shape.batched(batch)
        guard let dense = MemoryDescriptor.dense(shape, type(of: index)) else { throw .noKernel(layer: step.name) }
        return Value(
            shape: shape,
            type: type(of: index),
            descriptor: dense,
            buffer: newBuffer(dense.size),
            scale: scale(of: index)
        )
    }

    // MARK: Elementwise

    private mutating func eltwise(
        _ algorithm: dnnl_alg_kind_t,
        _ alpha: Float,
        _ beta: Float,
        from input: Value,
        to output: Value,
        name: String
    ) throws(EngineError) {
        let attributes = try Attributes()
        guard
            let primitive = Primitive.eltwise(algorithm, alpha, beta, input.descriptor, attributes)
        else { throw .noKernel(layer: name) }
        append(primitive, unary(input, output), name: name)
    }

    func unary(_ input: Value, _ output: Value) -> [Argument] {
        [
            Argument(index: DNNL_ARG_SRC, descriptor: input.descriptor, operand: input.buffer),
            Argument(index: DNNL_ARG_DST, descriptor: input.descriptor, operand: output.buffer),
        ]
    }

    /// A value like `input`, in a buffer of its own.
    mutating func twin(_ input: Value) -> Value {
        var output = input
        output.buffer = newBuffer(input.descriptor.size)
        return output
    }

    private mutating func compile(_ function: Activation, _ index: Int) throws(EngineError) {
        let input = try source(index)
        let output = twin(input)
        let (algorithm, alpha, beta) = function.oneDNN
        try eltwise(algorithm, alpha, beta, from: input, to: output, name: graph.steps[index].name)
        values[index] = output
    }

    private mutating func compile(_ norm: LocalResponseNorm, _ index: Int) throws(EngineError) {
        let step = graph.steps[index]
        var input = try source(index)
        let attributes = try Attributes()
        var best = Primitive.lrn(norm, input.descriptor, attributes)
        // A few channels are too few for some layouts: they are reordered for the first that has a fast kernel.
        for tag in [dnnl_nhwc, dnnl_nChw16c, dnnl_nChw8c, dnnl_nchw] where best?.kernel.isReference != false {
            guard let layout = MemoryDescriptor(input.shape.dimensions, input.type, tag),
                let primitive = Primitive.lrn(norm, layout, attributes), !primitive.kernel.isReference
            else { continue }
            input = try converted(step.inputs[0], to: layout, type: input.type)
            best = primitive
        }
        guard let best else { throw .noKernel(layer: step.name) }
        let output = twin(input)
        append(best, unary(input, output), name: step.name)
        values[index] = output
    }

    private mutating func compilePReLU(_ name: String, _ index: Int) throws(EngineError) {
        let input = try source(index)
        let output = twin(input)
        try prelu(slope: name, from: input, to: output, name: graph.steps[index].name)
        values[index] = output
    }

    private mutating func prelu(
        slope: String,
        from input: Value,
        to output: Value,
        name: String
    ) throws(EngineError) {
        let slopes = parameters[slope]?.tensor.scalars ?? []
        let attributes = try Attributes()
        // The fast kernels want slopes blocked as the channels are: one after the other, and then zeros.
        let dimensions = [1, slopes.count] + [Int](repeating: 1, count: max(0, input.shape.rank - 2))
        guard let anyLayout = MemoryDescriptor(dimensions, dnnl_f32, dnnl_format_tag_any),
            let primitive = Primitive.prelu(input.descriptor, slopes: anyLayout, attributes),
            let descriptor = primitive.weights
        else { throw .noKernel(layer: name) }
        let padding = descriptor.size / MemoryLayout<Float>.stride - slopes.count
        let weights = Argument(
            index: DNNL_ARG_WEIGHTS,
            descriptor: descriptor,
            operand: .packed(PackedArray(slopes + [Float](repeating: 0, count: max(0, padding))))
        )
        append(primitive, unary(input, output) + [weights], name: name)
    }

    /// Applies an activation to a step's output where it lies.
    mutating func activate(_ activation: FusedActivation, _ index: Int) throws(EngineError) {
        let (value, name) = (try value(index), graph.steps[index].name + " activation")
        switch activation {
        case .function(let function):
            let (algorithm, alpha, beta) = function.oneDNN
            try eltwise(algorithm, alpha, beta, from: value, to: value, name: name)
        case .prelu(let slope): try prelu(slope: slope, from: value, to: value, name: name)
        }
    }

    /// The layout of one float for each channel, broadcast over everything else.
    func perChannel(_ count: Int, rank: Int) -> MemoryDescriptor? {
        .dense(Shape([1, count] + [Int](repeating: 1, count: max(0, rank - 2))))
    }

    /// A batch norm that could not be folded into the layer before it.
    private mutating func compile(_ norm: BatchNorm, _ names: [String], _ index: Int) throws(EngineError) {
        let input = try source(index)
        let output = twin(input)
        let weights = names.map { parameters[$0]?.tensor.scalars ?? [] }
        let factor = zip(weights[0], weights[3]).map { $0 / ($1 + norm.epsilon).squareRoot() }
        let shift = factor.indices.map { weights[1][$0] - weights[2][$0] * factor[$0] }
        let attributes = try Attributes()
        guard let channels = perChannel(factor.count, rank: input.shape.rank) else {
            throw .noKernel(layer: graph.steps[index].name)
        }
        let shiftArgument = try attributes.appendBinary(dnnl_binary_add, channels)
        guard
            let primitive = Primitive.binary(dnnl_binary_mul, input.descriptor, channels, attributes)
        else { throw .noKernel(layer: graph.steps[index].name) }
        append(
            primitive,
            unary(input, output) + [
                Argument(index: DNNL_ARG_SRC_1, descriptor: channels, operand: .packed(PackedArray(factor))),
                Argument(index: shiftArgument, descriptor: channels, operand: .packed(PackedArray(shift))),
            ],
            name: graph.steps[index].name
        )
        values[index] = output
    }

    private mutating func compile(_ elementwise: Elementwise, _ index: Int) throws(EngineError) {
        let step = graph.steps[index]
        let algorithm =
            switch elementwise.kind {
            case .add: dnnl_binary_add
            case .subtract: dnnl_binary_sub
            case .multiply: dnnl_binary_mul
            case .divide: dnnl_binary_div
            }
        let (a, b) = (try value(step.inputs[0]), try value(step.inputs[1]))
        guard a.shape == b.shape, step.shape.rank == 3 else {
            return try compileBroadcast(elementwise, index)
        }
        try binary(algorithm, index)
    }

    /// One tensor is smaller than the other: the plain kernel repeats it.
    private mutating func compileBroadcast(_ elementwise: Elementwise, _ index: Int) throws(EngineError) {
        try compilePlain(.reference(.elementwise(elementwise), []), index)
    }

    private mutating func binary(_ algorithm: dnnl_alg_kind_t, _ index: Int) throws(EngineError) {
        let a = try source(index)
        let b = try converted(graph.steps[index].inputs[1], to: a.descriptor, type: a.type)
        try binary(algorithm, a, b, index)
    }

    /// Combines two values of one layout into the result of step `index`.
    private mutating func binary(
        _ algorithm: dnnl_alg_kind_t,
        _ a: Value,
        _ b: Value,
        _ index: Int
    ) throws(EngineError) {
        let name = graph.steps[index].name
        let output = twin(a)
        let attributes = try Attributes()
        guard
            let primitive = Primitive.binary(algorithm, a.descriptor, b.descriptor, attributes)
        else { throw .noKernel(layer: name) }
        let second = Argument(index: DNNL_ARG_SRC_1, descriptor: b.descriptor, operand: b.buffer)
        append(primitive, unary(a, output) + [second], name: name)
        values[index] = output
    }

    /// A residual that no convolution could take.
    private mutating func compile(_ residual: Residual, _ index: Int) throws(EngineError) {
        let step = graph.steps[index]
        guard residual.scale != 1 else { return try binary(dnnl_binary_add, index) }
        let original = try source(index)
        let branch = try converted(step.inputs[1], to: original.descriptor, type: original.type)
        let scaled = twin(branch)
        try eltwise(dnnl_eltwise_linear, residual.scale, 0, from: branch, to: scaled, name: "\(step.name) scaled")
        try binary(dnnl_binary_add, original, scaled, index)
    }
}
