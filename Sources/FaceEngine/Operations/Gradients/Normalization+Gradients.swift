extension Softmax {
    /// `dx = y (dy - sum(dy y))` along the axis.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        let y = evaluateReference(inputs, parameters: parameters)
        return ReferenceGradients(
            dy.mapLines(along: axis + 1, with: y) { dy, y in
                let dot = zip(dy, y).reduce(Float(0)) { $0 + $1.0 * $1.1 }
                return zip(dy, y).map { $1 * ($0 - dot) }
            }
        )
    }
}

extension L2Normalize {
    /// `dx = (dy - y sum(dy y)) / |x|`, so what points away from the sphere is taken out; `|x|` is at least epsilon.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        let epsilon = epsilon
        return ReferenceGradients(
            dy.mapLines(along: axis + 1, with: inputs[0]) { dy, x in
                let norm = Float(x.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
                guard norm > epsilon else { return dy.map { $0 / epsilon } }
                let y = x.map { $0 / norm }
                let dot = Float(zip(dy, y).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
                return zip(dy, y).map { ($0 - $1 * dot) / norm }
            }
        )
    }
}

extension LocalResponseNorm {
    /// With `s` the sum under the exponent, `dx = dy s^-beta - 2 alpha beta / size * x * sum(dy x s^(-beta - 1))`, the
    /// sum over the neighbors that `x` is summed into.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        let x = inputs[0]
        let (channels, plane) = (x.shape[1], x.shape[2] * x.shape[3])
        func base(_ index: Int) -> Int { index / (plane * channels) * plane * channels + index % plane }
        func near(_ index: Int) -> ClosedRange<Int> {
            let c = index / plane % channels
            return max(0, c - size / 2)...min(channels - 1, c + size / 2)
        }
        let sums = x.scalars.indices.map { index in
            k + alpha / Float(size)
                * near(index).reduce(Float(0)) {
                    $0 + x.scalars[base(index) + $1 * plane] * x.scalars[base(index) + $1 * plane]
                }
        }
        var dx = x
        for index in x.scalars.indices {
            let shared = near(index).reduce(Float(0)) { sum, c in
                let other = base(index) + c * plane
                return sum + dy.scalars[other] * x.scalars[other] * power(sums[other], -beta - 1)
            }
            dx.scalars[index] =
                dy.scalars[index] * power(sums[index], -beta)
                - 2 * alpha * beta / Float(size) * x.scalars[index] * shared
        }
        return ReferenceGradients(dx)
    }
}

extension Tensor {
    /// Returns the tensor in which every line along `axis` is what `transform` makes of it and of the other's line.
    func mapLines(along axis: Int, with other: Tensor, _ transform: ([Float], [Float]) -> [Float]) -> Tensor {
        let (extent, step) = (shape[axis], shape.strides[axis])
        var result = self
        for start in scalars.indices where start / step % extent == 0 {
            let places = (0..<extent).map { start + $0 * step }
            let line = transform(places.map { scalars[$0] }, places.map { other.scalars[$0] })
            for (place, value) in zip(places, line) { result.scalars[place] = value }
        }
        return result
    }
}
