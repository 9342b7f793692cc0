extension TrainingProgram {
    /// The steps of packing the weights, of the forward and of the backward pass, in the order in which they run.
    public var steps: [ProgramStep] {
        (backend.packingSteps + backend.forwardSteps + backend.backwardSteps).map { step in
            ProgramStep(
                name: step.name,
                kernel: step.kernel,
                multiplyAdds: 0,
                isReference: step.kernel.isReference
            )
        }
    }

    /// Times every step of packing, forward and backward.
    ///
    /// - Parameter runs: How often all is run; the least time of each step is kept.
    /// - Returns: Seconds for each of ``steps``.
    /// - Throws: ``EngineError/backend(action:status:)`` if the library fails.
    public func profile(runs: Int = 3) throws(EngineError) -> [Double] {
        let shapes = inputShapes + outputShapes + outputShapes + (options.computesInputGradients ? inputShapes : [])
        let buffers = shapes.map { UnsafeMutableBufferPointer<Float>.allocate(capacity: $0.count) }
        defer { for buffer in buffers { buffer.deallocate() } }
        for buffer in buffers { for index in buffer.indices { buffer[index] = Float(index % 17) / 8 - 1 } }
        let (inputs, outputs) = (inputShapes.count, outputShapes.count)
        let places = buffers.compactMap(\.baseAddress)
        try backend.lend { memory in
            memory.inputs = Array(places[..<inputs])
            memory.outputs = Array(places[inputs..<inputs + outputs])
            memory.outputGradients = Array(places[(inputs + outputs)..<(inputs + 2 * outputs)])
            memory.inputGradients = Array(places[(inputs + 2 * outputs)...])
        }
        var least = [Double](repeating: .infinity, count: steps.count)
        let clock = ContinuousClock()
        for _ in 0..<runs {
            var (last, first) = (clock.now, 0)
            let passes: [(OneDNNTrainingProgram.Pass, Int)] = [
                (.packing, backend.packingSteps.count), (.forward, backend.forwardSteps.count),
                (.backward, backend.backwardSteps.count),
            ]
            for (pass, count) in passes {
                try backend.run(
                    pass,
                    observe: { number in
                        let now = clock.now
                        least[first + number] = min(least[first + number], (now - last) / .seconds(1))
                        last = now
                    }
                )
                first += count
            }
        }
        return least
    }
}
