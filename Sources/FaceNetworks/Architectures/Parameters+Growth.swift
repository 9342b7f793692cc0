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
        let ends = try network.blockEnds(beyond: smaller)
        var parameters = initialized(for: network, using: &generator)
        for name in smaller.names { parameters[name] = smaller[name] }
        for end in ends { parameters[end.name] = Parameter(Tensor(zeros: end.shape)) }
        return parameters
    }
}

extension Network {
    /// Where the residual blocks end that this network has and a smaller one has not.
    ///
    /// - Parameter smaller: The smaller network's parameters, or this one's.
    /// - Returns: What the convolutions have that bring the missing blocks back to their input's width. Where that is 0, this
    ///   network computes what the smaller one does.
    /// - Throws: ``GrowthError`` if this network is not the smaller one with more residual blocks.
    func blockEnds(beyond smaller: Parameters) throws(GrowthError) -> [ParameterRole] {
        let roles = parameters
        let shapes = Dictionary(uniqueKeysWithValues: roles.map { ($0.name, $0.shape) })
        for name in smaller.names {
            guard let kept = smaller[name] else { continue }
            guard let shape = shapes[name] else { throw .noPlace(name: name) }
            guard shape == kept.shape else { throw .otherShape(name: name, smaller: kept.shape, larger: shape) }
        }
        var new = Set(roles.map(\.name).filter { smaller[$0] == nil })
        var ends: [ParameterRole] = []
        for id in ids {
            guard case .residual = self[id].operation else { continue }
            let block = roles.map(\.name).filter { $0.hasPrefix("\(self[id].name).") }
            guard !block.isEmpty, new.isSuperset(of: block) else { continue }
            ends += parameters(of: self[id].inputs[1])
            new.subtract(block)
        }
        if let name = roles.map(\.name).first(where: new.contains) { throw .notABlock(name: name) }
        return ends
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
