import COneDNN

/// Turns a fused graph into primitives, layouts and buffers.
///
/// Every step writes its result in the layout that convolutions like best (``preferredTag``), so that most need no
/// reorder between them; where a kernel wants something else, it is asked for a layout of its own choice and reorders
/// are put in. A layer is never left on a reference kernel if any other layout has a better one.
struct OneDNNCompiler {
    /// The result of a step: where it is and how it is written.
    struct Value {
        var shape: Shape
        var type: dnnl_data_type_t
        var descriptor: MemoryDescriptor
        var buffer: Operand
        /// What one unit of an integer stands for.
        var scale: Float = 1
    }

    let graph: FusedGraph
    let parameters: Parameters
    let options: InferenceOptions
    let precision: Precision
    /// The quantization of each step's output, where there is one.
    let quantization: [Quantization?]
    /// Which steps write integers.
    let writesIntegers: [Bool]

    /// The layout that 4-D activations have between layers.
    let preferredTag: dnnl_format_tag_t
    /// How many channels lie together in it; a slice of a concatenation must start at a multiple of this.
    let channelBlock: Int

    var values: [Value?]
    var steps: [CompiledStep] = []
    var bufferSizes: [Int] = []
    /// Where a step writes a slice of somebody else's buffer: the concatenation, and the first channel.
    var slices: [Int: (concatenation: Int, channel: Int)] = [:]
    /// The last step of the graph that reads each step.
    let lastReader: [Int]
    /// Converted copies of values, so that two readers with the same wish share one.
    var conversions: [Int: [Value]] = [:]

    var batch: Int { options.batchSize }
    /// The type of activations that are not quantized.
    let floatType: dnnl_data_type_t

    init(
        graph: FusedGraph,
        parameters: Parameters,
        options: InferenceOptions
    ) throws(EngineError) {
        self.graph = graph
        self.parameters = parameters
        self.options = options
        precision = options.precision
        floatType = precision == .bf16 && OneDNN.hasBF16 ? dnnl_bf16 : dnnl_f32
        if precision == .int8 {
            guard let calibration = options.calibration else { throw .notCalibrated }
            quantization = graph.quantization(calibration)
        } else {
            quantization = [Quantization?](repeating: nil, count: graph.steps.count)
        }
        writesIntegers = graph.writesIntegers(quantization)
        (preferredTag, channelBlock) = Self.preferredLayout(precision, floatType)
        values = [Value?](repeating: nil, count: graph.steps.count)
        var lastReader = [Int](repeating: -1, count: graph.steps.count)
        for (index, step) in graph.steps.enumerated() { for read in step.reads { lastReader[read] = index } }
        for output in graph.outputs { lastReader[output] = graph.steps.count }
        self.lastReader = lastReader
        planSlices()
    }

    /// Compiles every step, and puts the outputs into the caller's memory.
    mutating func compile() throws(EngineError) {
        for index in graph.steps.indices { try compile(index) }
        for (place, index) in graph.outputs.enumerated() {
            let shape = graph.steps[index].shape.batched(batch)
            guard let dense = MemoryDescriptor.dense(shape) else { throw .noKernel(layer: "output \(place)") }
            try reorder(value(index), to: dense, .output(place), scale: 1, name: "output \(place)")
        }
    }

    private mutating func compile(_ index: Int) throws(EngineError) {
        let step = graph.steps[index]
        switch step.kernel {
        case .input(let place):
            let shape = step.shape.batched(batch)
            guard let dense = MemoryDescriptor.dense(shape) else { throw .noKernel(layer: step.name) }
            values[index] = Value(shape: shape, type: dnnl_f32, descriptor: dense, buffer: .input(place))
        case .convolution(let convolution, let weights):
            try compile(convolution, weights, index)
        case .fullyConnected(_, let weights):
            try compileFullyConnected(weights, index)
        case .operation(let operation, let names):
            try compile(operation, names, index)
        }
    }

    // MARK: Values and buffers

    func value(_ index: Int) throws(EngineError) -> Value {
        guard let value = values[index] else { throw .noKernel(layer: graph.steps[index].name) }
        return value
    }

    /// Reserves a buffer and returns it.
    mutating func newBuffer(_ size: Int) -> Operand {
        bufferSizes.append(size)
        return .buffer(bufferSizes.count - 1)
    }

    /// The layout an activation of this shape has between layers.
    func preferredDescriptor(_ shape: Shape, _ type: dnnl_data_type_t) throws(EngineError) -> MemoryDescriptor {
        let descriptor =
            shape.rank == 4
            ? MemoryDescriptor(shape.dimensions, type, preferredTag) : MemoryDescriptor.dense(shape, type)
        guard let descriptor else { throw .noKernel(layer: "layout of \(shape)") }
        return descriptor
    }

    /// Returns where step `index` should write: its slice of a concatenation, or a buffer of its own.
    mutating func destination(_ index: Int, type: dnnl_data_type_t? = nil) throws(EngineError) -> Value {
        let shape = graph.steps[index].shape.batched(batch)
        let type = type ?? self.type(of: index)
        let scale = self.scale(of: index)
        if let slice = slices[index] {
            if values[slice.concatenation] == nil { values[slice.concatenation] = try destination(slice.concatenation) }
            let whole = try value(slice.concatenation)
            guard let part = whole.descriptor.part(shape.dimensions, at: [0, slice.channel, 0, 0]) else {
                throw .noKernel(layer: graph.steps[index].name)
            }
            return Value(shape: shape, type: whole.type, descriptor: part, buffer: whole.buffer, scale: whole.scale)
        }
        let descriptor = try preferredDescriptor(shape, type)
        return Value(
            shape: shape,
            type: type,
            descriptor: descriptor,
            buffer: newBuffer(descriptor.size),
            scale: scale
        )
    }

    /// The scalar type a step's output has between layers.
    func type(of index: Int) -> dnnl_data_type_t {
        writesIntegers[index] ? integerType(of: index) : floatType
    }

    /// The type of integers a step's output is read as by those who compute in them.
    func integerType(of index: Int) -> dnnl_data_type_t { quantization[index]?.isSigned == true ? dnnl_s8 : dnnl_u8 }

    /// What one unit of a step's output stands for.
    func scale(of index: Int) -> Float { writesIntegers[index] ? quantization[index]?.scale ?? 1 : 1 }

    /// Returns `value` in another layout or type, converted once for all who ask.
    mutating func converted(
        _ index: Int,
        to descriptor: MemoryDescriptor,
        type: dnnl_data_type_t,
        scale: Float = 1
    ) throws(EngineError) -> Value {
        let value = try value(index)
        if value.descriptor == descriptor { return value }
        if let known = conversions[index]?.first(where: { $0.descriptor == descriptor && $0.scale == scale }) {
            return known
        }
        let copy = Value(
            shape: value.shape,
            type: type,
            descriptor: descriptor,
            buffer: newBuffer(descriptor.size),
            scale: scale
        )
        try reorder(value, to: descriptor, copy.buffer, scale: scale, name: graph.steps[index].name + " reordered")
        conversions[index, default: []].append(copy)
        return copy
    }

    /// Returns a value as dense row-major floats.
    mutating func dense(_ index: Int) throws(EngineError) -> Value {
        guard let descriptor = MemoryDescriptor.dense(try value(index).shape) else {
            throw .noKernel(layer: graph.steps[index].name)
        }
        return try converted(index, to: descriptor, type: dnnl_f32)
    }

    /// Adds a step that copies a value into another layout, type or scale.
    mutating func reorder(
        _ value: Value,
        to descriptor: MemoryDescriptor,
        _ destination: Operand,
        scale: Float,
        name: String
    ) throws(EngineError) {
        let attributes = try Attributes()
        var arguments = [
            Argument(index: DNNL_ARG_FROM, descriptor: value.descriptor, operand: value.buffer),
            Argument(index: DNNL_ARG_TO, descriptor: descriptor, operand: destination),
        ]
        if value.scale != scale {
            let factor = value.scale / scale
            try OneDNN.check(dnnlx_declare_reorder_scale(attributes.handle, factor), "scaling a reorder")
            if OneDNN.isVersion3 { arguments.append(try scaleArgument(DNNL_ARG_FROM, [factor])) }
        }
        guard let primitive = Primitive.reorder(from: value.descriptor, to: descriptor, attributes: attributes) else {
            throw .noKernel(layer: name)
        }
        append(primitive, arguments, name: name)
    }

    /// A scale as oneDNN 3 wants it, an argument.
    func scaleArgument(_ argument: CInt, _ scales: [Float]) throws(EngineError) -> Argument {
        guard let descriptor = MemoryDescriptor.dense([scales.count]) else { throw .noKernel(layer: "scales") }
        return Argument(index: 4096 | argument, descriptor: descriptor, operand: .packed(PackedArray(scales)))
    }

    /// Adds a primitive with its arguments, and scratch memory if it wants some.
    mutating func append(_ primitive: Primitive, _ arguments: [Argument], name: String, multiplyAdds: Int = 0) {
        var arguments = arguments
        if let scratchpad = primitive.scratchpad, scratchpad.size > 0 {
            let buffer = newBuffer(scratchpad.size)
            arguments.append(Argument(index: DNNL_ARG_SCRATCHPAD, descriptor: scratchpad, operand: buffer))
        }
        steps.append(
            CompiledStep(name: name, action: .primitive(primitive, arguments), multiplyAdds: multiplyAdds)
        )
    }

    // MARK: Concatenation without copies

    /// Finds the concatenations whose inputs can be written where they are wanted.
    private mutating func planSlices() {
        for (index, step) in graph.steps.enumerated() {
            guard case .operation(.concatenate(let concatenation), _) = step.kernel, concatenation.axis == 0,
                step.shape.rank == 3, Set(step.inputs).count == step.inputs.count
            else { continue }
            guard isAligned(step) else { continue }
            var channel = 0
            for input in step.inputs {
                if canWriteSlices(input), slices[input] == nil, type(of: input) == type(of: index) {
                    slices[input] = (index, channel)
                }
                channel += graph.steps[input].shape[0]
            }
        }
    }

    /// Whether each input of a concatenation fills whole blocks of channels, so that the next one starts at one.
    func isAligned(_ step: FusedGraph.Step) -> Bool {
        step.inputs.allSatisfy { graph.steps[$0].shape[0].isMultiple(of: channelBlock) }
    }

    private func canWriteSlices(_ index: Int) -> Bool {
        let step = graph.steps[index]
        guard step.residual == nil else { return false }
        return switch step.kernel {
        case .convolution: true
        case .operation(.pool, _): true
        default: false
        }
    }

    // MARK: The layout convolutions like

    private static func preferredLayout(
        _ precision: Precision,
        _ float: dnnl_data_type_t
    ) -> (dnnl_format_tag_t, Int) {
        let (data, weight) =
            switch precision {
            case .fp32: (dnnl_f32, dnnl_f32)
            case .bf16: (float, float)
            case .int8: (dnnl_u8, dnnl_s8)
            }
        // Asked freely, oneDNN 2.6 picks channels-last for bf16 too, where its blocked kernels are a tenth faster.
        if precision == .bf16, OneDNN.hasAVX512 { return (dnnl_nChw16c, 16) }
        let dimensions = [1, 64, 16, 16]
        let candidates = [
            (dnnl_nChw16c, 16), (dnnl_nChw8c, 8), (dnnl_nhwc, 1), (dnnl_nchw, 1),
        ]
        guard
            let source = MemoryDescriptor(dimensions, data, dnnl_format_tag_any),
            let weights = MemoryDescriptor([64, 64, 3, 3], weight, dnnl_format_tag_any),
            let destination = MemoryDescriptor(dimensions, data, dnnl_format_tag_any),
            let probe = Primitive.convolution(
                dnnl_convolution_direct,
                source: source,
                weights: weights,
                bias: nil,
                destination: destination,
                window: Window(3, padding: 1),
                attributes: nil
            )
        else { return (dnnl_nchw, 1) }
        return candidates.first { tag, _ in
            MemoryDescriptor(dimensions, data, tag).map { $0 == probe.source } ?? false
        } ?? (dnnl_nchw, 1)
    }
}
