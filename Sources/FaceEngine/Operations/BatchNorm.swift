/// Batch normalization with given statistics: `gamma (x - mean) / sqrt(variance + epsilon) + beta`, channel by channel.
///
/// Parameters, each `[C]`: `gamma`, `beta`, `mean`, `variance`. Ioffe and Szegedy,
/// <https://arxiv.org/abs/1502.03167>, algorithm 2.
public struct BatchNorm: OperationDefinition {
    /// What is added to the variance.
    public var epsilon: Float

    /// Creates a batch normalization.
    public init(epsilon: Float = 1e-3) { self.epsilon = epsilon }

    /// What tables call the operation.
    public var summary: String { "batch norm" }

    /// The shape of the input.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape { try inputs.only(for: summary) }

    /// `gamma`, `beta`, and the statistics `mean` and `variance`.
    public func parameters(for inputs: [Shape]) -> [ParameterRole] {
        let shape: Shape = [inputs[0][0]]
        return [
            ParameterRole("gamma", shape), ParameterRole("beta", shape),
            ParameterRole("mean", shape, isTrained: false), ParameterRole("variance", shape, isTrained: false),
        ]
    }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        let (gamma, beta, mean, variance) = (parameters[0], parameters[1], parameters[2], parameters[3])
        return inputs[0].mapByChannel { x, c in
            gamma.scalars[c] * (x - mean.scalars[c]) / (variance.scalars[c] + epsilon).squareRoot() + beta.scalars[c]
        }
    }
}

extension Tensor {
    /// Returns the tensor of `transform(scalar, channel)`; the channel is axis 1 of `[N, C, ...]`.
    func mapByChannel(_ transform: (Float, Int) -> Float) -> Tensor {
        let channels = shape[1]
        let plane = shape.dimensions.dropFirst(2).reduce(1, *)
        var result = self
        for index in scalars.indices { result.scalars[index] = transform(scalars[index], index / plane % channels) }
        return result
    }
}
