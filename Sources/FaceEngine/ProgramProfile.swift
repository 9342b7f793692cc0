/// What one step of a compiled program is: for tests of the compiler, and for whoever wonders where the time goes.
public struct ProgramStep: Hashable, Sendable {
    /// The node the step belongs to.
    public let name: String
    /// The kernel that runs, such as `jit:avx512_core`.
    public let kernel: String
    /// The multiplications and additions of one run, a pair counted once.
    public let multiplyAdds: Int
    /// Whether the kernel is a reference: right, and very slow.
    public let isReference: Bool
}

extension InferenceProgram {
    /// The steps, in the order in which they run.
    public var steps: [ProgramStep] {
        backend.steps.map { step in
            ProgramStep(
                name: step.name,
                kernel: step.kernel,
                multiplyAdds: step.multiplyAdds,
                isReference: step.kernel.isReference
            )
        }
    }

    /// The memory that each run needs beside the weights, in bytes.
    public var scratchSize: Int { backend.arena.size }

    /// Times every step.
    ///
    /// - Parameter runs: How often the program is run; the least time of each step is kept.
    /// - Returns: Seconds for each of ``steps``.
    /// - Throws: ``EngineError/backend(action:status:)`` if the library fails.
    public func profile(runs: Int = 5) throws(EngineError) -> [Double] {
        let inputs = inputShapes.map { UnsafeMutableBufferPointer<Float>.allocate(capacity: $0.count) }
        let outputs = outputShapes.map { UnsafeMutableBufferPointer<Float>.allocate(capacity: $0.count) }
        defer {
            for buffer in inputs + outputs { buffer.deallocate() }
        }
        for buffer in inputs { buffer.initialize(repeating: 0.1) }
        var least = [Double](repeating: .infinity, count: backend.steps.count)
        let clock = ContinuousClock()
        for _ in 0..<runs {
            var last = clock.now
            try backend.run(
                inputs: inputs.compactMap(\.baseAddress).map { UnsafePointer($0) },
                outputs: outputs.compactMap(\.baseAddress)
            ) { number in
                let now = clock.now
                least[number] = min(least[number], (now - last) / .seconds(1))
                last = now
            }
        }
        return least
    }
}
