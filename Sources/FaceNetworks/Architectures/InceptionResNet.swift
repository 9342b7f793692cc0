import FaceEngine

/// A network of Inception blocks with residual connections, as a list of sections and an embedding head.
///
/// Szegedy et al., <https://arxiv.org/abs/1602.07261>, figures 3 to 15. Each convolution has a batch normalization and
/// a ReLU behind it, but for the one that brings a residual block back to its input's width (`up`): that has a bias.
struct InceptionResNet: Hashable, Sendable {
    /// One convolution of a branch.
    struct Step: Hashable, Sendable {
        var outputs: Int, rows: Int, columns: Int, stride: Int, isPadded: Bool

        /// A convolution whose border keeps the size.
        static func same(_ outputs: Int, _ rows: Int, _ columns: Int) -> Step {
            Step(outputs: outputs, rows: rows, columns: columns, stride: 1, isPadded: true)
        }

        /// A 3x3 convolution without a border.
        static func valid(_ outputs: Int, stride: Int = 1) -> Step {
            Step(outputs: outputs, rows: 3, columns: 3, stride: stride, isPadded: false)
        }

        /// A 3x3 convolution of stride 2 with a border of 1: halves, rounding up.
        static func half(_ outputs: Int) -> Step {
            Step(outputs: outputs, rows: 3, columns: 3, stride: 2, isPadded: true)
        }

        /// The rows and columns looked at.
        var window: Window {
            let (row, column) = isPadded ? (rows / 2, columns / 2) : (0, 0)
            return Window(
                rows: rows,
                columns: columns,
                rowStride: stride,
                columnStride: stride,
                top: row,
                left: column,
                bottom: row,
                right: column
            )
        }
    }

    /// One of the views that a block puts side by side.
    enum Branch: Hashable, Sendable {
        /// Convolutions, one after the other.
        case convolutions([Step])
        /// 3x3 max pooling of stride 2, without a border.
        case maxPool
        /// 3x3 max pooling of stride 2 with a border of 1: halves, rounding up.
        case halvingMaxPool
        /// 3x3 average pooling that keeps the size and leaves the border out of the mean, and a 1x1 convolution.
        case averagePool(projection: Int)
    }

    /// A part of the network.
    enum Section: Hashable, Sendable {
        /// One convolution.
        case convolution(String, Step)
        /// 3x3 max pooling of stride 2, without a border.
        case maxPool(String)
        /// Branches side by side.
        case mixed(String, [Branch])
        /// Blocks `x + scale * up(branches side by side)`, `count` of them with a ReLU behind.
        case residual(String, count: Int, scale: Float, [Branch])
        /// One more block of the same kind, of scale 1 and without a ReLU.
        case linearResidual(String, number: Int, [Branch])
    }

    /// What makes one vector of the last sections' output.
    enum Head: Hashable, Sendable {
        /// The mean of each channel; in training, a share of them is dropped.
        case mean(dropout: Float)
        /// So many channels of every place, side by side: what a face shows *where* is kept, as aligned faces permit.
        case places(channels: Int)
    }

    /// The parts between image and head.
    var sections: [Section]
    /// What comes before the embedding's own layer.
    var head: Head

    /// Builds the network behind an input.
    func network(
        of image: NodeID,
        embeddingDimension: Int,
        in builder: inout NetworkBuilder
    ) throws(NetworkError) -> Network {
        var node = image
        for section in sections { node = try builder.add(section, to: node) }
        switch head {
        case .mean(let dropout):
            node = try builder.add(.globalAveragePool(GlobalAveragePool()), to: [node], name: "pool8")
            node = try builder.add(.dropout(Dropout(rate: dropout)), to: [node], name: "dropout")
        case .places(let channels):
            node = try builder.addConvolution(channels, Window(1), to: node, normalization: .batch, name: "places")
        }
        let layer = FullyConnected(outputs: embeddingDimension, hasBias: false)
        node = try builder.add(.fullyConnected(layer), to: [node], name: "embedding")
        node = try builder.add(.batchNorm(BatchNorm()), to: [node], name: "embedding.bn")
        node = try builder.add(.l2Normalize(L2Normalize()), to: [node], name: "normalize")
        return builder.network(outputs: [node])
    }
}

extension NetworkBuilder {
    fileprivate mutating func add(_ section: InceptionResNet.Section, to input: NodeID) throws(NetworkError) -> NodeID {
        switch section {
        case .convolution(let name, let step):
            return try addConvolution(step.outputs, step.window, to: input, normalization: .batch, name: name)
        case .maxPool(let name):
            return try add(.pool(Pool(.max, window: Window(3, stride: 2))), to: [input], name: name)
        case .mixed(let name, let branches):
            let outputs = try add(branches, to: input, name: name)
            return try add(.concatenate(Concatenate()), to: outputs, name: name)
        case .residual(let name, let count, let scale, let branches):
            var node = input
            for number in 1...count {
                let sum = try addResidual(branches, scale: scale, to: node, name: "\(name).\(number)")
                node = try add(.activation(.relu), to: [sum], name: "\(name).\(number).relu")
            }
            return node
        case .linearResidual(let name, let number, let branches):
            return try addResidual(branches, scale: 1, to: input, name: "\(name).\(number)")
        }
    }

    private mutating func addResidual(
        _ branches: [InceptionResNet.Branch],
        scale: Float,
        to input: NodeID,
        name: String
    ) throws(NetworkError) -> NodeID {
        let outputs = try add(branches, to: input, name: name)
        let views = try add(.concatenate(Concatenate()), to: outputs, name: "\(name).concatenate")
        let up = Convolution(outputs: shape(of: input)[0], window: Window(1))
        let branch = try add(.convolution(up), to: [views], name: "\(name).up")
        return try add(.residual(Residual(scale: scale)), to: [input, branch], name: name)
    }

    /// Adds branches and returns the end of each.
    ///
    /// Convolutions are called `b0`, or `b1a`, `b1b` in a row of several.
    private mutating func add(
        _ branches: [InceptionResNet.Branch],
        to input: NodeID,
        name: String
    ) throws(NetworkError) -> [NodeID] {
        var outputs: [NodeID] = []
        for (place, branch) in branches.enumerated() {
            switch branch {
            case .convolutions(let steps):
                var node = input
                for (letter, step) in zip("abc", steps) {
                    let role = steps.count == 1 ? "b\(place)" : "b\(place)\(letter)"
                    let (outputs, window) = (step.outputs, step.window)
                    node = try addConvolution(outputs, window, to: node, normalization: .batch, name: "\(name).\(role)")
                }
                outputs.append(node)
            case .maxPool:
                let pool = Pool(.max, window: Window(3, stride: 2))
                outputs.append(try add(.pool(pool), to: [input], name: "\(name).pool"))
            case .halvingMaxPool:
                let pool = Pool(.max, window: Window(3, stride: 2, padding: 1))
                outputs.append(try add(.pool(pool), to: [input], name: "\(name).pool"))
            case .averagePool(let width):
                let pool = Pool(.average(countsBorder: false), window: Window(3, padding: 1))
                let mean = try add(.pool(pool), to: [input], name: "\(name).pool")
                let role = "\(name).project"
                outputs.append(try addConvolution(width, Window(1), to: mean, normalization: .batch, name: role))
            }
        }
        return outputs
    }
}
