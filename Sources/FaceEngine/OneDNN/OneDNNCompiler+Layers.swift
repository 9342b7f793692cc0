import COneDNN

extension OneDNNCompiler {
    /// The layouts and types a layer is tried with.
    private struct Candidate {
        var source: MemoryDescriptor
        var destination: MemoryDescriptor
    }

    // MARK: Convolution

    mutating func compile(
        _ convolution: Convolution,
        _ folded: FoldedWeights,
        _ index: Int
    ) throws(EngineError) {
        let step = graph.steps[index]
        let input = try value(step.inputs[0])
        let isInteger = quantization[step.inputs[0]] != nil && convolution.groups == 1
        let sourceType = isInteger ? integerType(of: step.inputs[0]) : floatType
        let residual = try residualTarget(index)
        let target: Value
        if let residual { target = residual.target } else { target = try destination(index) }
        let groups = convolution.groups
        let inputs = input.shape[1]
        let window = convolution.window
        let dimensions =
            (groups > 1 ? [groups] : [])
            + [convolution.outputs / groups, inputs / groups, window.rows, window.columns]
        let tag = groups > 1 ? dnnl_goihw : dnnl_oihw
        let packing = packing(folded, index, isInteger: isInteger, destination: target)
        guard let anyWeights = MemoryDescriptor(dimensions, packing.type, dnnl_format_tag_any) else {
            throw .noKernel(layer: step.name)
        }
        var best: (primitive: Primitive, arguments: [Argument], isFused: Bool)?
        // An activation that no fast kernel can attach, such as a prelu in oneDNN 2.6, becomes a step of its own.
        search: for isFused in [true, false] where isFused || step.activation != nil {
            let (attributes, arguments) = try postOps(
                isFused ? step.activation : nil,
                step.name,
                packing,
                destination: target,
                residual: residual,
                mask: groups > 1 ? 3 : 1
            )
            for algorithm in algorithms(convolution, index) {
                for candidate in try candidates(input, sourceType, target) {
                    let primitive = Primitive.convolution(
                        algorithm,
                        source: candidate.source,
                        weights: anyWeights,
                        bias: packing.biasDescriptor,
                        destination: candidate.destination,
                        window: window,
                        attributes: attributes
                    )
                    guard let primitive else { continue }
                    if best == nil || !primitive.kernel.isReference { best = (primitive, arguments, isFused) }
                    if !primitive.kernel.isReference { break search }
                }
            }
        }
        guard let best else { throw .noKernel(layer: step.name) }
        try finish(best.primitive, index, target, packing, dimensions, tag, sourceType, best.arguments)
        if !best.isFused, let activation = step.activation { try activate(activation, index) }
    }

    /// The algorithms worth trying, best first.
    private func algorithms(_ convolution: Convolution, _ index: Int) -> [dnnl_alg_kind_t] {
        guard precision == .fp32, options.allowsWinograd, convolution.groups == 1 else {
            return [dnnl_convolution_direct]
        }
        let window = convolution.window
        let isSquare = window.rows == 3 && window.columns == 3 && window.rowStride == 1 && window.columnStride == 1
        return isSquare && winogradWins(convolution, index)
            ? [dnnl_convolution_winograd, dnnl_convolution_direct] : [dnnl_convolution_direct]
    }

    /// Whether Winograd's transform pays for itself: measured on Inception-ResNet-v1, see Docs/Architecture.md.
    private func winogradWins(_ convolution: Convolution, _ index: Int) -> Bool {
        let inputs = graph.steps[graph.steps[index].inputs[0]].shape[0]
        return inputs >= options.winogradMinimumChannels && convolution.outputs >= options.winogradMinimumChannels
    }

    // MARK: Fully connected

    mutating func compileFullyConnected(_ folded: FoldedWeights, _ index: Int) throws(EngineError) {
        let step = graph.steps[index]
        let input = try value(step.inputs[0])
        let sourceType = floatType
        let target = try destination(index, type: dnnl_f32)
        let dimensions = [step.shape[0]] + input.shape.dimensions.dropFirst()
        let tag: dnnl_format_tag_t =
            switch dimensions.count {
            case 4: dnnl_oihw
            case 3: dnnl_abc
            default: dnnl_ab
            }
        let packing = packing(folded, index, isInteger: false, destination: target)
        let (attributes, arguments) = try postOps(
            step.activation,
            step.name,
            packing,
            destination: target,
            residual: nil,
            mask: 1
        )
        guard let anyWeights = MemoryDescriptor(dimensions, packing.type, dnnl_format_tag_any) else {
            throw .noKernel(layer: step.name)
        }
        var best: Primitive?
        for candidate in try candidates(input, sourceType, target) {
            let primitive = Primitive.innerProduct(
                source: candidate.source,
                weights: anyWeights,
                bias: packing.biasDescriptor,
                destination: candidate.destination,
                attributes: attributes
            )
            guard let primitive else { continue }
            if best == nil || !primitive.kernel.isReference { best = primitive }
            if !primitive.kernel.isReference { break }
        }
        guard let best else { throw .noKernel(layer: step.name) }
        try finish(best, index, target, packing, dimensions, tag, sourceType, arguments)
    }

    // MARK: What both share

    /// Layouts to try, best first: all as it is, the source as the kernel likes it, both as the kernel likes them.
    private func candidates(
        _ input: Value,
        _ sourceType: dnnl_data_type_t,
        _ target: Value
    ) throws(EngineError) -> [Candidate] {
        let any = dnnl_format_tag_any
        guard
            let source = MemoryDescriptor(input.shape.dimensions, sourceType, any),
            let destination = MemoryDescriptor(target.shape.dimensions, target.type, any)
        else { return [] }
        var candidates: [Candidate] = []
        if input.type == sourceType {
            candidates.append(Candidate(source: input.descriptor, destination: target.descriptor))
        } else if input.shape.rank == 4, input.shape[1] >= 8 {
            let preferred = try preferredDescriptor(input.shape, sourceType)
            candidates.append(Candidate(source: preferred, destination: target.descriptor))
        }
        candidates.append(Candidate(source: source, destination: target.descriptor))
        candidates.append(Candidate(source: source, destination: destination))
        return candidates
    }

    /// Adds the layer's step, with reorders before and after it where its layouts are not those of its neighbors.
    private mutating func finish(
        _ primitive: Primitive,
        _ index: Int,
        _ target: Value,
        _ packing: Packing,
        _ dimensions: [Int],
        _ tag: dnnl_format_tag_t,
        _ sourceType: dnnl_data_type_t,
        _ postOpArguments: [Argument]
    ) throws(EngineError) {
        let step = graph.steps[index]
        guard let source = primitive.source, let weights = primitive.weights, let written = primitive.destination else {
            throw .noKernel(layer: step.name)
        }
        let input = try converted(
            step.inputs[0],
            to: source,
            type: sourceType,
            scale: packing.outputScales?.source ?? 1
        )
        let packed = try packed(packing, dimensions, tag, as: weights, name: step.name)
        var result = target
        let isInPlace = written == target.descriptor
        if !isInPlace {
            result.descriptor = written
            result.buffer = newBuffer(written.size)
            if step.residual != nil {
                try reorder(target, to: written, result.buffer, scale: target.scale, name: "\(step.name) residual")
            }
        }
        var arguments = [
            Argument(index: DNNL_ARG_SRC, descriptor: source, operand: input.buffer),
            Argument(index: DNNL_ARG_WEIGHTS, descriptor: weights, operand: .packed(packed)),
            Argument(index: DNNL_ARG_DST, descriptor: written, operand: result.buffer),
        ]
        if let bias = packing.bias, let descriptor = packing.biasDescriptor {
            arguments.append(
                Argument(index: DNNL_ARG_BIAS, descriptor: descriptor, operand: .packed(PackedArray(bias)))
            )
        }
        let work = step.shape.count / max(1, step.shape[0]) * dimensions.reduce(1, *)
        append(primitive, arguments + postOpArguments, name: step.name, multiplyAdds: work * batch)
        if !isInPlace, slices[index] != nil {
            try reorder(result, to: target.descriptor, target.buffer, scale: target.scale, name: "\(step.name) slice")
            result = target
        }
        values[index] = result
    }

    /// What is done on the way out: scales, then the sum, then the activation.
    private func postOps(
        _ activation: FusedActivation?,
        _ name: String,
        _ packing: Packing,
        destination: Value,
        residual: ResidualTarget?,
        mask: CInt
    ) throws(EngineError) -> (Attributes, [Argument]) {
        let attributes = try Attributes()
        var arguments: [Argument] = []
        if let scales = packing.outputScales {
            try OneDNN.check(
                dnnlx_declare_scales(attributes.handle, CInt(scales.combined.count), mask, scales.combined),
                "setting scales"
            )
            if OneDNN.isVersion3 {
                arguments.append(try scaleArgument(DNNL_ARG_SRC, [scales.source]))
                arguments.append(try scaleArgument(DNNL_ARG_WEIGHTS, scales.weights))
                arguments.append(try scaleArgument(DNNL_ARG_DST, [scales.destination]))
            }
        }
        if let residual {
            let isInteger = residual.type == dnnl_u8 || residual.type == dnnl_s8
            // In oneDNN 3 the destination's scale comes last; in 2 the whole chain is in its units already.
            let scale = isInteger ? (OneDNN.isVersion3 ? residual.scale : residual.scale / destination.scale) : 1
            try attributes.appendSum(scale: scale, type: residual.type)
        }
        switch activation {
        case nil: break
        case .function(let function): try attributes.append(function)
        case .prelu(let slope):
            let slopes = parameters[slope]?.tensor.scalars ?? []
            guard let descriptor = perChannel(slopes.count, rank: destination.shape.rank) else {
                throw .noKernel(layer: name)
            }
            let argument = try attributes.appendPReLU()
            arguments.append(
                Argument(index: argument, descriptor: descriptor, operand: .packed(PackedArray(slopes)))
            )
        }
        return (attributes, arguments)
    }

    /// Where a convolution that adds a residual writes, and how what lies there already is written.
    struct ResidualTarget {
        var target: Value
        var type: dnnl_data_type_t
        var scale: Float
    }

    /// Returns the residual's own memory if nobody reads it later, else a copy of it.
    private mutating func residualTarget(_ index: Int) throws(EngineError) -> ResidualTarget? {
        guard let residual = graph.steps[index].residual else { return nil }
        let added = try value(residual)
        let type = self.type(of: index)
        let scale = self.scale(of: index)
        if case .buffer(let buffer) = added.buffer, !graph.steps[index].inputs.contains(residual),
            isFree(buffer, after: index, except: residual)
        {
            let shape = graph.steps[index].shape.batched(batch)
            let layout = try preferredDescriptor(shape, type)
            let before = try preferredDescriptor(shape, added.type)
            if added.descriptor == before, layout.size == before.size, (type == floatType) == (added.type == floatType)
            {
                let target = Value(shape: shape, type: type, descriptor: layout, buffer: added.buffer, scale: scale)
                return ResidualTarget(target: target, type: added.type, scale: added.scale)
            }
        }
        let target = try destination(index)
        let name = graph.steps[index].name
        try reorder(added, to: target.descriptor, target.buffer, scale: scale, name: "\(name) copy")
        return ResidualTarget(target: target, type: type, scale: scale)
    }

    /// Whether nobody but `residual`, and that not after step `index`, has anything in `buffer` that is still wanted.
    private func isFree(_ buffer: Int, after index: Int, except residual: Int) -> Bool {
        for (other, value) in values.enumerated() {
            guard let value, case .buffer(buffer) = value.buffer else { continue }
            if other == residual ? lastReader[other] > index : lastReader[other] >= index { return false }
        }
        return slices[residual] == nil
    }
}

extension String {
    /// Whether a kernel of this name is one of oneDNN's references: right, and minutes slow.
    var isReference: Bool { split(separator: ":").contains { $0.hasPrefix("ref") || $0.hasSuffix("_ref") } }
}
