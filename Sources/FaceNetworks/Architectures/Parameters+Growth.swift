public import FaceEngine

extension Parameters {
    /// Draws the weights that a larger network starts from so that it computes just what a smaller one does.
    ///
    /// What the two have in common is the smaller one's. What is new has to be whole residual blocks: they are drawn as
    /// ``initialized(for:using:)`` draws them, but for the convolution that brings a block back to its input's width, which
    /// is 0. So a new block is `x + scale * 0`, and the rectifier behind it finds nothing to do, for `x` comes from one.
    /// (Net2DeeperNet, Chen et al., <https://arxiv.org/abs/1511.05641>, section 2.2, which residual blocks make simple.)
    ///
    /// - Parameters:
    ///   - network: The larger network.
    ///   - smaller: What the smaller one learned.
    ///   - generator: Where the new blocks' weights come from.
    /// - Returns: A parameter for each of the larger network's, in its order.
    /// - Throws: ``GrowthError`` if the larger network is not the smaller one with more residual blocks.
    /// - Complexity: O(*n*) for *n* scalars.
    public static func grown(
        into network: Network,
        from smaller: Parameters,
        using generator: inout some RandomNumberGenerator
    ) throws(GrowthError) -> Parameters {
        var parameters = initialized(for: network, using: &generator)
        for name in smaller.names {
            guard let kept = smaller[name] else { continue }
            guard let drawn = parameters[name] else { throw .noPlace(name: name) }
            guard drawn.shape == kept.shape else {
                throw .otherShape(name: name, smaller: kept.shape, larger: drawn.shape)
            }
            parameters[name] = kept
        }
        var new = Set(parameters.names.filter { smaller[$0] == nil })
        for id in network.ids {
            guard case .residual = network[id].operation else { continue }
            let block = parameters.names.filter { $0.hasPrefix("\(network[id].name).") }
            guard !block.isEmpty, new.isSuperset(of: block) else { continue }
            for role in network.parameters(of: network[id].inputs[1]) {
                parameters[role.name] = Parameter(Tensor(zeros: role.shape))
            }
            new.subtract(block)
        }
        if let name = parameters.names.first(where: new.contains) { throw .notABlock(name: name) }
        return parameters
    }
}

/// A reason why a network cannot grow into another.
public enum GrowthError: Error, Equatable, Sendable {
    /// The larger network lacks a parameter of the smaller one.
    case noPlace(name: String)
    /// A parameter has another shape in the larger network.
    case otherShape(name: String, smaller: Shape, larger: Shape)
    /// A new parameter is not in a residual block that is new as a whole.
    case notABlock(name: String)
}

extension GrowthError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .noPlace(let name): "it has no place for \(name)"
        case .otherShape(let name, let smaller, let larger): "\(name) is \(larger) in it, not \(smaller)"
        case .notABlock(let name): "\(name) is new and does not belong to a residual block that is new as a whole"
        }
    }
}
