import FaceEngine

extension ONNXImporter {
    /// What moves data, or leaves it where it is, but calculates nothing.
    static let rearrangementRules: [String: Rule] = [
        "Identity": { importer, node throws(ONNXError) in try importer.value(0, of: node) },
        "Dropout": { importer, node throws(ONNXError) in try importer.value(0, of: node) },
        "Concat": { importer, node throws(ONNXError) in try importer.concatenate(node) },
        "Flatten": { importer, node throws(ONNXError) in
            let shape = try importer.features(0, of: node).1
            guard try importer.exampleAxis(node.int("axis", or: 1), rank: max(1, shape.rank), of: node) == 0 else {
                throw node.unsupported("it would mix the examples of a batch")
            }
            return try importer.reshaped([shape.count], node)
        },
        "Reshape": { importer, node throws(ONNXError) in try importer.reshape(node) },
        "Squeeze": { importer, node throws(ONNXError) in try importer.squeeze(node) },
        "Unsqueeze": { importer, node throws(ONNXError) in try importer.unsqueeze(node) },
        "Transpose": { importer, node throws(ONNXError) in try importer.transpose(node) },
        "Resize": { importer, node throws(ONNXError) in try importer.resize(node) },
        "Upsample": { importer, node throws(ONNXError) in try importer.resize(node) },
    ]

    private mutating func concatenate(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        var lists: [Extent] = []
        var isConstant = true
        for index in node.inputs.indices {
            guard case .constant(let constant) = try value(index, of: node), let extents = constant.extents,
                constant.dims.count == 1
            else {
                isConstant = false
                break
            }
            lists += extents
            guard lists.count <= 1024 else { throw node.unsupported("it makes a list of more than 1024 sizes") }
        }
        if isConstant { return .constant(ONNXConstant(dims: [lists.count], storage: .extents(lists))) }
        var operands: [NodeID] = []
        for index in node.inputs.indices { operands.append(try operand(index, of: node)) }
        let axis = try exampleAxis(node.int("axis", or: 1), rank: shape(of: operands[0]).rank, of: node)
        return .node(try add(.concatenate(Concatenate(axis: axis)), to: operands, name: node.name))
    }

    /// The first input under another shape, which becomes a node only where something cares for the shape.
    mutating func reshaped(_ shape: Shape, _ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let (x, current) = try features(0, of: node)
        guard current.count == shape.count else { throw node.unsupported("\(current) cannot become \(shape)") }
        return self.shape(of: x) == shape ? .node(x) : .reshaped(x, shape)
    }

    private mutating func reshape(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let target = try constant(1, of: node)
        guard var extents = target.extents, target.dims.count == 1, extents.count <= 8 else {
            throw node.unsupported("the shape is not a list of integers")
        }
        if case .constant(let constant) = try value(0, of: node) {
            let dims = extents.compactMap(\.value)
            guard dims.count == extents.count, let shape = try Self.resolve(dims, from: Shape(constant.dims), node)
            else {
                throw node.unsupported("a constant cannot become \(dims)")
            }
            return .constant(ONNXConstant(dims: shape.dimensions, storage: constant.storage))
        }
        let source = try features(0, of: node).1
        guard let first = extents.first else { throw node.unsupported("the batch axis would be lost") }
        extents.removeFirst()
        let keepsZero = node.int("allowzero", or: 0) != 0
        var dims: [Int] = []
        for (axis, extent) in extents.enumerated() {
            guard let value = extent.value else { throw node.unsupported("the batch axis would move") }
            let copies = value == 0 && !keepsZero
            guard !copies || axis < source.rank else { throw node.unsupported("there is no axis \(axis + 1) to copy") }
            dims.append(copies ? source[axis] : value)
        }
        // The batch is in front if the model says so, or if the rest of the shape accounts for all of an example.
        switch first {
        case .batch, .known(0), .known(1), .known(declaredBatch ?? 1): break
        case .known(-1) where !dims.contains(-1): break
        default: throw node.unsupported("it would mix the examples of a batch")
        }
        guard let shape = try Self.resolve(dims, from: source, node) else {
            throw node.unsupported("\(source) cannot become \(dims)")
        }
        return try reshaped(shape, node)
    }

    /// Fills in the one extent that is -1; `nil` if the result does not hold as many scalars.
    private static func resolve(_ dims: [Int], from source: Shape, _ node: ONNXNode) throws(ONNXError) -> Shape? {
        guard dims.allSatisfy({ $0 >= -1 }), dims.filter({ $0 == -1 }).count <= 1 else {
            throw node.unsupported("\(dims) is not a shape")
        }
        var known = 1
        for dim in dims where dim != -1 {
            let (product, overflow) = known.multipliedReportingOverflow(by: dim)
            guard !overflow else { return nil }
            known = product
        }
        guard dims.contains(-1) else { return known == source.count ? Shape(dims) : nil }
        guard known > 0, source.count.isMultiple(of: known) else { return nil }
        return Shape(dims.map { $0 == -1 ? source.count / known : $0 })
    }

    private mutating func squeeze(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let axes = try integers("axes", or: 1, of: node)
        if case .constant(let constant) = try value(0, of: node) {
            return .constant(ONNXConstant(dims: constant.count == 1 ? [] : [constant.count], storage: constant.storage))
        }
        let shape = try features(0, of: node).1
        guard let axes else { throw node.unsupported("its axes are not given, so that a batch of one would vanish") }
        var dropped: Set<Int> = []
        for axis in axes { dropped.insert(try exampleAxis(axis, rank: shape.rank, of: node)) }
        guard dropped.allSatisfy({ shape.dimensions.indices.contains($0) && shape[$0] == 1 }) else {
            throw node.unsupported("its axes are not of extent 1")
        }
        return try reshaped(Shape(shape.dimensions.indices.filter { !dropped.contains($0) }.map { shape[$0] }), node)
    }

    private mutating func unsqueeze(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        guard let axes = try integers("axes", or: 1, of: node), axes.count <= 8 else {
            throw node.unsupported("its axes are not given")
        }
        if case .constant(let constant) = try value(0, of: node) {
            guard constant.count <= 1024, constant.dims.count + axes.count <= 8 else {
                throw node.unsupported("only a list of sizes is supported")
            }
            // Lists are short and their order does not change; where the ones stand matters only to their rank.
            let ones = [Int](repeating: 1, count: axes.count)
            return .constant(ONNXConstant(dims: ones + constant.dims, storage: constant.storage))
        }
        let shape = try features(0, of: node).1
        var added: Set<Int> = []
        for axis in axes { added.insert(try exampleAxis(axis, rank: shape.rank + axes.count, of: node)) }
        var rest = shape.dimensions[...]
        let dims = (0..<shape.rank + added.count).map { added.contains($0) ? 1 : rest.popFirst() ?? 1 }
        return try reshaped(Shape(dims), node)
    }

    private mutating func transpose(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let x = try operand(0, of: node)
        let rank = shape(of: x).rank
        let axes = node.ints("perm") ?? (0...rank).reversed()
        guard axes.sorted() == Array(0...rank), axes[0] == 0 else {
            throw node.unsupported("the batch axis would move, or the order \(axes) is none")
        }
        let permutation = axes.dropFirst().map { $0 - 1 }
        // Axes of extent 1 may move without a scalar moving.
        let moved = permutation.filter { shape(of: x)[$0] != 1 }
        guard moved != moved.sorted() else { return try reshaped(Shape(permutation.map { shape(of: x)[$0] }), node) }
        return .node(try add(.transpose(Transpose(permutation)), to: [x], name: node.name))
    }
}
