public import FaceEngine

/// The layers of an ``Adapter``: fully connected ones behind an embedding, the last of which gives as many numbers.
///
/// After the embedding unmasking model of Boutros, Damer, Kirchbuchner and Kuijper, "Self-restrained triplet loss for
/// accurate masked face recognition", 2022, section 3.1: fully connected, batch normalization, leaky ReLU. Made again
/// from the paper's description. Unlike there, what the layers give may be added to the embedding, so that an adapter
/// begins as one that changes nothing, see ``isResidual``; and the layers may read what the model has before it makes an
/// embedding of it, which says more of a covered face.
public struct AdapterArchitecture: Hashable, Sendable {
    /// The outputs of every layer but the last, which gives as many as the embedding has.
    public var widths: [Int]
    /// The slope of the leaky ReLU for numbers below 0.
    public var slope: Float
    /// Whether every layer but the last is followed by a batch normalization in place of its bias.
    public var normalizes: Bool
    /// Whether what the layers give is added to the embedding.
    ///
    /// The last layer's weights start from 0 then.
    public var isResidual: Bool

    /// Creates an architecture, by default four layers: about a million weights behind 512 numbers.
    public init(widths: [Int] = [512, 512, 512], slope: Float = 0.2, normalizes: Bool = true, isResidual: Bool = true) {
        self.widths = widths
        self.slope = slope
        self.normalizes = normalizes
        self.isResidual = isResidual
    }

    /// Builds the network: an input called `embedding`, scaled to unit length, the layers, and unit length again.
    ///
    /// With features there is a second input, `features`, scaled to unit length too, which the layers read in place of the
    /// embedding.
    ///
    /// Its nodes, and so its parameters, have names that begin with `adapter.`: behind a model they meet no others.
    ///
    /// - Parameters:
    ///   - dimension: The numbers in an embedding, `D`.
    ///   - features: The numbers that the layers read, `F`, if they do not read the embedding.
    /// - Returns: A network that takes `[N, D]`, and `[N, F]` if there are features, and gives `[N, D]`.
    /// - Throws: ``NetworkError`` if a width or a dimension is out of all reason.
    public func network(dimension: Int, features: Int? = nil) throws(NetworkError) -> Network {
        let bounds = 1...8192
        guard bounds.contains(dimension), (1...65536).contains(features ?? 1), widths.count <= 16,
            widths.allSatisfy(bounds.contains)
        else {
            throw .unsuitable(
                operation: "adapter",
                inputs: [],
                reason: "up to 16 layers of 1 to \(bounds.upperBound) numbers are possible, not \(widths)"
            )
        }
        var builder = NetworkBuilder(name: "adapter")
        let input = try builder.input([dimension], name: "embedding")
        let unit = try builder.add(.l2Normalize(L2Normalize()), to: [input], name: "adapter.unit")
        var id = unit
        if let features {
            let input = try builder.input([features], name: "features")
            id = try builder.add(.l2Normalize(L2Normalize()), to: [input], name: "adapter.features")
        }
        for (index, width) in widths.enumerated() {
            let layer = FullyConnected(outputs: width, hasBias: !normalizes)
            id = try builder.add(.fullyConnected(layer), to: [id], name: "adapter.fc\(index + 1)")
            if normalizes {
                id = try builder.add(.batchNorm(BatchNorm(epsilon: 1e-5)), to: [id], name: "adapter.bn\(index + 1)")
            }
            id = try builder.add(.activation(.leakyReLU(slope: slope)), to: [id], name: "adapter.relu\(index + 1)")
        }
        id = try builder.add(.fullyConnected(FullyConnected(outputs: dimension)), to: [id], name: last)
        if isResidual {
            id = try builder.add(.residual(Residual(scale: 1)), to: [unit, id], name: "adapter.sum")
        }
        id = try builder.add(.l2Normalize(L2Normalize()), to: [id], name: "adapter.output")
        return builder.network(outputs: [id])
    }

    /// Draws the weights that a training starts from; those of a residual adapter change no embedding.
    ///
    /// - Parameters:
    ///   - network: What ``network(dimension:features:)`` built.
    ///   - generator: Where randomness comes from: one seed, one adapter.
    /// - Returns: A parameter for each of the network's.
    public func parameters(for network: Network, using generator: inout some RandomNumberGenerator) -> Parameters {
        var parameters = Parameters.initialized(for: network, using: &generator)
        if isResidual, let weight = parameters["\(last).weight"] {
            parameters["\(last).weight"] = Parameter(Tensor(zeros: weight.shape))
        }
        return parameters
    }

    private var last: String { "adapter.fc\(widths.count + 1)" }
}
