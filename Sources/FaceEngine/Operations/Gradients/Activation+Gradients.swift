extension Activation {
    /// The derivative times the gradient; at a kink, the derivative to the left.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        ReferenceGradients(
            Tensor(zip(inputs[0].scalars, dy.scalars).map { derivative(at: $0) * $1 }, shape: dy.shape)
        )
    }

    private func derivative(at x: Float) -> Float {
        switch self {
        case .relu: return x > 0 ? 1 : 0
        case .leakyReLU(let slope): return x > 0 ? 1 : slope
        case .clip(let minimum, let maximum): return x > minimum && x <= maximum ? 1 : 0
        case .sigmoid:
            let y = self(x)
            return y * (1 - y)
        }
    }
}

extension PReLU {
    /// The slope's gradient is the sum of the negative inputs, each times its output's gradient.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        let (x, slope) = (inputs[0], parameters[0])
        let plane = x.shape.dimensions.dropFirst(2).reduce(1, *)
        var (dx, dSlope) = (dy, Tensor(zeros: slope.shape))
        for index in x.scalars.indices where x.scalars[index] <= 0 {
            let c = index / plane % x.shape[1]
            dx.scalars[index] *= slope.scalars[c]
            dSlope.scalars[c] += dy.scalars[index] * x.scalars[index]
        }
        return ReferenceGradients(dx, parameters: [dSlope])
    }
}

extension Maxout {
    /// The greatest of each group takes all, the first of equals.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        let x = inputs[0]
        let plane = x.shape.dimensions.dropFirst(2).reduce(1, *)
        var dx = Tensor(zeros: x.shape)
        for unit in 0..<x.shape[0] * x.shape[1] / pieces {
            for pixel in 0..<plane {
                var best = unit * pieces * plane + pixel
                for piece in 1..<max(pieces, 1) {
                    let place = (unit * pieces + piece) * plane + pixel
                    if x.scalars[place] > x.scalars[best] { best = place }
                }
                dx.scalars[best] = dy.scalars[unit * plane + pixel]
            }
        }
        return ReferenceGradients(dx)
    }
}
