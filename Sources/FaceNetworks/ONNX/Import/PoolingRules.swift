import FaceEngine

extension ONNXImporter {
    /// Poolings and reductions that are poolings.
    static let poolingRules: [String: Rule] = [
        "MaxPool": { importer, node throws(ONNXError) in try importer.pool(.max, node) },
        "AveragePool": { importer, node throws(ONNXError) in
            try importer.pool(.average(countsBorder: node.int("count_include_pad", or: 0) != 0), node)
        },
        "LpPool": { importer, node throws(ONNXError) in
            guard node.int("p", or: 2) == 2 else { throw node.unsupported("only p = 2 is supported") }
            return try importer.pool(.l2, node)
        },
        "GlobalAveragePool": { importer, node throws(ONNXError) in
            .node(try importer.add(.globalAveragePool(.init()), to: [importer.operand(0, of: node)], name: node.name))
        },
        "GlobalMaxPool": { importer, node throws(ONNXError) in try importer.globalPool(.max, node) },
        "GlobalLpPool": { importer, node throws(ONNXError) in
            guard node.int("p", or: 2) == 2 else { throw node.unsupported("only p = 2 is supported") }
            return try importer.globalPool(.l2, node)
        },
        "ReduceMean": { importer, node throws(ONNXError) in try importer.reduceMean(node) },
        "ReduceMax": { importer, node throws(ONNXError) in try importer.maxout(node) },
    ]

    private mutating func pool(_ kind: Pool.Kind, _ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let x = try operand(0, of: node)
        guard node.outputs.dropFirst().allSatisfy(\.isEmpty) else {
            throw node.unsupported("indices are not supported")
        }
        var window = try node.window(over: shape(of: x))
        if node.int("ceil_mode", or: 0) != 0 {
            let rounded = window.roundingUp(over: shape(of: x))
            // ONNX does not count what rounding adds, only the border that was asked for.
            guard kind != .average(countsBorder: true) || rounded == window else {
                throw node.unsupported("count_include_pad does not go together with ceil_mode")
            }
            window = rounded
        }
        return .node(try add(.pool(Pool(kind, window: window)), to: [x], name: node.name))
    }

    private mutating func globalPool(_ kind: Pool.Kind, _ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let x = try operand(0, of: node)
        guard shape(of: x).rank == 3 else { throw node.unsupported("only images, [N, C, H, W], are supported") }
        let window = Window(rows: shape(of: x)[1], columns: shape(of: x)[2])
        return .node(try add(.pool(Pool(kind, window: window)), to: [x], name: node.name))
    }

    private mutating func reduceMean(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let x = try operand(0, of: node)
        let axes = try axes(of: node, rank: shape(of: x).rank)
        guard shape(of: x).rank == 3, Set(axes) == [1, 2] else {
            throw node.unsupported("only the mean over rows and columns is supported")
        }
        let mean = try add(.globalAveragePool(GlobalAveragePool()), to: [x], name: node.name)
        return node.int("keepdims", or: 1) != 0 ? .node(mean) : .reshaped(mean, [shape(of: mean)[0]])
    }

    /// The greatest along the second axis of an example, `[U, P, ...]` to `[U, ...]`, is maxout over `P` pieces.
    private mutating func maxout(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let (x, shape) = try features(0, of: node)
        guard try axes(of: node, rank: shape.rank) == [1], shape.rank >= 2 else {
            throw node.unsupported("only the maximum over axis 2, as in maxout, is supported")
        }
        let rest = shape.dimensions.dropFirst(2)
        let channels = Shape([shape[0] * shape[1]] + rest)
        let source =
            self.shape(of: x) == channels
            ? x : try add(.reshape(Reshape(channels)), to: [x], name: "\(node.name).reshape")
        let result = try add(.maxout(Maxout(pieces: shape[1])), to: [source], name: node.name)
        return node.int("keepdims", or: 1) == 0 ? .node(result) : .reshaped(result, Shape([shape[0], 1] + rest))
    }

    /// The axes of one example that a reduction takes together, an attribute or its second input.
    func axes(of node: ONNXNode, rank: Int) throws(ONNXError) -> [Int] {
        guard let axes = try integers("axes", or: 1, of: node), !axes.isEmpty else {
            throw node.unsupported("a reduction over the whole batch is not supported")
        }
        var result: [Int] = []
        for axis in axes { result.append(try exampleAxis(axis, rank: rank, of: node)) }
        return result
    }

    /// The axis of one example that ONNX calls `axis`, counting the batch axis, or from the end if negative.
    func exampleAxis(_ axis: Int, rank: Int, of node: ONNXNode) throws(ONNXError) -> Int {
        let range = -(rank + 1)...rank
        guard range.contains(axis) else { throw node.unsupported("there is no axis \(axis)") }
        let positive = axis < 0 ? axis + rank + 1 : axis
        guard positive > 0 else { throw node.unsupported("it would mix the examples of a batch") }
        return positive - 1
    }
}
