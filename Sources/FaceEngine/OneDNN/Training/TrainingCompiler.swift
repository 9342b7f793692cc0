import COneDNN

/// Turns a network into the steps of training: weights packed, a forward pass that keeps what is needed, and a backward
/// pass.
///
/// Four-dimensional values lie in the layout that convolutions like best. A layer whose kernel for that layout is the
/// library's reference kernel, which is slower a hundredfold, is asked in other layouts, and reorders are put in.
struct TrainingCompiler {
    /// A value or a gradient: where it is and how it is written.
    struct Value {
        var shape: Shape
        var type: dnnl_data_type_t
        var descriptor: MemoryDescriptor
        var operand: Operand
    }

    /// What a layer's backward pass needs of its forward pass.
    struct Record {
        var inputs: [Value] = []
        var output: Value?
        /// How the input was laid out, where its values are not needed.
        var inputLayout: MemoryDescriptor?
        var workspace: Argument?
        var mean: Argument?
        var variance: Argument?
    }

    let network: Network
    let options: TrainingOptions
    let store: TrainingStore
    let layers: [TrainingLayer]
    /// The type of four-dimensional activations.
    let floatType: dnnl_data_type_t
    let preferredTag: dnnl_format_tag_t
    /// Which nodes' values depend on something trained.
    let needsGradient: [Bool]

    var packing: [TrainingStep] = []
    var forward: [TrainingStep] = []
    var backward: [TrainingStep] = []
    /// Which list steps are added to.
    var isBackward = false

    var bufferSizes: [Int] = []
    var values: [Value?]
    var gradients: [Value?]
    var records: [Int: Record] = [:]
    var conversions: [Int: [Value]] = [:]
    /// Weights in the layouts that kernels asked for, by parameter.
    var packedWeights: [String: [(MemoryDescriptor, PackedArray)]] = [:]
    var scalingScratch: PackedArray?

    var batch: Int { options.batchSize }

    init(_ network: Network, _ options: TrainingOptions, _ store: TrainingStore) {
        self.network = network
        self.options = options
        self.store = store
        layers = TrainingLayer.layers(of: network)
        floatType = options.precision == .bf16 ? dnnl_bf16 : dnnl_f32
        preferredTag = OneDNN.hasAVX512 ? dnnl_nChw16c : dnnl_nChw8c
        values = [Value?](repeating: nil, count: network.nodes.count)
        gradients = values
        var needs = [Bool](repeating: false, count: network.nodes.count)
        for id in network.ids {
            let isInput = if case .input = network[id].operation { true } else { false }
            needs[id.index] =
                network[id].inputs.contains { needs[$0.index] }
                || (id.index >= options.frozenCount && network.parameters(of: id).contains(where: \.isTrained))
                || (isInput && options.computesInputGradients)
        }
        needsGradient = needs
    }

    /// Compiles both passes.
    mutating func compile() throws(EngineError) {
        let segments = options.recomputes ? recomputedSegments() : [0..<layers.count]
        for layer in layers { try compileForward(layer) }
        for (place, id) in network.outputs.enumerated() {
            guard let dense = MemoryDescriptor.dense(network[id].shape.batched(batch)) else {
                throw .noKernel(layer: "output \(place)")
            }
            try reorder(value(id.index), to: dense, .output(place), name: "output \(place)")
        }
        isBackward = true
        for (place, id) in network.outputs.enumerated() {
            let seed = try denseBuffer(network[id].shape.batched(batch))
            try reorder(
                Value(shape: seed.shape, type: dnnl_f32, descriptor: seed.descriptor, operand: .outputGradient(place)),
                to: seed.descriptor,
                seed.operand,
                name: "gradient of output \(place)"
            )
            try contribute(seed, to: id.index)
        }
        for (number, segment) in segments.enumerated().reversed() {
            // The last segment's values are still there, and nobody reads a frozen segment's.
            if options.recomputes, number < segments.count - 1,
                segment.contains(where: { needsGradient[layers[$0].output] })
            {
                conversions = [:]
                for layer in layers[segment] { try compileForward(layer, again: true) }
            }
            for place in segment.reversed() { try compileBackward(place) }
        }
        if options.computesInputGradients { try handOutInputGradients() }
    }

    private mutating func compileBackward(_ place: Int) throws(EngineError) {
        let layer = layers[place]
        let count = backward.count
        if needsGradient[layer.output], let gradient = gradients[layer.output] {
            try compileBackward(layer, gradient)
            // Nobody reads it any more, and its room can be used again.
            if case .input = layer.kernel {} else { gradients[layer.output] = nil }
        }
        guard backward.count > count else { return }
        let unfinished = layers[..<place].flatMap { trainedRanges(of: $0) }.map(\.upperBound).max() ?? 0
        if !trainedRanges(of: layer).isEmpty { backward[backward.count - 1].gradientsFinalFrom = unfinished }
    }

    private func trainedRanges(of layer: TrainingLayer) -> [Range<Int>] {
        guard layer.node >= options.frozenCount else { return [] }
        return network.parameters(of: NodeID(index: layer.node)).compactMap { store.layout[$0.name]?.range }
    }

    // MARK: Values

    func value(_ index: Int) throws(EngineError) -> Value {
        guard let value = values[index] else { throw .noKernel(layer: network.nodes[index].name) }
        return value
    }

    mutating func newBuffer(_ size: Int) -> Operand {
        bufferSizes.append(size)
        return .buffer(bufferSizes.count - 1)
    }

    /// A buffer of dense floats.
    mutating func denseBuffer(_ shape: Shape) throws(EngineError) -> Value {
        guard let descriptor = MemoryDescriptor.dense(shape) else { throw .noKernel(layer: "values of \(shape)") }
        return Value(shape: shape, type: dnnl_f32, descriptor: descriptor, operand: newBuffer(descriptor.size))
    }

    /// A buffer with a layout that a kernel asked for.
    mutating func newValue(_ shape: Shape, _ type: dnnl_data_type_t, _ descriptor: MemoryDescriptor) -> Value {
        Value(shape: shape, type: type, descriptor: descriptor, operand: newBuffer(descriptor.size))
    }

    /// The layouts of a four-dimensional value that are tried, best first.
    func layouts(_ shape: Shape, _ type: dnnl_data_type_t) -> [MemoryDescriptor] {
        guard shape.rank == 4 else { return [MemoryDescriptor.dense(shape, type)].compactMap { $0 } }
        return [preferredTag, dnnl_nhwc, dnnl_nchw].compactMap { MemoryDescriptor(shape.dimensions, type, $0) }
    }

    /// Returns `value` in another layout or type; in the forward pass all who ask for one share it.
    mutating func converted(
        _ value: Value,
        of index: Int,
        to descriptor: MemoryDescriptor,
        type: dnnl_data_type_t
    ) throws(EngineError) -> Value {
        if value.descriptor == descriptor { return value }
        if !isBackward, let known = conversions[index]?.first(where: { $0.descriptor == descriptor }) { return known }
        let copy = newValue(value.shape, type, descriptor)
        try reorder(value, to: descriptor, copy.operand, name: network.nodes[index].name)
        if !isBackward { conversions[index, default: []].append(copy) }
        return copy
    }

    /// Returns a value as dense floats, under another shape if given.
    mutating func dense(_ value: Value, of index: Int) throws(EngineError) -> Value {
        guard let descriptor = MemoryDescriptor.dense(value.shape) else {
            throw .noKernel(layer: network.nodes[index].name)
        }
        return try converted(value, of: index, to: descriptor, type: dnnl_f32)
    }

    // MARK: Steps

    mutating func add(_ step: TrainingStep) {
        if isBackward { backward.append(step) } else { forward.append(step) }
    }

    mutating func add(_ primitive: Primitive, _ arguments: [Argument], name: String) {
        var arguments = arguments
        if let scratchpad = primitive.scratchpad, scratchpad.size > 0 {
            let operand = newBuffer(scratchpad.size)
            arguments.append(Argument(index: DNNL_ARG_SCRATCHPAD, descriptor: scratchpad, operand: operand))
        }
        add(TrainingStep(name: name, action: .primitive(primitive, arguments)))
    }

    mutating func addPlain(
        _ kind: String,
        name: String,
        _ operands: [Operand],
        updatesStatistics: Bool = false,
        _ run: @escaping ([UnsafeMutablePointer<Float>], UInt64) -> Void
    ) {
        let step = PlainStep(name: kind, operands: operands, run: run)
        add(TrainingStep(name: name, action: .plain(step), updatesStatistics: updatesStatistics))
    }

    mutating func reorder(
        _ value: Value,
        to descriptor: MemoryDescriptor,
        _ operand: Operand,
        name: String
    ) throws(EngineError) {
        guard let primitive = Primitive.reorder(from: value.descriptor, to: descriptor, attributes: try Attributes())
        else { throw .noKernel(layer: "reorder of \(name)") }
        add(
            primitive,
            [
                Argument(index: DNNL_ARG_FROM, descriptor: value.descriptor, operand: value.operand),
                Argument(index: DNNL_ARG_TO, descriptor: descriptor, operand: operand),
            ],
            name: name
        )
    }

    // MARK: Gradients

    /// Adds `gradient` to what is known of the gradient of a node's value; the first one is taken over as it is.
    mutating func contribute(_ gradient: Value, to index: Int) throws(EngineError) {
        guard needsGradient[index] else { return }
        guard let sum = gradients[index] else {
            gradients[index] = gradient
            return
        }
        let term = try converted(gradient, of: index, to: sum.descriptor, type: sum.type)
        try addBinary(dnnl_binary_add, sum, term, to: sum, name: network.nodes[index].name)
    }

    private mutating func handOutInputGradients() throws(EngineError) {
        for (place, id) in network.inputs.enumerated() {
            guard let dense = MemoryDescriptor.dense(network[id].shape.batched(batch)) else { continue }
            if let gradient = gradients[id.index] {
                try reorder(gradient, to: dense, .inputGradient(place), name: "gradient of input \(place)")
            } else {
                let count = network[id].shape.batched(batch).count
                addPlain("zero", name: "gradient of input \(place)", [.inputGradient(place)]) { places, _ in
                    places[0].update(repeating: 0, count: count)
                }
            }
        }
    }
}
