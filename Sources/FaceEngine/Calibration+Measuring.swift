extension Calibration {
    /// Measures the range of every activation by running a network in fp32 on sample inputs.
    ///
    /// A hundred crops of the kind the network will see are plenty. The ranges are the extremes seen: clipping rare
    /// peaks makes the other values finer, but on faces it costs more than it gives.
    ///
    /// - Parameters:
    ///   - network: The network.
    ///   - parameters: Its weights.
    ///   - samples: `[N, C, H, W]`, run one batch of `batchSize` after the other; a rest that fills no batch is left out.
    ///   - batchSize: The examples in a run; every activation of that many examples is in memory at once.
    ///   - threads: The threads a run uses.
    /// - Throws: ``EngineError`` if the network cannot be compiled, or there is not one whole batch of samples.
    public init(
        measuring network: Network,
        parameters: Parameters,
        on samples: Tensor,
        batchSize: Int = 4,
        threads: Int = 1
    ) throws(EngineError) {
        var graph: FusedGraph
        do throws(NetworkError) {
            graph = try FusedGraph(network, parameters: parameters)
        } catch {
            throw .network(error)
        }
        let expected = network.inputs.map { network[$0].shape.batched(batchSize) }
        guard expected.count == 1, samples.shape.rank == expected[0].rank, samples.shape[0] >= batchSize,
            samples.shape.dimensions.dropFirst().elementsEqual(expected[0].dimensions.dropFirst())
        else { throw .inputMismatch(expected: expected, actual: [samples.shape]) }
        graph.outputs = graph.steps.indices.filter { graph.steps[$0].shape.rank == 3 }
        let program = try OneDNNProgram(
            graph: graph,
            parameters: parameters,
            options: InferenceOptions(batchSize: batchSize, precision: .fp32, threads: threads)
        )
        let steps = graph.outputs.map { graph.steps[$0] }
        let results = steps.map { UnsafeMutableBufferPointer<Float>.allocate(capacity: $0.shape.count * batchSize) }
        defer {
            for result in results { result.deallocate() }
        }
        var ranges: [String: ActivationRange] = [:]
        for batch in 0..<samples.shape[0] / batchSize {
            try samples.scalars.withUnsafeBufferPointer { scalars throws(EngineError) in
                let base = scalars.baseAddress.map { $0 + batch * expected[0].count }
                try program.run(inputs: [base].compactMap(\.self), outputs: results.compactMap(\.baseAddress))
            }
            for (step, result) in zip(steps, results) {
                var range = ranges[step.name] ?? ActivationRange(minimum: result[0], maximum: result[0])
                for value in result {
                    range.minimum = min(range.minimum, value)
                    range.maximum = max(range.maximum, value)
                }
                ranges[step.name] = range
            }
        }
        self.init(ranges: ranges)
    }
}
