/// Which node of a network: its place in ``Network/nodes``.
public struct NodeID: Hashable, Sendable {
    /// The place in ``Network/nodes``.
    public let index: Int
}

/// One step of a network: an operation, what it reads, and the shape of what it gives.
public struct Node: Hashable, Sendable {
    /// The name, unique in its network; parameters are called `name.role`.
    public var name: String
    /// What is computed.
    public var operation: Operation
    /// The nodes read, all of them earlier in the list.
    public var inputs: [NodeID]
    /// The shape of one example of the output, batch axis left out.
    public var shape: Shape
}

/// A network as a value: operations in an order in which each reads only earlier ones.
///
/// Architectures are functions that build one with a ``NetworkBuilder``; ``InferenceProgram`` compiles one.
public struct Network: Hashable, Sendable {
    /// What the network is called, such as `nn2`.
    public let name: String
    /// The steps, each after all that it reads.
    public let nodes: [Node]
    /// The inputs, in the order in which data is handed in.
    public let inputs: [NodeID]
    /// The outputs, in the order in which results are handed out.
    public let outputs: [NodeID]

    /// The node at `id`.
    public subscript(id: NodeID) -> Node { nodes[id.index] }

    /// The ids of all nodes, in order.
    public var ids: [NodeID] { nodes.indices.map(NodeID.init(index:)) }

    /// The shapes a node reads.
    public func inputShapes(of id: NodeID) -> [Shape] { self[id].inputs.map { self[$0].shape } }

    /// The parameters of a node, with their whole names.
    public func parameters(of id: NodeID) -> [ParameterRole] {
        self[id].operation.definition.parameters(for: inputShapes(of: id)).map { role in
            ParameterRole("\(self[id].name).\(role.name)", role.shape, isTrained: role.isTrained)
        }
    }

    /// The parameters of the whole network with their whole names, in checkpoint order.
    public var parameters: [ParameterRole] { ids.flatMap(parameters(of:)) }

    /// The number of scalars that training finds.
    public var trainedScalarCount: Int { parameters.reduce(0) { $0 + ($1.isTrained ? $1.shape.count : 0) } }

    /// The multiplications and additions of one example at a node, a pair counted once.
    public func multiplyAdds(of id: NodeID) -> Int {
        self[id].operation.definition.multiplyAdds(for: inputShapes(of: id), output: self[id].shape)
    }

    /// The multiplications and additions of one example, a pair counted once.
    public var multiplyAdds: Int { ids.reduce(0) { $0 + multiplyAdds(of: $1) } }

    /// Checks that `parameters` has all that the network wants, in the right shapes; more is allowed.
    public func validate(_ parameters: Parameters) throws(NetworkError) {
        for role in self.parameters {
            guard let parameter = parameters[role.name] else { throw .missingParameter(name: role.name) }
            guard parameter.shape == role.shape else {
                throw .parameterShape(name: role.name, expected: role.shape, actual: parameter.shape)
            }
        }
    }
}
