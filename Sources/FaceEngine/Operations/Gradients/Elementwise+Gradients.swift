extension Elementwise {
    /// The partial derivatives, summed over the axes along which an input was repeated.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        let rank = dy.shape.rank
        let (a, b) = (inputs[0].aligned(toRank: rank), inputs[1].aligned(toRank: rank))
        var (da, db) = (Tensor(zeros: a.shape), Tensor(zeros: b.shape))
        for index in dy.scalars.indices {
            var (rest, offsetA, offsetB) = (index, 0, 0)
            for axis in (0..<rank).reversed() {
                let position = rest % dy.shape[axis]
                rest /= dy.shape[axis]
                offsetA += a.shape[axis] == 1 ? 0 : position * a.shape.strides[axis]
                offsetB += b.shape[axis] == 1 ? 0 : position * b.shape.strides[axis]
            }
            let (x, y) = (a.scalars[offsetA], b.scalars[offsetB])
            let partial: (Float, Float) =
                switch kind {
                case .add: (1, 1)
                case .subtract: (1, -1)
                case .multiply: (y, x)
                case .divide: (1 / y, -x / (y * y))
                }
            da.scalars[offsetA] += partial.0 * dy.scalars[index]
            db.scalars[offsetB] += partial.1 * dy.scalars[index]
        }
        return ReferenceGradients(da.reshaped(to: inputs[0].shape), db.reshaped(to: inputs[1].shape))
    }
}

extension Residual {
    /// To the one the gradient, to the branch the scaled gradient.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient: Tensor
    ) -> ReferenceGradients {
        ReferenceGradients(
            outputGradient,
            Tensor(outputGradient.scalars.map { scale * $0 }, shape: outputGradient.shape)
        )
    }
}
