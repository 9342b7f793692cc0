import FaceEngine

extension ONNXImporter {
    /// Nearest neighbors, up by whole factors.
    mutating func resize(_ node: ONNXNode) throws(ONNXError) -> ONNXValue {
        let x = try operand(0, of: node)
        let shape = shape(of: x)
        guard node.string("mode", or: "nearest") == "nearest", shape.rank == 3, node.ints("axes") == nil else {
            throw node.unsupported("only the nearest neighbor in images is supported")
        }
        let (rows, columns) = try factors(of: node, over: shape)
        guard rows > 1 || columns > 1 else { return .node(x) }
        try checkRepeats(node, factor: max(rows, columns))
        return .node(try add(.resize(Resize(rows: rows, columns: columns)), to: [x], name: node.name))
    }

    private func factors(of node: ONNXNode, over shape: Shape) throws(ONNXError) -> (Int, Int) {
        let scales: [Float]
        if let attribute = node.floats("scales") {
            scales = attribute
        } else if has(3, of: node) {
            let sizes = try constant(3, of: node).extents ?? []
            guard sizes.count == 4, sizes[1] == .known(shape[0]),
                let rows = sizes[2].value, let columns = sizes[3].value,
                rows > 0, columns > 0, rows.isMultiple(of: shape[1]), columns.isMultiple(of: shape[2])
            else { throw node.unsupported("only whole factors of rows and columns are supported") }
            scales = [1, 1, Float(rows / shape[1]), Float(columns / shape[2])]
        } else {
            let constant = try constant(node.type == "Upsample" || opset < 11 ? 1 : 2, of: node)
            scales = constant.count <= 8 ? constant.scalars ?? [] : []
        }
        guard scales.count == 4, scales[0] == 1, scales[1] == 1, (1...4096).contains(scales[2]),
            (1...4096).contains(scales[3]), scales.allSatisfy({ $0.rounded() == $0 })
        else { throw node.unsupported("only whole factors of rows and columns are supported") }
        return (Int(scales[2]), Int(scales[3]))
    }

    /// Checks that the way of rounding repeats every pixel equally often, since several do and several do not.
    private func checkRepeats(_ node: ONNXNode, factor: Int) throws(ONNXError) {
        guard node.type == "Resize", opset >= 11 else { return }
        let mode = node.string("coordinate_transformation_mode", or: "half_pixel")
        let rounding = node.string("nearest_mode", or: "round_prefer_floor")
        switch (mode, rounding) {
        case ("asymmetric", "floor"), ("tf_half_pixel_for_nn", "floor"): return
        case ("half_pixel", "round_prefer_floor"), ("half_pixel", "round_prefer_ceil"): return
        case ("pytorch_half_pixel", "round_prefer_floor"), ("pytorch_half_pixel", "round_prefer_ceil"): return
        case ("asymmetric", "round_prefer_floor") where factor == 2: return
        default: throw node.unsupported("the nearest neighbor by \(mode) and \(rounding) is not supported")
        }
    }
}
