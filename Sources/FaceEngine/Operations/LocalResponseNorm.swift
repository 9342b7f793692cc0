/// Local response normalization across channels.
///
/// `x / (k + alpha / size * sum(x^2))^beta`, the sum over `size` neighboring channels. Krizhevsky et al., 2012, section 3.3; the division of alpha by the size is ONNX's convention.
public struct LocalResponseNorm: OperationDefinition {
    /// The number of channels summed over, odd.
    public var size: Int
    /// The weight of the mean square.
    public var alpha: Float
    /// The exponent.
    public var beta: Float
    /// The constant under the exponent.
    public var k: Float

    /// Creates a local response normalization, by default with GoogLeNet's constants.
    public init(size: Int = 5, alpha: Float = 1e-4, beta: Float = 0.75, k: Float = 1) {
        (self.size, self.alpha, self.beta, self.k) = (size, alpha, beta, k)
    }

    /// What tables call the operation.
    public var summary: String { "local response norm" }

    /// The shape of the input.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        let input = try inputs.only(for: summary)
        guard input.rank == 3, size >= 1, !size.isMultiple(of: 2) else {
            throw .unsuitable(operation: summary, inputs: inputs, reason: "it needs [C, H, W] and an odd size")
        }
        return input
    }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        let x = inputs[0]
        let (channels, plane) = (x.shape[1], x.shape[2] * x.shape[3])
        var y = x
        for index in x.scalars.indices {
            let (c, rest) = (index / plane % channels, index / (plane * channels) * plane * channels + index % plane)
            let near = max(0, c - size / 2)...min(channels - 1, c + size / 2)
            let sum = near.reduce(Float(0)) { $0 + x.scalars[rest + $1 * plane] * x.scalars[rest + $1 * plane] }
            y.scalars[index] = x.scalars[index] / power(k + alpha / Float(size) * sum, beta)
        }
        return y
    }
}
