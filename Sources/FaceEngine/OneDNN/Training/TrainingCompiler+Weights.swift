import COneDNN

extension TrainingCompiler {
    /// Packs weights into a layout whenever they change, once for all who want that layout.
    mutating func pack(
        _ weights: Operand,
        _ dense: MemoryDescriptor,
        count: Int,
        scale: Float,
        as descriptor: MemoryDescriptor,
        name: String
    ) throws(EngineError) -> Operand {
        if scale == 1, descriptor == dense { return weights }
        if let known = packedWeights[name]?.first(where: { $0.0 == descriptor }) { return .packed(known.1) }
        var source = weights
        if scale != 1 {
            let scaled = scratch(count)
            addScaling(weights, by: scale, count: count, into: scaled, name: name)
            source = .packed(scaled)
        }
        let packed = PackedArray(size: descriptor.size)
        guard let primitive = Primitive.reorder(from: dense, to: descriptor) else { throw .noKernel(layer: name) }
        packing.append(
            TrainingStep(
                name: name,
                action: .primitive(
                    primitive,
                    [
                        Argument(index: DNNL_ARG_FROM, descriptor: dense, operand: source),
                        Argument(index: DNNL_ARG_TO, descriptor: descriptor, operand: .packed(packed)),
                    ]
                )
            )
        )
        packedWeights[name, default: []].append((descriptor, packed))
        return .packed(packed)
    }

    /// Adds a step that writes `scale` times some weights whenever they change.
    mutating func addScaling(_ weights: Operand, by scale: Float, count: Int, into scaled: PackedArray, name: String) {
        let step = PlainStep(name: "scale", operands: [weights, .packed(scaled)]) { places, _ in
            for index in 0..<count { places[1][index] = scale * places[0][index] }
        }
        packing.append(TrainingStep(name: name, action: .plain(step)))
    }

    /// A block that packing steps share, for weights on their way.
    private mutating func scratch(_ count: Int) -> PackedArray {
        if let scalingScratch, scalingScratch.size >= count * MemoryLayout<Float>.stride { return scalingScratch }
        let array = PackedArray(size: count * MemoryLayout<Float>.stride)
        scalingScratch = array
        return array
    }

    /// Adds `scale` times a gradient, as a kernel wrote it, to the dense gradient of the weights.
    mutating func accumulate(
        _ result: Operand,
        _ packed: MemoryDescriptor,
        into sum: Operand,
        _ dense: MemoryDescriptor,
        count: Int,
        scale: Float,
        name: String
    ) throws(EngineError) {
        if packed == dense {
            addAccumulation(of: result, count: count, scale: scale, into: sum, name: name)
            return
        }
        if scale == 1 {
            let attributes = try Attributes()
            try attributes.appendSum(scale: 1, type: dnnl_f32)
            if let primitive = Primitive.reorder(from: packed, to: dense, attributes: attributes),
                !primitive.isReference
            {
                let arguments = [
                    Argument(index: DNNL_ARG_FROM, descriptor: packed, operand: result),
                    Argument(index: DNNL_ARG_TO, descriptor: dense, operand: sum),
                ]
                add(primitive, arguments, name: name)
                return
            }
        }
        let unpacked = newBuffer(dense.size)
        let value = Value(shape: [count], type: dnnl_f32, descriptor: packed, operand: result)
        try reorder(value, to: dense, unpacked, name: name)
        addAccumulation(of: unpacked, count: count, scale: scale, into: sum, name: name)
    }

    /// Adds `scale` times dense scalars to a gradient.
    mutating func addAccumulation(of result: Operand, count: Int, scale: Float, into sum: Operand, name: String) {
        addPlain("accumulate", name: name, [result, sum]) { places, _ in
            for index in 0..<count { places[1][index] += scale * places[0][index] }
        }
    }
}

extension Primitive {
    /// Whether the kernel is the library's definition, slow by a hundredfold.
    var isReference: Bool { kernel.isReference }
}
