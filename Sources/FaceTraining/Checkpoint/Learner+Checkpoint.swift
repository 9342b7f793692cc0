import FaceEngine

/// The names of a checkpoint's arrays.
private enum ArrayName {
    static let average = "average:weights"
    static let head = "head:weights"
    static let optimizer = "optimizer:"
    static let headOptimizer = "head-optimizer:"
}

extension Learner {
    /// The arrays of a checkpoint, beside the network's parameters.
    var arrays: [String: [Float]] {
        var arrays: [String: [Float]] = [:]
        for (name, array) in optimizer.state.arrays { arrays[ArrayName.optimizer + name] = array }
        for (name, array) in headOptimizer.state.arrays { arrays[ArrayName.headOptimizer + name] = array }
        arrays[ArrayName.average] = average?.values
        let head = objective.parameters
        if head.layout.count > 0 { arrays[ArrayName.head] = head.values }
        return arrays.filter { !$0.value.isEmpty }
    }

    /// Goes on from a checkpoint, whose weights the program was made with.
    func restore(_ checkpoint: Checkpoint) throws(CheckpointError) {
        let arrays = checkpoint.arrays
        func state(_ prefix: String) -> OptimizerState {
            let own = arrays.filter { $0.key.hasPrefix(prefix) }
            return OptimizerState(
                step: checkpoint.state.optimizerStep,
                arrays: Dictionary(uniqueKeysWithValues: own.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
            )
        }
        do throws(OptimizerError) { try optimizer.restore(state(ArrayName.optimizer)) } catch {
            throw .malformed(reason: error.description)
        }
        var head = objective.parameters
        if head.layout.count > 0 {
            guard let values = arrays[ArrayName.head], values.count == head.values.count else {
                throw .otherWeights(name: "weights of the loss")
            }
            head.values = values
            objective.parameters = head
            do throws(OptimizerError) { try headOptimizer.restore(state(ArrayName.headOptimizer)) } catch {
                throw .malformed(reason: error.description)
            }
        }
        if let decay = configuration.run.average {
            guard let values = arrays[ArrayName.average], values.count == program.layout.count,
                let updates = checkpoint.state.averageUpdates
            else { throw .otherWeights(name: "averaged weights") }
            average = WeightAverage(decay: decay, values: values, updates: updates)
        }
    }
}

extension Checkpoint {
    /// The weights of the network to use: their average, if there is one, with the running statistics.
    func bestParameters(of network: Network) -> Parameters {
        let layout = ParameterLayout(network.parameters.filter(\.isTrained))
        guard let values = arrays[ArrayName.average], values.count == layout.count else { return parameters }
        var parameters = parameters
        parameters.replace(layout, with: values)
        return parameters
    }
}
