import FaceEngine

/// One row of a table of layers: what it is called, what it does, and what the paper says it costs.
struct Row: Hashable, Sendable {
    /// The kinds of rows.
    enum Kind: Hashable, Sendable {
        /// A square convolution and a ReLU; the border keeps the size at stride 1.
        case convolution(Int, stride: Int = 1, outputs: Int)
        /// A 3x3 max pooling of stride 2 with a border of 1: halves, rounding up.
        case maxPool
        /// Local response normalization, unless the network is batch normalized.
        case norm
        /// An Inception block.
        case inception(InceptionBlock)
        /// The mean of each channel.
        case averagePool
        /// A fully connected layer of `units * pieces` outputs, of which the greatest of each `pieces` is kept.
        case maxout(units: Int, pieces: Int)
        /// The last fully connected layer, with a bias, and as many outputs as the embedding has numbers.
        case embedding
        /// The projection onto the unit hypersphere.
        case normalize

        /// An Inception block, its widths in the order of the paper's Table 2.
        static func block(
            _ conv1: Int,
            _ reduce3: Int,
            _ conv3: Int,
            _ reduce5: Int,
            _ conv5: Int,
            _ pooling: InceptionBlock.Pooling?,
            stride: Int = 1
        ) -> Kind {
            .inception(InceptionBlock(conv1, reduce3, conv3, reduce5, conv5, pooling, stride: stride))
        }
    }

    /// The first part of the names of the row's nodes.
    let name: String
    /// What the row does.
    let kind: Kind
    /// What the paper prints beside the row.
    let published: PublishedCost?

    init(_ name: String, _ kind: Kind, _ parameters: String? = nil, _ multiplyAdds: String? = nil) {
        self.name = name
        self.kind = kind
        published = parameters.map { PublishedCost(parameters: $0, multiplyAdds: multiplyAdds) }
    }

    /// The same layer without the paper's figures.
    var unpublished: Row { Row(name, kind) }
}

extension NetworkBuilder {
    /// Adds all rows of a table, one after the other, and returns the last one's output.
    mutating func add(
        _ rows: [Row],
        to input: NodeID,
        normalization: Architecture.Normalization,
        dimension: Int
    ) throws(NetworkError) -> NodeID {
        var node = input
        for row in rows { node = try add(row, to: node, normalization: normalization, dimension: dimension) }
        return node
    }

    private mutating func add(
        _ row: Row,
        to input: NodeID,
        normalization: Architecture.Normalization,
        dimension: Int
    ) throws(NetworkError) -> NodeID {
        switch row.kind {
        case .convolution(let size, let stride, let outputs):
            let window = Window(size, stride: stride, padding: size / 2)
            return try addConvolution(outputs, window, to: input, normalization: normalization, name: row.name)
        case .maxPool:
            return try add(.pool(Pool(.max, window: Window(3, stride: 2, padding: 1))), to: [input], name: row.name)
        case .norm:
            guard normalization == .localResponse else { return input }
            return try add(.localResponseNorm(LocalResponseNorm()), to: [input], name: row.name)
        case .inception(let block):
            return try block(input, in: &self, normalization: normalization, name: row.name)
        case .averagePool:
            return try add(.globalAveragePool(GlobalAveragePool()), to: [input], name: row.name)
        case .maxout(let units, let pieces):
            let layer = FullyConnected(outputs: units * pieces)
            let candidates = try add(.fullyConnected(layer), to: [input], name: row.name)
            return try add(.maxout(Maxout(pieces: pieces)), to: [candidates], name: "\(row.name).maxout")
        case .embedding:
            return try add(.fullyConnected(FullyConnected(outputs: dimension)), to: [input], name: row.name)
        case .normalize:
            return try add(.l2Normalize(L2Normalize()), to: [input], name: row.name)
        }
    }

    /// Adds a convolution and a ReLU; between them a batch normalization, or else a bias in the convolution.
    mutating func addConvolution(
        _ outputs: Int,
        _ window: Window,
        to input: NodeID,
        normalization: Architecture.Normalization,
        name: String
    ) throws(NetworkError) -> NodeID {
        let convolution = Convolution(outputs: outputs, window: window, hasBias: normalization == .localResponse)
        var node = try add(.convolution(convolution), to: [input], name: name)
        if normalization == .batch { node = try add(.batchNorm(BatchNorm()), to: [node], name: "\(name).bn") }
        return try add(.activation(.relu), to: [node], name: "\(name).relu")
    }
}
