import FaceEngine

extension ONNXImporter {
    /// Products of an example's features with a constant matrix.
    static let matrixRules: [String: Rule] = [
        "Gemm": { importer, node throws(ONNXError) in
            guard node.int("transA", or: 0) == 0 else { throw node.unsupported("transA is not supported") }
            return try importer.product(
                node,
                isTransposed: node.int("transB", or: 0) != 0,
                alpha: node.float("alpha", or: 1),
                beta: node.float("beta", or: 1)
            )
        },
        "MatMul": { importer, node throws(ONNXError) in
            try importer.product(node, isTransposed: false, alpha: 1, beta: 1)
        },
    ]

    private mutating func product(
        _ node: ONNXNode,
        isTransposed: Bool,
        alpha: Float,
        beta: Float
    ) throws(ONNXError) -> ONNXValue {
        let (x, features) = try features(0, of: node)
        let matrix = try constant(1, of: node)
        guard features.rank == 1, matrix.dims.count == 2, matrix.count > 0 else {
            throw node.unsupported("only features, [N, I], times a constant matrix are supported")
        }
        let (outputs, inputs) = isTransposed ? (matrix.dims[0], matrix.dims[1]) : (matrix.dims[1], matrix.dims[0])
        guard inputs == features[0] else {
            throw node.unsupported("a matrix of shape \(matrix.dims) does not take \(features[0]) features")
        }
        let weight = weight(of: matrix, [outputs, inputs], isTransposed: isTransposed, alpha: alpha, name: node.name)
        guard has(2, of: node) else {
            let operation = FullyConnected(outputs: outputs, hasBias: false)
            return try add(.fullyConnected(operation), to: [x], name: node.name, weights: ["weight": weight])
        }
        let bias = try constant(2, of: node)
        guard bias.count == outputs || bias.count == 1, let addend = bias.scalars else {
            throw node.unsupported("a bias of shape \(bias.dims) is not one of \(outputs)")
        }
        let values = outputs == addend.count ? addend : [Float](repeating: addend[0], count: outputs)
        let isPlain = beta == 1 && bias.count == outputs
        return try add(
            .fullyConnected(FullyConnected(outputs: outputs)),
            to: [x],
            name: node.name,
            weights: [
                "weight": weight,
                "bias": isPlain
                    ? bias.parameter(of: [outputs]) : Parameter(Tensor(values.map { $0 * beta }, shape: [outputs])),
            ]
        )
    }

    /// The matrix as `[O, I]`: the file's own bytes if it lies so and is not scaled, else a copy.
    private func weight(
        of matrix: ONNXConstant,
        _ shape: Shape,
        isTransposed: Bool,
        alpha: Float,
        name: String
    ) -> Parameter {
        let source = matrix.parameter(of: Shape([matrix.count]))
        if isTransposed, alpha == 1 { return matrix.parameter(of: shape) }
        let (outputs, inputs) = (shape[0], shape[1])
        return copy("\(name).weight", shape: shape) {
            source.withUnsafeFloats { floats in
                isTransposed
                    ? floats.map { $0 * alpha }
                    : [Float](unsafeUninitializedCapacity: outputs * inputs) { buffer, count in
                        for o in 0..<outputs {
                            for i in 0..<inputs { buffer[o * inputs + i] = floats[i * outputs + o] * alpha }
                        }
                        count = outputs * inputs
                    }
            }
        }
    }
}
