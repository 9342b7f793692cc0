import COneDNN

extension TrainingCompiler {
    /// Compiles one layer's forward pass; `again` if it repeats one for the backward pass, and running statistics stay.
    mutating func compileForward(_ layer: TrainingLayer, again: Bool = false) throws(EngineError) {
        switch layer.kernel {
        case .input(let place):
            let shape = network.nodes[layer.output].shape.batched(batch)
            guard let dense = MemoryDescriptor.dense(shape) else { throw .noKernel(layer: "input \(place)") }
            values[layer.output] = Value(shape: shape, type: dnnl_f32, descriptor: dense, operand: .input(place))
        case .constant: try repeatConstant(layer)
        case .convolution(let convolution, let residual, let isRectified):
            try compileForward(convolution, layer, residual: residual, isRectified: isRectified, again: again)
        case .fullyConnected(let fullyConnected): try compileForward(fullyConnected, layer)
        case .batchNorm(let norm, let isRectified):
            try compileForward(norm, layer, isRectified: isRectified, again: again)
        case .operation(let operation): try compileForward(operation, layer)
        }
    }

    /// A constant is one example; every example of the batch has it.
    private mutating func repeatConstant(_ layer: TrainingLayer) throws(EngineError) {
        let shape = network.nodes[layer.output].shape
        let repeated = PackedArray(size: shape.count * batch * MemoryLayout<Float>.stride)
        let name = network.nodes[layer.output].name
        guard let dense = MemoryDescriptor.dense(shape.batched(batch)),
            let range = network.parameters(of: NodeID(index: layer.output)).first
                .flatMap({ store.statisticsLayout[$0.name] })?.range
        else { throw .noKernel(layer: name) }
        for example in 0..<batch {
            let place = repeated.floats[example * shape.count..<(example + 1) * shape.count]
            _ = UnsafeMutableBufferPointer(rebasing: place).update(from: store.statistics.floats[range])
        }
        let operand = Operand.packed(repeated)
        values[layer.output] = Value(shape: shape.batched(batch), type: dnnl_f32, descriptor: dense, operand: operand)
    }

    /// Compiles one layer's backward pass, given the gradient of its output.
    mutating func compileBackward(_ layer: TrainingLayer, _ gradient: Value) throws(EngineError) {
        switch layer.kernel {
        case .input, .constant: return
        case .convolution(let convolution, let residual, let isRectified):
            try compileBackward(convolution, layer, gradient, residual: residual, isRectified: isRectified)
        case .fullyConnected(let fullyConnected): try compileBackward(fullyConnected, layer, gradient)
        case .batchNorm(let norm, let isRectified):
            try compileBackward(norm, layer, gradient, isRectified: isRectified)
        case .operation(let operation): try compileBackward(operation, layer, gradient)
        }
    }

    private mutating func compileForward(_ operation: Operation, _ layer: TrainingLayer) throws(EngineError) {
        switch operation {
        case .activation(let function) where function.hasBackwardOfOutput: try rectify(function, layer)
        case .pool(let pool) where pool.kind == .l2: try compileForwardL2(pool, layer)
        case .pool(let pool): try compileForward(pool, layer)
        case .globalAveragePool: try compileForward(globalPool(layer), layer)
        case .localResponseNorm(let norm): try compileForward(norm, layer)
        case .concatenate(let concatenation) where concatenation.axis == 0: try compileForwardConcatenation(layer)
        case .residual(let residual): try addResidual(residual, layer)
        case .reshape: try reshapeForward(layer)
        case .dropout(let dropout): try compileForward(dropout, layer)
        default: try defineForward(operation, layer)
        }
    }

    private mutating func compileBackward(
        _ operation: Operation,
        _ layer: TrainingLayer,
        _ gradient: Value
    ) throws(EngineError) {
        switch operation {
        case .activation(let function) where function.hasBackwardOfOutput:
            guard let output = records[layer.output]?.output else { return }
            let name = network.nodes[layer.node].name
            try contribute(activationBackward(function, gradient, output, name: name), to: layer.inputs[0])
        case .pool(let pool) where pool.kind == .l2: try compileBackwardL2(pool, layer, gradient)
        case .pool(let pool): try compileBackward(pool, layer, gradient)
        case .globalAveragePool: try compileBackward(globalPool(layer), layer, gradient)
        case .localResponseNorm(let norm): try compileBackward(norm, layer, gradient)
        case .concatenate(let concatenation) where concatenation.axis == 0:
            try compileBackwardConcatenation(layer, gradient)
        case .residual(let residual): try compileBackward(residual, layer, gradient)
        case .reshape: try reshapeBackward(layer, gradient)
        case .dropout(let dropout): try compileBackward(dropout, layer, gradient)
        default: try defineBackward(operation, layer, gradient)
        }
    }

    /// A global average is an average over a window as large as the image.
    private func globalPool(_ layer: TrainingLayer) -> Pool {
        let shape = network.nodes[layer.inputs[0]].shape
        return Pool(.average(countsBorder: true), window: Window(rows: shape[1], columns: shape[2]))
    }
}

extension Activation {
    /// Whether the derivative follows from the output alone, so that the input need not be kept.
    var hasBackwardOfOutput: Bool {
        switch self {
        case .relu, .sigmoid: true
        case .leakyReLU(let slope): slope >= 0
        case .clip: false
        }
    }

    /// The algorithm whose backward pass reads the output.
    var backwardOfOutput: dnnl_alg_kind_t {
        if case .sigmoid = self { dnnl_eltwise_logistic_use_dst_for_bwd } else { dnnl_eltwise_relu_use_dst_for_bwd }
    }
}
