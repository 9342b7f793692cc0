/// The weights, gradients and running statistics of a network that is trained, each one flat array of floats.
struct TrainingStore {
    let layout: ParameterLayout
    let statisticsLayout: ParameterLayout
    let weights: PackedArray
    let gradients: PackedArray
    let statistics: PackedArray

    /// Lays out the parameters of `network` and copies their values in.
    init(_ network: Network, _ parameters: Parameters) throws(NetworkError) {
        try network.validate(parameters)
        let roles = network.parameters
        layout = ParameterLayout(roles.filter(\.isTrained))
        statisticsLayout = ParameterLayout(roles.filter { !$0.isTrained })
        weights = PackedArray(size: layout.count * MemoryLayout<Float>.stride)
        gradients = PackedArray(size: weights.size)
        statistics = PackedArray(size: statisticsLayout.count * MemoryLayout<Float>.stride)
        gradients.floats.update(repeating: 0)
        for (layout, array) in [(layout, weights), (statisticsLayout, statistics)] {
            for entry in layout.entries {
                parameters[entry.name]?.withUnsafeFloats { scalars in
                    _ = UnsafeMutableBufferPointer(rebasing: array.floats[entry.range]).update(from: scalars)
                }
            }
        }
    }

    /// Where a trained parameter lies.
    func weight(_ name: String) -> Operand? { operand(name, layout, weights) }
    /// Where its gradient lies.
    func gradient(_ name: String) -> Operand? { operand(name, layout, gradients) }
    /// Where a running statistic lies.
    func statistic(_ name: String) -> Operand? { operand(name, statisticsLayout, statistics) }

    private func operand(_ name: String, _ layout: ParameterLayout, _ array: PackedArray) -> Operand? {
        layout[name].map { .part(array, offset: $0.range.lowerBound * MemoryLayout<Float>.stride) }
    }
}

extension PackedArray {
    /// The contents as floats.
    var floats: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(
            start: base.assumingMemoryBound(to: Float.self),
            count: size / MemoryLayout<Float>.stride
        )
    }
}
