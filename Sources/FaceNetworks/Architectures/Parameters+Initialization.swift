public import FaceEngine

extension Parameters {
    /// Draws the weights that training starts from.
    ///
    /// Weights are normal with mean 0 and variance `gain / fan-in`, where the gain is 2 if a rectifier follows (He et
    /// al., <https://arxiv.org/abs/1502.01852>, equation 10) and 1 if not. Biases, `beta` and `mean` are 0, `gamma` and
    /// `variance` 1, a PReLU's `slope` 0.25.
    ///
    /// - Parameters:
    ///   - network: What the weights are for.
    ///   - generator: Where randomness comes from: one seed, one network.
    /// - Returns: A parameter for each of the network's, in its order.
    /// - Complexity: O(*n*) for *n* scalars.
    public static func initialized(
        for network: Network,
        using generator: inout some RandomNumberGenerator
    ) -> Parameters {
        let rectified = network.rectifiedNodes
        var parameters = Parameters()
        for id in network.ids {
            for role in network.parameters(of: id) {
                let gain: Float = rectified.contains(id) ? 2 : 1
                parameters[role.name] = Parameter(role.initialized(gain: gain, using: &generator))
            }
        }
        return parameters
    }
}

extension ParameterRole {
    fileprivate func initialized(gain: Float, using generator: inout some RandomNumberGenerator) -> Tensor {
        let constant: Float
        switch name.split(separator: ".").last {
        case "weight":
            let fanIn = shape.dimensions.dropFirst().reduce(1, *)
            let deviation = (gain / Float(max(1, fanIn))).squareRoot()
            return Tensor(generator.normals(shape.count).map { deviation * $0 }, shape: shape)
        case "gamma", "variance": constant = 1
        case "slope": constant = 0.25
        default: constant = 0
        }
        return Tensor([Float](repeating: constant, count: shape.count), shape: shape)
    }
}

extension Network {
    /// The nodes whose output a rectifier reads, a batch normalization between them or not.
    fileprivate var rectifiedNodes: Set<NodeID> {
        var rectified: Set<NodeID> = []
        for id in ids.reversed() {
            switch self[id].operation {
            case .activation, .prelu: rectified.formUnion(self[id].inputs)
            case .batchNorm where rectified.contains(id): rectified.formUnion(self[id].inputs)
            default: break
            }
        }
        return rectified
    }
}
