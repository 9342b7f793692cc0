import FaceEngine

extension ONNXImporter {
    /// Convolutions.
    static let convolutionRules: [String: Rule] = [
        "Conv": { importer, node throws(ONNXError) in try importer.convolution(node) }
    ]

    private mutating func convolution(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let x = try operand(0, of: node)
        let weight = try constant(1, of: node)
        let groups = node.int("group", or: 1)
        guard weight.dims.count == 4, weight.dims[0] > 0, groups >= 1 else {
            throw node.unsupported("weights of shape \(weight.dims) are not those of an image convolution")
        }
        let kernel = Array(weight.dims.suffix(2))
        let window = try node.window(over: shape(of: x), kernel: kernel)
        guard [window.rows, window.columns] == kernel else {
            throw node.unsupported("kernel_shape is not the weights'")
        }
        let operation = Convolution(
            outputs: weight.dims[0],
            window: window,
            groups: groups,
            hasBias: has(2, of: node)
        )
        let weights = weight.parameter(of: Shape(weight.dims))
        guard operation.hasBias else {
            return try add(.convolution(operation), to: [x], name: node.name, weights: ["weight": weights])
        }
        let bias = try constant(2, of: node)
        return try add(
            .convolution(operation),
            to: [x],
            name: node.name,
            weights: ["weight": weights, "bias": bias.parameter(of: [bias.count])]
        )
    }
}
