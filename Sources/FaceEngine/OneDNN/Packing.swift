import COneDNN

/// The integers that weights are rounded to: multiples of `step` from `-greatest` to `greatest`.
///
/// Without VNNI, products of 8-bit numbers are summed in pairs of 16 bits, which saturate; with one bit less they cannot.
/// Where the source is signed, oneDNN takes that bit itself: it adds 128 to the source and halves the weights (its guide
/// *Nuances of int8 Computations*). Even weights lose nothing by it, where 7 bits would become 6.
struct WeightGrid {
    /// The distance of two neighbors.
    var step: Float
    /// The greatest integer, a multiple of the step.
    var greatest: Float

    /// The grid of a convolution that reads signed or unsigned integers.
    init(isSourceSigned: Bool) {
        (step, greatest) =
            switch (OneDNN.sumsInt8Exactly, isSourceSigned) {
            case (true, _): (1, 127)
            case (false, true): (2, 126)
            case (false, false): (1, 63)
            }
    }
}

/// What is to be packed for one layer: scalar type, folded factors, bias, and, for int8, the scales.
struct Packing {
    /// The scales of an int8 layer.
    struct Scales {
        var source: Float
        /// One for each output channel.
        var weights: [Float]
        var destination: Float
        /// `source * weights / destination`, one for each output channel.
        var combined: [Float]
        /// What integers may stand for weights.
        var grid: WeightGrid
    }

    var weights: FoldedWeights
    var type: dnnl_data_type_t
    var bias: [Float]?
    var outputScales: Scales?

    /// The bias, always in 32-bit floats.
    var biasDescriptor: MemoryDescriptor? { bias.flatMap { MemoryDescriptor([$0.count], dnnl_f32, dnnl_a) } }
}

extension OneDNNCompiler {
    /// Decides how the weights of step `index` are stored: as integers if it computes in them.
    func packing(_ folded: FoldedWeights, _ index: Int, isInteger: Bool, destination: Value) -> Packing {
        guard isInteger, let source = quantization[graph.steps[index].inputs[0]] else {
            return Packing(weights: folded, type: floatType, bias: folded.bias)
        }
        let outputs = graph.steps[index].shape[0]
        let grid = WeightGrid(isSourceSigned: source.isSigned)
        let scales = weightScales(folded, outputs: outputs, grid)
        let combined = scales.map { source.scale * $0 / destination.scale }
        // oneDNN 2 adds the bias before it scales, 3 after.
        let bias = folded.bias.map { bias in
            OneDNN.isVersion3 ? bias : zip(bias, scales).map { $0 / ($1 * source.scale) }
        }
        return Packing(
            weights: folded,
            type: dnnl_s8,
            bias: bias,
            outputScales: Packing.Scales(
                source: source.scale,
                weights: scales,
                destination: destination.scale,
                combined: combined,
                grid: grid
            )
        )
    }

    private func weightScales(_ folded: FoldedWeights, outputs: Int, _ grid: WeightGrid) -> [Float] {
        guard let parameter = parameters[folded.name] else { return [] }
        return parameter.withUnsafeFloats { weights in
            let length = weights.count / max(1, outputs)
            return (0..<outputs).map { output in
                var greatest: Float = 0
                for i in 0..<length { greatest = max(greatest, abs(weights[output * length + i])) }
                greatest *= abs(folded.scale?[output] ?? 1)
                return max(greatest, 1e-12) / grid.greatest
            }
        }
    }

    /// Packs weights into the layout a primitive wants.
    func packed(
        _ packing: Packing,
        _ dimensions: [Int],
        _ tag: dnnl_format_tag_t,
        as descriptor: MemoryDescriptor,
        name: String
    ) throws(EngineError) -> PackedArray {
        guard let parameter = parameters[packing.weights.name] else { throw .noKernel(layer: name) }
        let result = PackedArray(size: descriptor.size)
        if let scales = packing.outputScales {
            let quantized = parameter.withUnsafeFloats { quantize($0, packing.weights, scales) }
            try quantized.withUnsafeBufferPointer { stored throws(EngineError) in
                try pack(UnsafeRawPointer(stored.baseAddress), dimensions, dnnl_s8, tag, descriptor, result, name)
            }
        } else {
            try parameter.withUnsafeFloats { stored throws(EngineError) in
                guard let scale = packing.weights.scale else {
                    let bytes = UnsafeRawPointer(stored.baseAddress)
                    return try pack(bytes, dimensions, dnnl_f32, tag, descriptor, result, name)
                }
                let length = stored.count / scale.count
                let folded = stored.indices.map { stored[$0] * scale[$0 / length] }
                try folded.withUnsafeBufferPointer { folded throws(EngineError) in
                    let bytes = UnsafeRawPointer(folded.baseAddress)
                    try pack(bytes, dimensions, dnnl_f32, tag, descriptor, result, name)
                }
            }
        }
        parameter.releasePages()
        return result
    }

    private func quantize(
        _ stored: UnsafeBufferPointer<Float>,
        _ folded: FoldedWeights,
        _ scales: Packing.Scales
    ) -> [Int8] {
        let (units, grid) = (scales.weights, scales.grid)
        let length = stored.count / units.count
        return [Int8](unsafeUninitializedCapacity: stored.count) { buffer, count in
            for output in units.indices {
                let factor = (folded.scale?[output] ?? 1) / (units[output] * grid.step)
                for i in output * length..<(output + 1) * length {
                    let rounded = (stored[i] * factor).rounded(.toNearestOrEven) * grid.step
                    buffer[i] = Int8(max(-grid.greatest, min(grid.greatest, rounded)))
                }
            }
            count = stored.count
        }
    }

    private func pack(
        _ bytes: UnsafeRawPointer?,
        _ dimensions: [Int],
        _ type: dnnl_data_type_t,
        _ tag: dnnl_format_tag_t,
        _ descriptor: MemoryDescriptor,
        _ result: PackedArray,
        _ name: String
    ) throws(EngineError) {
        guard let bytes, let plain = MemoryDescriptor(dimensions, type, tag),
            let primitive = Primitive.reorder(from: plain, to: descriptor)
        else { throw .noKernel(layer: "\(name) weights") }
        var (source, destination, stream): (dnnl_memory_t?, dnnl_memory_t?, dnnl_stream_t?)
        defer {
            dnnl_memory_destroy(source)
            dnnl_memory_destroy(destination)
            dnnl_stream_destroy(stream)
        }
        // oneDNN only reads what DNNL_ARG_FROM points to; its C interface has no const for it.
        let readOnly = UnsafeMutableRawPointer(mutating: bytes)
        try plain.wrap(readOnly, in: &source)
        try descriptor.wrap(result.base, in: &destination)
        try OneDNN.check(
            dnnl_stream_create(&stream, OneDNN.engine, dnnl_stream_default_flags.rawValue),
            "creating a stream"
        )
        let arguments = [
            dnnl_exec_arg_t(arg: DNNL_ARG_FROM, memory: source), dnnl_exec_arg_t(arg: DNNL_ARG_TO, memory: destination),
        ]
        try OneDNN.check(dnnl_primitive_execute(primitive.handle, stream, 2, arguments), "packing weights")
        try OneDNN.check(dnnl_stream_wait(stream), "packing weights")
    }
}
