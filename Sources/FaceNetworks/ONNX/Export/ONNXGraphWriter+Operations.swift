import FaceEngine

extension ONNXGraphWriter {
    /// Writes a node as one ONNX operator or several.
    mutating func write(_ id: NodeID) {
        let shapes = inputShapes(of: id)
        switch node(id).operation {
        case .input, .constant: break
        case .convolution(let operation):
            let roles = operation.hasBias ? ["weight", "bias"] : ["weight"]
            write("Conv", for: id, operation.window, roles: roles, .int("group", operation.groups))
        case .fullyConnected(let operation):
            let roles = operation.hasBias ? ["weight", "bias"] : ["weight"]
            let input = shapes[0].rank == 1 ? value(node(id).inputs[0]) : add("Flatten", for: id, output: "flat")
            add("Gemm", for: id, inputs: [input], roles: roles, .int("transB", 1))
        case .batchNorm(let operation):
            let roles = ["gamma", "beta", "mean", "variance"]
            add("BatchNormalization", for: id, roles: roles, .float("epsilon", operation.epsilon))
        case .localResponseNorm(let operation):
            add(
                "LRN",
                for: id,
                .int("size", operation.size),
                .float("alpha", operation.alpha),
                .float("beta", operation.beta),
                .float("bias", operation.k)
            )
        case .activation(let activation): write(activation, for: id)
        case .prelu: writePReLU(for: id, shape: shapes[0])
        case .maxout(let operation):
            let rest = shapes[0].dimensions.dropFirst()
            let groups = [0, shapes[0][0] / operation.pieces, operation.pieces] + rest
            let shape = add(groups, for: id, called: "groups")
            let grouped = add("Reshape", for: id, inputs: inputs(of: id) + [shape], output: "grouped")
            add("ReduceMax", for: id, inputs: [grouped], .ints("axes", [2]), .int("keepdims", 0))
        case .pool(let operation): write(operation, for: id)
        case .globalAveragePool: add("GlobalAveragePool", for: id)
        case .concatenate(let operation): add("Concat", for: id, .int("axis", operation.axis + 1))
        case .elementwise(let operation): add(operation.kind.operatorName, for: id)
        case .residual(let operation): write(operation, for: id)
        case .dropout: add("Identity", for: id)
        case .reshape(let operation):
            let shape = add([0] + operation.shape.dimensions, for: id, called: "shape")
            add("Reshape", for: id, inputs: inputs(of: id) + [shape])
        case .transpose(let operation):
            add("Transpose", for: id, .ints("perm", [0] + operation.permutation.map { $0 + 1 }))
        case .softmax(let operation): add("Softmax", for: id, .int("axis", operation.axis + 1))
        case .l2Normalize(let operation):
            let norm = add(
                "ReduceL2",
                for: id,
                output: "norm",
                .ints("axes", [operation.axis + 1]),
                .int("keepdims", 1)
            )
            let epsilon = add([operation.epsilon], for: id, called: "epsilon")
            let bounded = add("Clip", for: id, inputs: [norm, epsilon], output: "bounded")
            add("Div", for: id, inputs: inputs(of: id) + [bounded])
        case .resize(let operation):
            let scales = add([1, 1, Float(operation.rows), Float(operation.columns)], for: id, called: "scales")
            add(
                "Resize",
                for: id,
                inputs: inputs(of: id) + ["", scales],
                .text("mode", "nearest"),
                .text("coordinate_transformation_mode", "asymmetric"),
                .text("nearest_mode", "floor")
            )
        }
    }

    private func inputs(of id: NodeID) -> [String] { node(id).inputs.map(value) }

    private mutating func write(_ activation: Activation, for id: NodeID) {
        switch activation {
        case .relu: add("Relu", for: id)
        case .leakyReLU(let slope): add("LeakyRelu", for: id, .float("alpha", slope))
        case .sigmoid: add("Sigmoid", for: id)
        case .clip(let minimum, let maximum):
            let bounds = [
                add([minimum], for: id, called: "minimum"), add([maximum], for: id, called: "maximum"),
            ]
            add("Clip", for: id, inputs: inputs(of: id) + bounds)
        }
    }

    /// PRelu broadcasts by the last axes, so the slopes get as many axes of extent 1 as follow the channels.
    private mutating func writePReLU(for id: NodeID, shape: Shape) {
        guard shape.rank > 1 else {
            add("PRelu", for: id, roles: ["slope"])
            return
        }
        let ones = add([shape[0]] + [Int](repeating: 1, count: shape.rank - 1), for: id, called: "slope.shape")
        let slope = add("Reshape", for: id, inputs: ["\(node(id).name).slope", ones], output: "slope.broadcast")
        add("PRelu", for: id, inputs: inputs(of: id) + [slope])
    }

    private mutating func write(_ pool: Pool, for id: NodeID) {
        switch pool.kind {
        case .max: write("MaxPool", for: id, pool.window)
        case .average(let countsBorder):
            write("AveragePool", for: id, pool.window, .int("count_include_pad", countsBorder ? 1 : 0))
        case .l2: write("LpPool", for: id, pool.window, .int("p", 2))
        }
    }

    private mutating func write(_ residual: Residual, for id: NodeID) {
        guard residual.scale != 1 else {
            add("Add", for: id)
            return
        }
        let scale = add([residual.scale], for: id, called: "scale")
        let inputs = inputs(of: id)
        let branch = add("Mul", for: id, inputs: [inputs[1], scale], output: "scaled")
        add("Add", for: id, inputs: [inputs[0], branch])
    }

    /// Writes an operator that slides a window; what is at its default stays unsaid, since not all have dilations.
    private mutating func write(
        _ type: String,
        for id: NodeID,
        _ window: Window,
        roles: [String] = [],
        _ attribute: ONNXAttribute? = nil
    ) {
        let kernel = ONNXAttribute.ints("kernel_shape", [window.rows, window.columns])
        let strides = ONNXAttribute.ints("strides", [window.rowStride, window.columnStride])
        let pads = ONNXAttribute.ints("pads", [window.top, window.left, window.bottom, window.right])
        let dilations = [window.rowDilation, window.columnDilation]
        var attributes = [kernel, strides, pads]
        if dilations != [1, 1] { attributes.append(.ints("dilations", dilations)) }
        if let attribute { attributes.append(attribute) }
        add(type, for: id, roles: roles, attributes)
    }
}

extension Elementwise.Kind {
    /// What ONNX calls the arithmetic.
    fileprivate var operatorName: String {
        switch self {
        case .add: "Add"
        case .subtract: "Sub"
        case .multiply: "Mul"
        case .divide: "Div"
        }
    }
}
