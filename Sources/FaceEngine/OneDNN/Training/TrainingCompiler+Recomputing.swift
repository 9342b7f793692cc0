extension TrainingCompiler {
    /// Divides the layers into segments whose inner values are dropped and computed again.
    ///
    /// A segment ends where only one value is still to be read, as between the blocks of a residual network, and is at
    /// least as long as the square root of the number of layers: then values kept and values computed again at a time
    /// are about as many.
    func recomputedSegments() -> [Range<Int>] {
        var lastReader = [Int](repeating: -1, count: network.nodes.count)
        for (place, layer) in layers.enumerated() { for input in layer.inputs { lastReader[input] = place } }
        for output in network.outputs { lastReader[output.index] = layers.count }
        let least = max(1, Int(Double(layers.count).squareRoot()))
        var segments: [Range<Int>] = []
        var start = 0
        for end in 1..<max(1, layers.count) where end - start >= least {
            let crossing = layers[..<end].filter { layer in
                if case .input = layer.kernel { return false }
                return lastReader[layer.output] >= end
            }
            guard crossing.count == 1 else { continue }
            segments.append(start..<end)
            start = end
        }
        segments.append(start..<layers.count)
        return segments
    }
}
