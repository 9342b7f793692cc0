import FaceEngine

extension ONNXImporter {
    /// Sums, products and what they are made of.
    static let arithmeticRules: [String: Rule] = [
        "Add": { importer, node throws(ONNXError) in try importer.arithmetic(.add, node) },
        "Sum": { importer, node throws(ONNXError) in
            guard node.inputs.count == 2 else { throw node.unsupported("only a sum of two is supported") }
            return try importer.arithmetic(.add, node)
        },
        "Sub": { importer, node throws(ONNXError) in try importer.arithmetic(.subtract, node) },
        "Mul": { importer, node throws(ONNXError) in try importer.arithmetic(.multiply, node) },
        "Div": { importer, node throws(ONNXError) in try importer.arithmetic(.divide, node) },
    ]

    private mutating func arithmetic(_ kind: Elementwise.Kind, _ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        switch (try value(0, of: node), try value(1, of: node)) {
        case (.constant(let a), .constant(let b)): return .constant(try a.combined(with: b, by: kind, in: node))
        case (.norm(let x, let axis, let epsilon), .constant(let constant)):
            // A tiny number added keeps the quotient finite, as a tiny lower bound does.
            guard kind == .add, let number = constant.scalar, (0...1e-6).contains(number) else { break }
            return .norm(of: x, axis: axis, epsilon: max(epsilon, number))
        case (_, .norm(let x, let axis, let epsilon)):
            guard kind == .divide, try operand(0, of: node) == x else { break }
            let operation = L2Normalize(axis: axis, epsilon: epsilon)
            return .node(try add(.l2Normalize(operation), to: [x], name: node.name))
        case (_, .constant(let constant)):
            guard kind == .multiply || kind == .divide, let number = constant.scalar, number != 0 else { break }
            return .scaled(try operand(0, of: node), by: kind == .multiply ? number : 1 / number)
        case (.constant(let constant), _):
            guard kind == .multiply, let number = constant.scalar else { break }
            return .scaled(try operand(1, of: node), by: number)
        default: break
        }
        if let residual = try residual(kind, node) { return residual }
        let (a, b) = (try broadcastable(0, of: node, besides: 1), try broadcastable(1, of: node, besides: 0))
        return .node(try add(.elementwise(Elementwise(kind)), to: [a, b], name: node.name))
    }

    /// A sum of two nodes of one shape, either of them scaled, as the one operation that backends fuse.
    private mutating func residual(_ kind: Elementwise.Kind, _ node: ONNXNode) throws(ONNXError) -> ONNXValue? {
        guard kind == .add else { return nil }
        let (first, second) = (try value(0, of: node), try value(1, of: node))
        if case .constant = first { return nil }
        if case .constant = second { return nil }
        let (x, branch, scale): (NodeID, NodeID, Float)
        if case .scaled(let id, let factor) = second {
            (x, branch, scale) = (try operand(0, of: node), id, factor)
        } else if case .scaled(let id, let factor) = first {
            (x, branch, scale) = (try operand(1, of: node), id, factor)
        } else {
            (x, branch, scale) = (try operand(0, of: node), try operand(1, of: node), 1)
        }
        guard shape(of: x) == shape(of: branch) else { return nil }
        return .node(try add(.residual(Residual(scale: scale)), to: [x, branch], name: node.name))
    }

    /// An operand of arithmetic: a constant gets the rank of the other operand, two nodes have one rank already.
    private mutating func broadcastable(
        _ index: Int,
        of node: ONNXNode,
        besides other: Int
    ) throws(ONNXError) -> NodeID {
        guard case .constant(let constant) = try value(index, of: node) else {
            let id = try operand(index, of: node)
            if case .constant = try value(other, of: node) { return id }
            guard shape(of: id).rank == shape(of: try operand(other, of: node)).rank else {
                throw node.unsupported("the operands differ in rank, which would mix the examples of a batch")
            }
            return id
        }
        let rank = shape(of: try operand(other, of: node)).rank
        var dims = constant.dims
        if dims.count == rank + 1, dims[0] == 1 { dims.removeFirst() }
        guard dims.count <= rank, constant.extents == nil || constant.integers != nil else {
            throw node.unsupported("a constant of shape \(constant.dims) cannot be an operand")
        }
        let shape = Shape([Int](repeating: 1, count: rank - dims.count) + dims)
        return try self.constant(constant.parameter(of: shape), name: "\(node.name).constant")
    }
}

extension ONNXConstant {
    /// Folds arithmetic of two small constants, such as the sizes of tensors.
    fileprivate func combined(
        with other: ONNXConstant,
        by kind: Elementwise.Kind,
        in node: ONNXNode
    ) throws(ONNXError) -> ONNXConstant {
        guard count == other.count || count == 1 || other.count == 1, max(count, other.count) <= 1024 else {
            throw node.unsupported("constants of shapes \(dims) and \(other.dims) cannot be combined")
        }
        let isOtherLarger = (other.count, other.dims.count) > (count, dims.count)
        let dims = isOtherLarger ? other.dims : self.dims
        let places = (0..<max(count, other.count)).map { (count == 1 ? 0 : $0, other.count == 1 ? 0 : $0) }
        if let a = extents, let b = other.extents {
            var result: [Extent] = []
            for (i, j) in places { result.append(try Extent.combined(a[i], b[j], kind, in: node)) }
            return ONNXConstant(dims: dims, storage: .extents(result))
        }
        guard let a = scalars, let b = other.scalars else {
            throw node.unsupported("it calculates with the batch size")
        }
        return ONNXConstant(dims: dims, storage: .floats(places.map { kind.apply(a[$0], b[$1]) }))
    }
}

extension Extent {
    /// Folds one step of arithmetic; the batch survives only what leaves it as it is.
    fileprivate static func combined(
        _ a: Extent,
        _ b: Extent,
        _ kind: Elementwise.Kind,
        in node: ONNXNode
    ) throws(ONNXError) -> Extent {
        switch (a, b, kind) {
        case (.batch, .known(1), .multiply), (.known(1), .batch, .multiply), (.batch, .known(1), .divide),
            (.batch, .known(0), .add), (.known(0), .batch, .add), (.batch, .known(0), .subtract):
            return .batch
        case (.known(let a), .known(let b), _):
            let (value, overflow): (Int, Bool)
            switch kind {
            case .add: (value, overflow) = a.addingReportingOverflow(b)
            case .subtract: (value, overflow) = a.subtractingReportingOverflow(b)
            case .multiply: (value, overflow) = a.multipliedReportingOverflow(by: b)
            case .divide: (value, overflow) = a.dividedReportingOverflow(by: b)
            }
            guard !overflow else { throw node.unsupported("its numbers overflow") }
            return .known(value)
        default: throw node.unsupported("it calculates with the batch size")
        }
    }
}

extension Elementwise.Kind {
    /// The result for two scalars.
    fileprivate func apply(_ a: Float, _ b: Float) -> Float {
        switch self {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        }
    }
}
