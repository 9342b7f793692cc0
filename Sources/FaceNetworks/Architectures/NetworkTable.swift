public import FaceEngine

/// What a network is made of, layer by layer, with what each layer costs and, where there is one, the paper's figure.
///
/// `facenet model inspect nn2` prints one.
public struct NetworkTable: Hashable, Sendable, Codable {
    /// One layer: a node that has parameters of its own and what belongs to it, or a whole block.
    public struct Row: Hashable, Sendable, Codable {
        /// The name that the layer's nodes begin with.
        public var name: String
        /// What is computed, in short.
        public var operation: String
        /// The shape of one example of the output.
        public var output: [Int]
        /// The number of scalars that training finds.
        public var parameters: Int
        /// The multiply-adds of one example.
        public var multiplyAdds: Int
        /// What the paper prints beside the layer.
        public var published: PublishedCost?
    }

    /// The name of the network.
    public var name: String
    /// The layers, in order.
    public var rows: [Row]
    /// The parameters of all layers together.
    public var parameters: Int
    /// The multiply-adds of all layers together.
    public var multiplyAdds: Int
    /// What the paper prints for the whole network.
    public var published: PublishedCost?

    /// Creates the table of any network, one row a node.
    public init(_ network: Network) {
        self.init(network, published: nil, layers: [:]) { $0 }
    }

    /// Creates the table of an architecture, one row a layer or a block.
    ///
    /// - Parameters:
    ///   - architecture: The architecture, whose published figures stand beside its own.
    ///   - embeddingDimension: As for ``Architecture/network(embeddingDimension:inputSize:)``.
    ///   - inputSize: The same.
    /// - Throws: ``NetworkError`` if the network cannot be built.
    public init(
        _ architecture: Architecture,
        embeddingDimension: Int? = nil,
        inputSize: ImageSize? = nil
    ) throws(NetworkError) {
        let network = try architecture.network(embeddingDimension: embeddingDimension, inputSize: inputSize)
        self.init(network, published: architecture.published, layers: architecture.publishedLayers, layer: layer(of:))
    }

    private init(
        _ network: Network,
        published: PublishedCost?,
        layers: [String: PublishedCost],
        layer: (String) -> String
    ) {
        name = network.name
        rows = []
        var group: [NodeID] = []
        for id in network.ids {
            if let last = group.last, layer(network[last].name) != layer(network[id].name) {
                rows.append(Row(group, of: network, name: layer(network[last].name)))
                group = []
            }
            group.append(id)
        }
        if let last = group.last { rows.append(Row(group, of: network, name: layer(network[last].name))) }
        for index in rows.indices { rows[index].published = layers[rows[index].name] }
        parameters = network.trainedScalarCount
        multiplyAdds = network.multiplyAdds
        self.published = published
    }
}

/// The layer a node belongs to: the first part of its name, and the second if that is a number.
private func layer(of node: String) -> String {
    let parts = node.split(separator: ".")
    let isNumbered = parts.count > 1 && parts[1].allSatisfy(\.isNumber)
    return parts.prefix(isNumbered ? 2 : 1).joined(separator: ".")
}

extension NetworkTable.Row {
    fileprivate init(_ nodes: [NodeID], of network: Network, name: String) {
        self.name = name
        operation = network.summary(of: nodes)
        output = nodes.last.map { network[$0].shape.dimensions } ?? []
        parameters = nodes.flatMap(network.parameters(of:)).reduce(0) { $0 + ($1.isTrained ? $1.shape.count : 0) }
        multiplyAdds = nodes.reduce(0) { $0 + network.multiplyAdds(of: $1) }
    }
}

extension Network {
    /// What nodes do together: the operation itself if it is one layer, else the number of convolutions and the rest.
    fileprivate func summary(of nodes: [NodeID]) -> String {
        let convolutions = nodes.filter { if case .convolution = self[$0].operation { true } else { false } }
        var words = convolutions.count > 1 ? ["\(convolutions.count) convolutions"] : []
        for id in nodes where convolutions.count < 2 || !convolutions.contains(id) {
            let summary = self[id].operation.definition.summary
            // Several convolutions have as many rectifiers: that goes without saying.
            if convolutions.count > 1, ["relu", "batch norm", "concatenate"].contains(summary) { continue }
            words.append(summary)
        }
        return words.joined(separator: ", ")
    }
}
