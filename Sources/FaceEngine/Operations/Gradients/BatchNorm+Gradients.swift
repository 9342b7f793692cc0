extension BatchNorm {
    /// With the statistics given: what a network is fine-tuned with when they are frozen.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        let (gamma, mean, variance) = (parameters[0], parameters[2], parameters[3])
        let x = inputs[0]
        let plane = x.shape.dimensions.dropFirst(2).reduce(1, *)
        var dx = Tensor(zeros: x.shape)
        var (dGamma, dBeta) = (Tensor(zeros: gamma.shape), Tensor(zeros: gamma.shape))
        for index in x.scalars.indices {
            let c = index / plane % x.shape[1]
            let inverse = 1 / (variance.scalars[c] + epsilon).squareRoot()
            dx.scalars[index] = dy.scalars[index] * gamma.scalars[c] * inverse
            dGamma.scalars[c] += dy.scalars[index] * (x.scalars[index] - mean.scalars[c]) * inverse
            dBeta.scalars[c] += dy.scalars[index]
        }
        return ReferenceGradients(dx, parameters: [dGamma, dBeta])
    }

    /// The mean and the biased variance of each channel of `[N, C, ...]`: the statistics of a batch.
    public static func statistics(of x: Tensor) -> (mean: Tensor, variance: Tensor) {
        let channels = x.shape[1]
        let plane = x.shape.dimensions.dropFirst(2).reduce(1, *)
        var (sum, square) = ([Double](repeating: 0, count: channels), [Double](repeating: 0, count: channels))
        let count = Double(x.shape[0] * plane)
        for (index, scalar) in x.scalars.enumerated() { sum[index / plane % channels] += Double(scalar) }
        for (index, scalar) in x.scalars.enumerated() {
            let c = index / plane % channels
            square[c] += (Double(scalar) - sum[c] / count) * (Double(scalar) - sum[c] / count)
        }
        return (
            Tensor(sum.map { Float($0 / count) }, shape: [channels]),
            Tensor(square.map { Float($0 / count) }, shape: [channels])
        )
    }

    /// Gradients when the statistics are the batch's own, and so depend on the input.
    ///
    /// Ioffe and Szegedy, <https://arxiv.org/abs/1502.03167>, section 3.
    ///
    /// - Parameters:
    ///   - x: The input, `[N, C, ...]`.
    ///   - gamma: The scales, `[C]`.
    ///   - dy: The gradient of the output.
    /// - Returns: The gradients of the input, the scales and the shifts.
    public func batchReferenceGradients(_ x: Tensor, gamma: Tensor, outputGradient dy: Tensor) -> ReferenceGradients {
        let (mean, variance) = Self.statistics(of: x)
        let fixed = referenceGradients([x], parameters: [gamma, gamma, mean, variance], outputGradient: dy)
        let (dGamma, dBeta) = (fixed.parameters[0], fixed.parameters[1])
        let plane = x.shape.dimensions.dropFirst(2).reduce(1, *)
        let count = Float(x.shape[0] * plane)
        var dx = fixed.inputs[0]
        for index in x.scalars.indices {
            let c = index / plane % x.shape[1]
            let inverse = 1 / (variance.scalars[c] + epsilon).squareRoot()
            let normalized = (x.scalars[index] - mean.scalars[c]) * inverse
            dx.scalars[index] -=
                gamma.scalars[c] * inverse * (dBeta.scalars[c] + normalized * dGamma.scalars[c]) / count
        }
        return ReferenceGradients(dx, parameters: [dGamma, dBeta])
    }
}
