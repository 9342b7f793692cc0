/// Builds a ``Network`` node by node.
///
///     var builder = NetworkBuilder(name: "tiny")
///     let image = try builder.input([3, 8, 8])
///     let conv = try builder.add(.convolution(Convolution(outputs: 4, window: Window(3, padding: 1))), to: [image], name: "conv1")
///     let network = builder.network(outputs: [conv])
public struct NetworkBuilder {
    private let name: String
    private var nodes: [Node] = []
    private var names: Set<String> = []

    /// Creates a builder of a network called `name`.
    public init(name: String) { self.name = name }

    /// Adds an input.
    ///
    /// - Parameters:
    ///   - shape: The shape of one example, `[C, H, W]`.
    ///   - name: The name that the data is handed in under.
    /// - Returns: The input's node.
    /// - Throws: ``NetworkError/duplicateName(_:)`` if the name is taken.
    public mutating func input(_ shape: Shape, name: String = "image") throws(NetworkError) -> NodeID {
        try add(.input(Input(shape: shape)), to: [], name: name)
    }

    /// Adds a node.
    ///
    /// - Throws: ``NetworkError`` with the node's name if the operation cannot take such inputs, or the name is taken.
    public mutating func add(
        _ operation: Operation,
        to inputs: [NodeID],
        name: String
    ) throws(NetworkError) -> NodeID {
        guard names.insert(name).inserted else { throw .duplicateName(name) }
        do {
            let shape = try operation.definition.outputShape(for: inputs.map { nodes[$0.index].shape })
            nodes.append(Node(name: name, operation: operation, inputs: inputs, shape: shape))
        } catch {
            throw .node(name: name, error)
        }
        return NodeID(index: nodes.count - 1)
    }

    /// The shape of one example of a node's output.
    public func shape(of id: NodeID) -> Shape { nodes[id.index].shape }

    /// The network built so far.
    public func network(outputs: [NodeID]) -> Network {
        let inputs = nodes.indices.filter { if case .input = nodes[$0].operation { true } else { false } }
        return Network(name: name, nodes: nodes, inputs: inputs.map(NodeID.init(index:)), outputs: outputs)
    }
}
