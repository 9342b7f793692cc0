/// The names of a checkpoint's arrays.
enum SavedArray {
    /// The average of weights.
    static let average = "average:weights"
    /// The loss's own weights.
    static let head = "head:weights"
    /// The directions that the teacher's embeddings are projected onto.
    static let directions = "teacher:directions"
    /// What comes before the names of an optimizer's arrays.
    static let optimizer = "optimizer:"
    /// The same of the optimizer of the loss's own weights.
    static let headOptimizer = "head-optimizer:"

    /// The arrays of an optimizer and of an average of weights; empty ones are left out.
    static func arrays(_ optimizer: any Optimizer, _ average: WeightAverage?) -> [String: [Float]] {
        var arrays = arrays(optimizer, prefix: Self.optimizer)
        arrays[Self.average] = average?.values
        return arrays.filter { !$0.value.isEmpty }
    }

    /// The arrays of an optimizer.
    static func arrays(_ optimizer: any Optimizer, prefix: String) -> [String: [Float]] {
        Dictionary(uniqueKeysWithValues: optimizer.state.arrays.map { (prefix + $0.key, $0.value) })
    }
}

extension SavedTraining {
    /// Puts an optimizer back where it was.
    ///
    /// - Parameters:
    ///   - optimizer: One of the same rule, for as many weights.
    ///   - step: The steps it took.
    ///   - prefix: What comes before the names of its arrays.
    /// - Throws: ``CheckpointError/malformed(reason:)`` if it is another one's state.
    func restore(
        _ optimizer: inout any Optimizer,
        step: Int,
        prefix: String = SavedArray.optimizer
    ) throws(CheckpointError) {
        let own = arrays.filter { $0.key.hasPrefix(prefix) }.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
        do throws(OptimizerError) {
            try optimizer.restore(OptimizerState(step: step, arrays: Dictionary(uniqueKeysWithValues: own)))
        } catch {
            throw .malformed(reason: error.description)
        }
    }

    /// The average of weights as it was.
    ///
    /// - Parameters:
    ///   - decay: Its decay.
    ///   - count: The weights.
    ///   - updates: How often it was updated.
    /// - Returns: The average, which goes on from there.
    /// - Throws: ``CheckpointError/otherWeights(name:)`` if the checkpoint has none of so many weights.
    func average(decay: Float, count: Int, updates: Int?) throws(CheckpointError) -> WeightAverage {
        guard let values = arrays[SavedArray.average], values.count == count, let updates else {
            throw .otherWeights(name: "averaged weights")
        }
        return WeightAverage(decay: decay, values: values, updates: updates)
    }
}
