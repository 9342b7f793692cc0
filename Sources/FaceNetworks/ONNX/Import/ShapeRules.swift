import FaceEngine

extension ONNXImporter {
    /// Arithmetic on the shapes of tensors, which is known before any data is.
    static let shapeRules: [String: Rule] = [
        "Shape": { importer, node throws(ONNXError) in try importer.shape(node) },
        "Gather": { importer, node throws(ONNXError) in try importer.gather(node) },
        "Slice": { importer, node throws(ONNXError) in try importer.slice(node) },
        "Cast": { importer, node throws(ONNXError) in try importer.cast(node) },
        "Floor": { importer, node throws(ONNXError) in try importer.rounded(.down, node) },
        "Ceil": { importer, node throws(ONNXError) in try importer.rounded(.up, node) },
    ]

    private mutating func shape(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let extents: [Extent] =
            switch try value(0, of: node) {
            case .constant(let constant): constant.dims.map { .known($0) }
            case .reshaped(_, let shape): [.batch] + shape.dimensions.map { .known($0) }
            default: [.batch] + shape(of: try operand(0, of: node)).dimensions.map { .known($0) }
            }
        let range = Self.range(node.int("start", or: 0), node.int("end", or: .max), count: extents.count)
        return .constant(ONNXConstant(dims: [range.count], storage: .extents(Array(extents[range]))))
    }

    private mutating func gather(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let (list, indices) = (try list(0, of: node), try constant(1, of: node))
        guard node.int("axis", or: 0) == 0, let places = indices.integers else {
            throw node.unsupported("only picking from a list of sizes is supported")
        }
        var result: [Extent] = []
        for place in places {
            guard (-list.count..<list.count).contains(place) else {
                throw node.unsupported("there is no place \(place)")
            }
            result.append(list[place < 0 ? place + list.count : place])
        }
        return .constant(ONNXConstant(dims: indices.dims, storage: .extents(result)))
    }

    private mutating func slice(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let list = try list(0, of: node)
        let starts = try integers("starts", or: 1, of: node) ?? []
        let ends = try integers("ends", or: 2, of: node) ?? []
        let axes = try integers("axes", or: 3, of: node) ?? [0]
        let steps = try integers("steps", or: 4, of: node) ?? [1]
        guard starts.count == 1, ends.count == 1, axes == [0] || axes == [-1], steps == [1] else {
            throw node.unsupported("only a part of a list of sizes is supported")
        }
        let range = Self.range(starts[0], ends[0], count: list.count)
        return .constant(ONNXConstant(dims: [range.count], storage: .extents(Array(list[range]))))
    }

    /// Changes the type of a constant; nodes of the network are floats whatever the model says.
    private mutating func cast(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let type = Onnx_TensorProto.DataType(rawValue: node.int("to", or: 0))
        let toFloat = [.float, .float16, .bfloat16, .double].contains(type)
        guard case .constant(let constant) = try value(0, of: node) else {
            guard toFloat else { throw node.unsupported("data cannot become integers") }
            return try value(0, of: node)
        }
        if toFloat == (constant.extents == nil) { return .constant(constant) }
        if toFloat {
            guard let scalars = constant.scalars else { throw node.unsupported("it calculates with the batch size") }
            return .constant(ONNXConstant(dims: constant.dims, storage: .floats(scalars)))
        }
        return .constant(try constant.mapFloats(in: node) { .known(Int($0)) })
    }

    private mutating func rounded(_ rule: FloatingPointRoundingRule, _ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let constant = try constant(0, of: node)
        guard constant.extents == nil else { return .constant(constant) }
        let integers = try constant.mapFloats(in: node) { .known(Int($0.rounded(rule))) }
        return .constant(ONNXConstant(dims: constant.dims, storage: .floats(integers.scalars ?? [])))
    }

    /// A constant that is a list of integers.
    private func list(_ index: Int, of node: ONNXNode) throws(ONNXError) -> [Extent] {
        let constant = try constant(index, of: node)
        guard constant.dims.count == 1, let extents = constant.extents else {
            throw node.unsupported("only a list of sizes is supported")
        }
        return extents
    }

    /// The places from `start` to `end`, counted from the end if negative, and kept inside.
    private static func range(_ start: Int, _ end: Int, count: Int) -> Range<Int> {
        func place(_ index: Int) -> Int { min(max(index < 0 ? index + count : index, 0), count) }
        return place(start)..<max(place(start), place(end))
    }
}

extension ONNXConstant {
    /// Makes integers of a few floats, each of which has to be one that an integer can hold.
    fileprivate func mapFloats(in node: ONNXNode, _ transform: (Float) -> Extent) throws(ONNXError) -> ONNXConstant {
        guard count <= 1024, let scalars, scalars.allSatisfy({ abs($0) < 0x1p53 }) else {
            throw node.unsupported("its numbers are not sizes")
        }
        return ONNXConstant(dims: dims, storage: .extents(scalars.map(transform)))
    }
}
