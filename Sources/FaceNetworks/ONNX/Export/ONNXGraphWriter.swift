import FaceEngine

/// Collects the nodes of an ONNX graph.
struct ONNXGraphWriter {
    private let network: Network
    private var graph = Onnx_GraphProto()

    /// Creates a writer of `network`, whose nodes have not been written yet.
    init(_ network: Network) {
        self.network = network
        graph.name = network.name.isEmpty ? "network" : network.name
    }

    /// The graph, with inputs and outputs.
    ///
    /// - Returns: The graph, without the weights.
    func finished() -> Onnx_GraphProto {
        var graph = graph
        graph.input = network.inputs.map(info)
        // An output of the graph must be the output of an operator, and different from all others.
        for (place, id) in network.outputs.enumerated() {
            let earlier = network.outputs[..<place]
            guard network.inputs.contains(id) || earlier.contains(id) else {
                graph.output.append(info(id))
                continue
            }
            let name = "\(value(id))/output\(place)"
            var node = Onnx_NodeProto()
            node.name = name
            node.opType = "Identity"
            node.input = [value(id)]
            node.output = [name]
            graph.node.append(node)
            var copy = info(id)
            copy.name = name
            graph.output.append(copy)
        }
        return graph
    }

    /// The node at `id`.
    func node(_ id: NodeID) -> Node { network[id] }

    /// The shapes of what the node reads.
    func inputShapes(of id: NodeID) -> [Shape] { network.inputShapes(of: id) }

    /// The name of a node's output, the node's own.
    func value(_ id: NodeID) -> String {
        // A constant needs no operator: its output is the weight itself.
        if case .constant = network[id].operation { "\(network[id].name).value" } else { network[id].name }
    }

    /// Adds an operator that gives `output`, by default the value of `id` itself.
    ///
    /// - Parameters:
    ///   - type: The operator.
    ///   - id: The node it belongs to.
    ///   - inputs: The values read, by default those the node reads.
    ///   - roles: Roles of the node's weights, read after the inputs.
    ///   - output: The last part of the name of an intermediate value.
    ///   - attributes: The attributes.
    /// - Returns: The name of the value given.
    @discardableResult
    mutating func add(
        _ type: String,
        for id: NodeID,
        inputs: [String]? = nil,
        roles: [String] = [],
        output: String? = nil,
        _ attributes: [ONNXAttribute]
    ) -> String {
        var node = Onnx_NodeProto()
        let name = network[id].name
        // A slash, which no name of ours has, keeps what lies between from being called as something else.
        node.name = output.map { "\(name)/\($0)" } ?? name
        node.opType = type
        node.input = (inputs ?? network[id].inputs.map(value)) + roles.map { "\(name).\($0)" }
        node.output = [node.name]
        node.attribute = attributes.map(\.message)
        graph.node.append(node)
        return node.name
    }

    /// Adds an operator whose attributes stand in a row.
    ///
    /// - Returns: The name of the value given.
    @discardableResult
    mutating func add(
        _ type: String,
        for id: NodeID,
        inputs: [String]? = nil,
        roles: [String] = [],
        output: String? = nil,
        _ attributes: ONNXAttribute...
    ) -> String {
        add(type, for: id, inputs: inputs, roles: roles, output: output, attributes)
    }

    /// Adds a list of integers that operators of `id` read.
    ///
    /// - Parameters:
    ///   - integers: The list.
    ///   - id: The node it belongs to.
    ///   - name: The last part of its name.
    /// - Returns: The name of the value.
    mutating func add(_ integers: [Int], for id: NodeID, called name: String) -> String {
        var tensor = Onnx_TensorProto()
        tensor.name = "\(network[id].name)/\(name)"
        tensor.dims = [Int64(integers.count)]
        tensor.dataType = Int32(Onnx_TensorProto.DataType.int64.rawValue)
        tensor.int64Data = integers.map(Int64.init)
        graph.initializer.append(tensor)
        return tensor.name
    }

    /// Adds floats that operators of `id` read: a number, or a list if there are several.
    ///
    /// - Parameters:
    ///   - floats: The numbers.
    ///   - id: The node they belong to.
    ///   - name: The last part of their name.
    /// - Returns: The name of the value.
    mutating func add(_ floats: [Float], for id: NodeID, called name: String) -> String {
        var tensor = Onnx_TensorProto()
        tensor.name = "\(network[id].name)/\(name)"
        tensor.dims = floats.count == 1 ? [] : [Int64(floats.count)]
        tensor.dataType = Int32(Onnx_TensorProto.DataType.float.rawValue)
        tensor.floatData = floats
        graph.initializer.append(tensor)
        return tensor.name
    }

    private func info(_ id: NodeID) -> Onnx_ValueInfoProto {
        var batch = Onnx_TensorShapeProto.Dimension()
        batch.dimParam = "n"
        var shape = Onnx_TensorShapeProto()
        shape.dim =
            [batch]
            + network[id].shape.dimensions.map { extent in
                var dimension = Onnx_TensorShapeProto.Dimension()
                dimension.dimValue = Int64(extent)
                return dimension
            }
        var tensor = Onnx_TypeProto.Tensor()
        tensor.elemType = Int32(Onnx_TensorProto.DataType.float.rawValue)
        tensor.shape = shape
        var info = Onnx_ValueInfoProto()
        info.name = value(id)
        info.type.tensorType = tensor
        return info
    }
}

/// An attribute of an ONNX operator.
enum ONNXAttribute {
    case int(String, Int)
    case ints(String, [Int])
    case float(String, Float)
    case text(String, String)

    /// The attribute as the format has it.
    var message: Onnx_AttributeProto {
        var message = Onnx_AttributeProto()
        switch self {
        case .int(let name, let value): (message.name, message.type, message.i) = (name, .int, Int64(value))
        case .ints(let name, let values):
            (message.name, message.type, message.ints) = (name, .ints, values.map(Int64.init))
        case .float(let name, let value): (message.name, message.type, message.f) = (name, .float, value)
        case .text(let name, let value):
            (message.name, message.type) = (name, .string)
            message.s.append(contentsOf: value.utf8)
        }
        return message
    }
}
