import FaceEngine

/// Builds a network from an ONNX graph, operator by operator.
///
/// A rule for each operator is a function in one of the files beside this one and a line in ``rules``.
struct ONNXImporter {
    /// Builds what one operator gives, its first output.
    typealias Rule = @Sendable (inout ONNXImporter, ONNXNode) throws(ONNXError) -> ONNXValue

    /// The operators that can be read.
    static let rules: [String: Rule] =
        convolutionRules
        .merging(poolingRules) { rule, _ in rule }
        .merging(normalizationRules) { rule, _ in rule }
        .merging(activationRules) { rule, _ in rule }
        .merging(arithmeticRules) { rule, _ in rule }
        .merging(matrixRules) { rule, _ in rule }
        .merging(shapeRules) { rule, _ in rule }
        .merging(rearrangementRules) { rule, _ in rule }

    /// The version of the operators' definitions.
    let opset: Int
    /// The batch size that the model was written with, if it fixes one.
    private(set) var declaredBatch: Int?
    private let graph: ONNXGraph
    private let copies: ParameterCopies
    private var builder: NetworkBuilder
    private var names = UniqueNames()
    private var parameters = Parameters()
    private var values: [String: ONNXValue] = [:]

    /// Creates an importer of a graph, whose turned matrices are kept in `copies`.
    init(_ graph: ONNXGraph, copies: ParameterCopies) {
        self.graph = graph
        self.copies = copies
        opset = graph.opset
        builder = NetworkBuilder(name: graph.name)
    }

    /// Builds the network for inputs of the given shapes.
    mutating func network(inputShapes: [String: Shape]) throws(ONNXError) -> (Network, Parameters) {
        for name in inputShapes.keys.sorted() where !graph.inputs.contains(where: { $0.value == name }) {
            throw .malformed(reason: "it has no input \(name)")
        }
        for input in graph.inputs {
            let shape = try shape(of: input, given: inputShapes[input.value])
            values[input.value] = .node(try add(.input(Input(shape: shape)), to: [], name: input.name))
            declaredBatch = declaredBatch ?? input.dims?.first ?? nil
        }
        for (name, constant) in graph.constants { values[name] = .constant(constant) }
        for node in graph.nodes {
            guard let rule = Self.rules[node.type] else { throw .unsupportedOperator(node.type, node: node.name) }
            values[node.outputs[0]] = try rule(&self, node)
        }
        guard !graph.outputs.isEmpty else { throw .malformed(reason: "it has no outputs") }
        var outputs: [NodeID] = []
        for output in graph.outputs { outputs.append(try materialize(output, for: output)) }
        let network = builder.network(outputs: outputs)
        do { try network.validate(parameters) } catch { throw .network(error) }
        return (network, parameters)
    }

    private func shape(of input: ONNXGraph.Input, given: Shape?) throws(ONNXError) -> Shape {
        if let given {
            let declared = input.dims.map { Array($0.dropFirst()) }
            let agrees = declared.map { dims in
                dims.count == given.rank && zip(dims, given.dimensions).allSatisfy { $0 == nil || $0 == $1 }
            }
            guard agrees ?? true, given.isReasonable else {
                throw .unsuitableShape(input: input.value, shape: given)
            }
            return given
        }
        guard let dims = input.dims, !dims.isEmpty else { throw .openShape(input: input.value) }
        let known = dims.dropFirst().compactMap { $0 }
        guard known.count == dims.count - 1 else { throw .openShape(input: input.value) }
        guard Shape(known).isReasonable else { throw .unsuitableShape(input: input.value, shape: Shape(known)) }
        return Shape(known)
    }
}

// MARK: - What rules use

extension ONNXImporter {
    /// Adds a node to the network.
    mutating func add(_ operation: Operation, to inputs: [NodeID], name: String) throws(ONNXError) -> NodeID {
        try insert(operation, to: inputs, name: names.claim(name, or: "node"))
    }

    /// Adds a node to the network, and its weights by role.
    mutating func add(
        _ operation: Operation,
        to inputs: [NodeID],
        name: String,
        weights: KeyValuePairs<String, Parameter>
    ) throws(ONNXError) -> ONNXValue {
        let unique = names.claim(name, or: "node")
        let id = try insert(operation, to: inputs, name: unique)
        for (role, weight) in weights { parameters["\(unique).\(role)"] = weight }
        return .node(id)
    }

    private mutating func insert(
        _ operation: Operation,
        to inputs: [NodeID],
        name: String
    ) throws(ONNXError) -> NodeID {
        let id: NodeID
        do { id = try builder.add(operation, to: inputs, name: name) } catch { throw .network(error) }
        guard builder.shape(of: id).isReasonable else {
            throw .malformed(reason: "node \(name) gives a result of shape \(builder.shape(of: id))")
        }
        return id
    }

    /// The shape of one example of a node's output.
    func shape(of id: NodeID) -> Shape { builder.shape(of: id) }

    /// Whether the optional input is given.
    func has(_ index: Int, of node: ONNXNode) -> Bool {
        node.inputs.indices.contains(index) && !node.inputs[index].isEmpty
    }

    /// What an input stands for.
    func value(_ index: Int, of node: ONNXNode) throws(ONNXError) -> ONNXValue {
        guard has(index, of: node), let value = values[node.inputs[index]] else {
            throw node.unsupported("input \(index) is missing")
        }
        return value
    }

    /// An input that must be a node of the network.
    mutating func operand(_ index: Int, of node: ONNXNode) throws(ONNXError) -> NodeID {
        guard has(index, of: node) else { throw node.unsupported("input \(index) is missing") }
        return try materialize(node.inputs[index], for: node.name)
    }

    /// An input that must be known beforehand.
    func constant(_ index: Int, of node: ONNXNode) throws(ONNXError) -> ONNXConstant {
        guard case .constant(let constant) = try value(index, of: node) else {
            throw node.unsupported("input \(index) must be a constant")
        }
        return constant
    }

    /// Integers given as an attribute in older models and as an input in newer ones; `nil` if given neither way.
    func integers(_ attribute: String, or index: Int, of node: ONNXNode) throws(ONNXError) -> [Int]? {
        if let ints = node.ints(attribute) { return ints }
        guard has(index, of: node) else { return nil }
        guard let integers = try constant(index, of: node).integers else {
            throw node.unsupported("input \(index) must be known integers")
        }
        return integers
    }

    /// Weights in another arrangement than the file's, made once for all networks of the model.
    func copy(_ name: String, shape: Shape, make: () -> [Float]) -> Parameter {
        copies.copy(name, shape: shape, make: make)
    }

    /// A node without its deferred shape, for an operation that takes features in any shape; also their number.
    mutating func features(_ index: Int, of node: ONNXNode) throws(ONNXError) -> (NodeID, Shape) {
        if case .reshaped(let id, let shape) = try value(index, of: node) { return (id, shape) }
        let id = try operand(index, of: node)
        return (id, shape(of: id))
    }

    /// Makes a value a node of the network, if it is none yet.
    mutating func materialize(_ name: String, for reader: String) throws(ONNXError) -> NodeID {
        let id: NodeID
        switch values[name] {
        case .node(let node): return node
        case .reshaped(let node, let shape):
            id = try add(.reshape(Reshape(shape)), to: [node], name: name)
        case .scaled(let node, let factor):
            let shape = Shape([Int](repeating: 1, count: shape(of: node).rank))
            let constant = try self.constant(Tensor([factor], shape: shape), name: "\(name).factor")
            id = try add(.elementwise(Elementwise(.multiply)), to: [node, constant], name: name)
        case .norm:
            throw .malformed(reason: "\(reader) reads an L2 norm other than to divide by it, which is not supported")
        case .constant(let constant):
            let dims = constant.dims.first == 1 ? Array(constant.dims.dropFirst()) : constant.dims
            guard constant.extents == nil, Shape(dims).isReasonable else {
                throw .malformed(reason: "\(reader) reads numbers where it wants data")
            }
            id = try self.constant(constant.parameter(of: Shape(dims)), name: name)
        case nil:
            throw .malformed(reason: "\(reader) reads \(name), which nothing gives")
        }
        values[name] = .node(id)
        return id
    }

    private mutating func constant(_ tensor: Tensor, name: String) throws(ONNXError) -> NodeID {
        try constant(Parameter(tensor), name: name)
    }

    /// Adds a constant to the network.
    mutating func constant(_ value: Parameter, name: String) throws(ONNXError) -> NodeID {
        let operation = Operation.constant(Constant(shape: value.shape))
        guard case .node(let id) = try add(operation, to: [], name: name, weights: ["value": value]) else {
            throw .malformed(reason: "constant \(name) cannot be built")
        }
        return id
    }
}
