/// Small kernels for what oneDNN has no primitive for, on dense row-major floats with the batch axis in front.
enum PlainKernel {
    case l2Normalize(L2Normalize)
    case maxout(Maxout)
    /// Anything rare, by its definition. No shipped network has one on its hot path; a test sees to that.
    case reference(Operation, [Tensor])

    /// What profiles call the kernel.
    var name: String {
        switch self {
        case .l2Normalize: "swift:l2_normalize"
        case .maxout: "swift:maxout"
        case .reference: "ref:definition"
        }
    }

    /// Runs the kernel.
    func run(
        _ inputs: [(Shape, UnsafePointer<Float>)],
        into output: (shape: Shape, base: UnsafeMutablePointer<Float>)
    ) {
        switch self {
        case .l2Normalize(let operation): normalize(operation, inputs[0].0, inputs[0].1, output.base)
        case .maxout(let operation): maximize(operation.pieces, inputs[0].0, inputs[0].1, output)
        case .reference(let operation, let parameters):
            let tensors = inputs.map { shape, base in
                Tensor(Array(UnsafeBufferPointer(start: base, count: shape.count)), shape: shape)
            }
            let result = operation.definition.evaluateReference(tensors, parameters: parameters)
            // A constant has a batch axis of extent 1: repeat it.
            for index in 0..<output.shape.count { output.base[index] = result.scalars[index % result.scalars.count] }
        }
    }

    private func normalize(
        _ operation: L2Normalize,
        _ shape: Shape,
        _ x: UnsafePointer<Float>,
        _ y: UnsafeMutablePointer<Float>
    ) {
        let axis = operation.axis + 1
        let (extent, step) = (shape[axis], shape.strides[axis])
        for outer in 0..<shape.count / (extent * step) {
            for inner in 0..<step {
                let start = outer * extent * step + inner
                var sum = 0.0
                for i in 0..<extent { sum += Double(x[start + i * step]) * Double(x[start + i * step]) }
                let factor = 1 / max(Float(sum.squareRoot()), operation.epsilon)
                for i in 0..<extent { y[start + i * step] = x[start + i * step] * factor }
            }
        }
    }

    private func maximize(
        _ pieces: Int,
        _ shape: Shape,
        _ x: UnsafePointer<Float>,
        _ output: (shape: Shape, base: UnsafeMutablePointer<Float>)
    ) {
        let plane = shape.dimensions.dropFirst(2).reduce(1, *)
        for unit in 0..<output.shape.count / plane {
            for pixel in 0..<plane {
                var greatest = -Float.infinity
                for piece in 0..<pieces { greatest = max(greatest, x[(unit * pieces + piece) * plane + pixel]) }
                output.base[unit * plane + pixel] = greatest
            }
        }
    }
}
