import FaceEngine

extension Learner {
    /// The arrays of a checkpoint, beside the network's parameters.
    var arrays: [String: [Float]] {
        var arrays = SavedArray.arrays(optimizer, average)
        arrays.merge(SavedArray.arrays(headOptimizer, prefix: SavedArray.headOptimizer)) { $1 }
        let head = objective.parameters
        if head.layout.count > 0 { arrays[SavedArray.head] = head.values }
        arrays[SavedArray.directions] = teacher?.directions
        return arrays.filter { !$0.value.isEmpty }
    }

    /// Goes on from a checkpoint, whose weights the program was made with.
    func restore(_ checkpoint: Checkpoint) throws(CheckpointError) {
        let state = checkpoint.state
        try checkpoint.restore(&optimizer, step: state.optimizerStep)
        var head = objective.parameters
        if head.layout.count > 0 {
            guard let values = checkpoint.arrays[SavedArray.head], values.count == head.values.count else {
                throw .otherWeights(name: "weights of the loss")
            }
            head.values = values
            objective.parameters = head
            try checkpoint.restore(&headOptimizer, step: state.optimizerStep, prefix: SavedArray.headOptimizer)
        }
        if let decay = configuration.run.average {
            average = try checkpoint.average(decay: decay, count: program.layout.count, updates: state.averageUpdates)
        }
    }
}

extension Checkpoint {
    /// The weights of the network to use: their average, if there is one, with the running statistics.
    func bestParameters(of network: Network) -> Parameters {
        let layout = ParameterLayout(network.parameters.filter(\.isTrained))
        guard let values = arrays[SavedArray.average], values.count == layout.count else { return parameters }
        var parameters = parameters
        parameters.replace(layout, with: values)
        return parameters
    }
}
