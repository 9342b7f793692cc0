extension Input {
    /// There is nothing before it.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient: Tensor
    ) -> ReferenceGradients { ReferenceGradients() }
}

extension Constant {
    /// A constant is not trained.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient: Tensor
    ) -> ReferenceGradients { ReferenceGradients() }
}

extension Dropout {
    /// The gradient as it is, which is what dropout does in inference; training has ``mask(seed:)``.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient: Tensor
    ) -> ReferenceGradients { ReferenceGradients(outputGradient) }

    /// The seed of one node's mask, from the seed of the run.
    static func seed(_ run: UInt64, node: Int) -> UInt64 { run &+ UInt64(node) &* 0xd6e8_feb8_6659_fd93 }

    /// What each scalar is multiplied by in training: 0 with probability ``rate``, else `1 / (1 - rate)`.
    ///
    /// - Parameter seed: One seed, one mask.
    /// - Returns: The factor of the scalar at an index, row-major.
    public func mask(seed: UInt64) -> (Int) -> Float {
        let kept = 1 - rate
        return { index in
            // SplitMix64's mixing of the seed and the place: no state, so both passes see the same mask.
            var bits = seed &+ UInt64(index) &* 0x9e37_79b9_7f4a_7c15
            bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
            bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
            let uniform = Float((bits ^ (bits >> 31)) >> 40) * 0x1p-24
            return uniform < kept ? 1 / kept : 0
        }
    }
}

extension Reshape {
    /// The same scalars under the input's shape.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient: Tensor
    ) -> ReferenceGradients { ReferenceGradients(outputGradient.reshaped(to: inputs[0].shape)) }
}

extension Transpose {
    /// The inverse permutation.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient: Tensor
    ) -> ReferenceGradients {
        var inverse = permutation
        for (axis, from) in permutation.enumerated() { inverse[from] = axis }
        return ReferenceGradients(Transpose(inverse).evaluateReference([outputGradient], parameters: []))
    }
}

extension Resize {
    /// The sum over the repeats of each pixel.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        var dx = Tensor(zeros: inputs[0].shape)
        let (height, width) = (inputs[0].shape[2], inputs[0].shape[3])
        for index in dy.scalars.indices {
            let (column, row) = (index % dy.shape[3], index / dy.shape[3] % dy.shape[2])
            let plane = index / (dy.shape[2] * dy.shape[3])
            dx.scalars[(plane * height + row / rows) * width + column / columns] += dy.scalars[index]
        }
        return ReferenceGradients(dx)
    }
}

extension Concatenate {
    /// To each input its part.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient: Tensor
    ) -> ReferenceGradients {
        let outer = inputs[0].shape.dimensions.prefix(axis + 1).reduce(1, *)
        let lengths = inputs.map { $0.shape.dimensions.dropFirst(axis + 1).reduce(1, *) }
        var parts = [[Float]](repeating: [], count: inputs.count)
        var place = 0
        for _ in 0..<outer {
            for (index, length) in lengths.enumerated() {
                parts[index] += outputGradient.scalars[place..<place + length]
                place += length
            }
        }
        var gradients = ReferenceGradients()
        gradients.inputs = zip(parts, inputs).map { Tensor($0, shape: $1.shape) }
        return gradients
    }
}
