import FaceEngine

extension ONNXImporter {
    /// Functions of one variable.
    static let activationRules: [String: Rule] = [
        "Relu": { importer, node throws(ONNXError) in try importer.activation(.relu, node) },
        "LeakyRelu": { importer, node throws(ONNXError) in
            try importer.activation(.leakyReLU(slope: node.float("alpha", or: 0.01)), node)
        },
        "Sigmoid": { importer, node throws(ONNXError) in try importer.activation(.sigmoid, node) },
        "Clip": { importer, node throws(ONNXError) in try importer.clip(node) },
        "PRelu": { importer, node throws(ONNXError) in try importer.prelu(node) },
        "Softmax": { importer, node throws(ONNXError) in try importer.softmax(node) },
    ]

    private mutating func activation(_ kind: Activation, _ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        .node(try add(.activation(kind), to: [operand(0, of: node)], name: node.name))
    }

    private mutating func clip(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let minimum = try bound("min", 1, of: node) ?? -Float.greatestFiniteMagnitude
        let maximum = try bound("max", 2, of: node) ?? Float.greatestFiniteMagnitude
        if case .norm(let x, let axis, let epsilon) = try value(0, of: node) {
            guard maximum >= .greatestFiniteMagnitude else { throw node.unsupported("a norm has no upper bound") }
            return .norm(of: x, axis: axis, epsilon: max(epsilon, minimum))
        }
        guard minimum <= maximum else { throw node.unsupported("min is greater than max") }
        if minimum == 0, maximum >= .greatestFiniteMagnitude { return try activation(.relu, node) }
        return try activation(.clip(minimum: minimum, maximum: maximum), node)
    }

    /// A bound of a clipping, an attribute before operator set 11 and an input since.
    private func bound(_ name: String, _ index: Int, of node: ONNXNode) throws(ONNXError) -> Float? {
        if node.has(name) { return node.float(name, or: 0) }
        guard has(index, of: node) else { return nil }
        guard let scalar = try constant(index, of: node).scalar else {
            throw node.unsupported("\(name) is not a number")
        }
        return scalar
    }

    private mutating func prelu(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let x = try operand(0, of: node)
        let slope = try constant(1, of: node)
        let channels = shape(of: x).dimensions.first ?? 1
        if let scalar = slope.scalar, channels != 1 { return try activation(.leakyReLU(slope: scalar), node) }
        // Broadcasting aligns the last axes, so the channel's is the one that far from the end.
        let expected = [channels] + [Int](repeating: 1, count: max(0, shape(of: x).rank - 1))
        guard slope.count == channels, slope.count == 1 || [expected, [1] + expected].contains(slope.dims) else {
            throw node.unsupported("slopes of shape \(slope.dims) are not one a channel")
        }
        return try add(.prelu(PReLU()), to: [x], name: node.name, weights: ["slope": slope.parameter(of: [channels])])
    }

    private mutating func softmax(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let x = try operand(0, of: node)
        let shape = shape(of: x)
        let axis = try exampleAxis(node.int("axis", or: opset < 13 ? 1 : -1), rank: shape.rank, of: node)
        // Before operator set 13 all axes from this one on were taken together.
        let together = shape.dimensions[axis...].reduce(1, *)
        guard opset < 13, together != shape[axis] else {
            return .node(try add(.softmax(Softmax(axis: axis)), to: [x], name: node.name))
        }
        let flat = Shape(shape.dimensions[..<axis] + [together])
        let flattened = try add(.reshape(Reshape(flat)), to: [x], name: "\(node.name).flatten")
        return .reshaped(try add(.softmax(Softmax(axis: axis)), to: [flattened], name: node.name), shape)
    }
}
