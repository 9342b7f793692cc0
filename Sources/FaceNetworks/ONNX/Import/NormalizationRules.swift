import FaceEngine

extension ONNXImporter {
    /// Normalizations, L2 normalization in the parts that exporters write it in.
    static let normalizationRules: [String: Rule] = [
        "BatchNormalization": { importer, node throws(ONNXError) in try importer.batchNorm(node) },
        "LRN": { importer, node throws(ONNXError) in try importer.localResponseNorm(node) },
        "LpNormalization": { importer, node throws(ONNXError) in try importer.lpNormalization(node) },
        "ReduceL2": { importer, node throws(ONNXError) in try importer.norm(node) },
        "Max": { importer, node throws(ONNXError) in try importer.maximum(node) },
        "Expand": { importer, node throws(ONNXError) in try importer.expand(node) },
    ]

    private mutating func batchNorm(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        guard node.int("training_mode", or: 0) == 0 else { throw node.unsupported("it is in training mode") }
        let x = try operand(0, of: node)
        var statistics: [Parameter] = []
        for index in 1...4 {
            let constant = try constant(index, of: node)
            statistics.append(constant.parameter(of: [constant.count]))
        }
        return try add(
            .batchNorm(BatchNorm(epsilon: node.float("epsilon", or: 1e-5))),
            to: [x],
            name: node.name,
            weights: [
                "gamma": statistics[0], "beta": statistics[1], "mean": statistics[2], "variance": statistics[3],
            ]
        )
    }

    private mutating func localResponseNorm(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let x = try operand(0, of: node)
        let size = node.int("size", or: 0)
        guard (1..<1 << 16).contains(size) else { throw node.unsupported("its size is \(size)") }
        let operation = LocalResponseNorm(
            size: size,
            alpha: node.float("alpha", or: 1e-4),
            beta: node.float("beta", or: 0.75),
            k: node.float("bias", or: 1)
        )
        return .node(try add(.localResponseNorm(operation), to: [x], name: node.name))
    }

    private mutating func lpNormalization(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        guard node.int("p", or: 2) == 2 else { throw node.unsupported("only p = 2 is supported") }
        let x = try operand(0, of: node)
        let axis = try exampleAxis(node.int("axis", or: -1), rank: shape(of: x).rank, of: node)
        return .node(try add(.l2Normalize(L2Normalize(axis: axis)), to: [x], name: node.name))
    }

    private mutating func norm(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let x = try operand(0, of: node)
        let axes = try axes(of: node, rank: shape(of: x).rank)
        guard axes.count == 1, node.int("keepdims", or: 1) != 0 else {
            throw node.unsupported("only a norm along one axis that is kept is supported")
        }
        return .norm(of: x, axis: axes[0], epsilon: 0)
    }

    private mutating func maximum(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        guard node.inputs.count == 2, case .norm(let x, let axis, let epsilon) = try value(0, of: node),
            let bound = try constant(1, of: node).scalar
        else { throw node.unsupported("only the maximum of a norm and a number is supported") }
        return .norm(of: x, axis: axis, epsilon: max(epsilon, bound))
    }

    /// Only what changes nothing: a norm about to be divided by, or a value that has the shape already.
    private mutating func expand(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let value = try value(0, of: node)
        guard let target = try constant(1, of: node).extents else {
            throw node.unsupported("the shape is not integers")
        }
        let source: Shape
        switch value {
        case .norm(let x, _, _): source = shape(of: x)
        case .constant: throw node.unsupported("a constant cannot be expanded")
        case .reshaped(_, let shape): source = shape
        case .node(let x), .scaled(let x, _): source = shape(of: x)
        }
        let isSame =
            target.count == source.rank + 1 && [.batch, .known(1)].contains(target[0])
            && zip(target.dropFirst(), source.dimensions).allSatisfy { $0 == .known($1) || $0 == .known(1) }
        guard isSame else { throw node.unsupported("it would repeat data") }
        return value
    }
}
