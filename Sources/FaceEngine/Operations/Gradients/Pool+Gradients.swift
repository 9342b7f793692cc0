extension Pool {
    /// The greatest takes all; a mean is shared evenly; an L2 pooling shares by value over the norm, which at 0 has no
    /// gradient and is given none.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        let x = inputs[0]
        let (planes, height, width) = (x.shape[0] * x.shape[1], x.shape[2], x.shape[3])
        var dx = Tensor(zeros: x.shape)
        var places: [Int] = []
        var output = 0
        for plane in 0..<planes {
            for row in 0..<dy.shape[2] {
                for column in 0..<dy.shape[3] {
                    places.removeAll(keepingCapacity: true)
                    for r in 0..<window.rows {
                        let h = row * window.rowStride - window.top + r * window.rowDilation
                        for c in 0..<window.columns {
                            let w = column * window.columnStride - window.left + c * window.columnDilation
                            guard (0..<height).contains(h), (0..<width).contains(w) else { continue }
                            places.append((plane * height + h) * width + w)
                        }
                    }
                    share(dy.scalars[output], among: places, of: x, into: &dx)
                    output += 1
                }
            }
        }
        return ReferenceGradients(dx)
    }

    private func share(_ gradient: Float, among places: [Int], of x: Tensor, into dx: inout Tensor) {
        switch kind {
        case .max:
            // The first of equals, as the library has it.
            guard var best = places.first else { return }
            for place in places where x.scalars[place] > x.scalars[best] { best = place }
            dx.scalars[best] += gradient
        case .average(let countsBorder):
            let count = countsBorder ? window.rows * window.columns : places.count
            for place in places { dx.scalars[place] += gradient / Float(count) }
        case .l2:
            let norm = places.reduce(Float(0)) { $0 + x.scalars[$1] * x.scalars[$1] }.squareRoot()
            guard norm > 0 else { return }
            for place in places { dx.scalars[place] += gradient * x.scalars[place] / norm }
        }
    }
}

extension GlobalAveragePool {
    /// Shared evenly.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        let x = inputs[0]
        let plane = x.shape[2] * x.shape[3]
        return ReferenceGradients(
            Tensor(x.scalars.indices.map { dy.scalars[$0 / plane] / Float(plane) }, shape: x.shape)
        )
    }
}
