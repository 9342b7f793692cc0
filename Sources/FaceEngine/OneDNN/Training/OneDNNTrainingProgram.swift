import COneDNN

/// The steps of a network's training, bound to one arena and executed one after the other.
final class OneDNNTrainingProgram {
    let store: TrainingStore
    let forwardSteps: [TrainingStep]
    let backwardSteps: [TrainingStep]
    let packingSteps: [TrainingStep]
    let arenaSize: Int
    private let threads: Int
    private let stream: dnnl_stream_t
    private let arena: UnsafeMutableRawPointer
    private let offsets: [Int]
    private var arguments: [[[dnnl_exec_arg_t]]] = []
    private var memories: [dnnl_memory_t] = []
    /// The memories that lie with the caller.
    private var bound: [(memory: dnnl_memory_t, operand: Operand)] = []
    private var caller = CallerMemory()

    /// What the caller lends for a pass.
    struct CallerMemory {
        var inputs: [UnsafeMutablePointer<Float>] = []
        var outputs: [UnsafeMutablePointer<Float>] = []
        var outputGradients: [UnsafeMutablePointer<Float>] = []
        var inputGradients: [UnsafeMutablePointer<Float>] = []
    }

    init(_ network: Network, parameters: Parameters, options: TrainingOptions) throws(EngineError) {
        threads = options.threads
        OneDNN.setThreadCount(threads)
        do throws(NetworkError) { store = try TrainingStore(network, parameters) } catch { throw .network(error) }
        var compiler = TrainingCompiler(network, options, store)
        try compiler.compile()
        (packingSteps, forwardSteps, backwardSteps) = (compiler.packing, compiler.forward, compiler.backward)
        // One time line, from the first step of the forward pass to the last of the backward.
        let plan = ArenaPlan(
            touching: (compiler.forward + compiler.backward).map(\.operands),
            sizes: compiler.bufferSizes
        )
        (offsets, arenaSize) = (plan.offsets, plan.size)
        stream = try OneDNN.makeStream()
        arena = .allocate(byteCount: max(plan.size, 64), alignment: 4096)
        for steps in [packingSteps, forwardSteps, backwardSteps] {
            var list: [[dnnl_exec_arg_t]] = []
            for step in steps { list.append(try bind(step)) }
            arguments.append(list)
        }
    }

    deinit {
        for memory in memories { dnnl_memory_destroy(memory) }
        dnnl_stream_destroy(stream)
        arena.deallocate()
    }

    private func bind(_ step: TrainingStep) throws(EngineError) -> [dnnl_exec_arg_t] {
        guard case .primitive(_, let list) = step.action else { return [] }
        var result: [dnnl_exec_arg_t] = []
        for argument in list {
            let base = address(argument.operand)
            var memory: dnnl_memory_t?
            try argument.descriptor.wrap(base, in: &memory)
            guard let memory else { throw .backend(action: "wrapping memory", status: 0) }
            memories.append(memory)
            if base == nil { bound.append((memory, argument.operand)) }
            result.append(dnnl_exec_arg_t(arg: argument.index, memory: memory))
        }
        return result
    }

    /// Where an operand lies, or `nil` if the caller has not lent it yet.
    private func address(_ operand: Operand) -> UnsafeMutableRawPointer? {
        func lent(_ list: [UnsafeMutablePointer<Float>], _ number: Int) -> UnsafeMutableRawPointer? {
            list.indices.contains(number) ? UnsafeMutableRawPointer(list[number]) : nil
        }
        switch operand {
        case .buffer(let number): return arena + offsets[number]
        case .packed(let array): return array.base
        case .part(let array, let offset): return array.base + offset
        case .input(let number): return lent(caller.inputs, number)
        case .output(let number): return lent(caller.outputs, number)
        case .outputGradient(let number): return lent(caller.outputGradients, number)
        case .inputGradient(let number): return lent(caller.inputGradients, number)
        }
    }

    /// Which pass is run.
    enum Pass: Int {
        case packing, forward, backward
    }

    /// Lends memory of the caller's for the passes that follow.
    func lend(_ update: (inout CallerMemory) -> Void) throws(EngineError) {
        update(&caller)
        for (memory, operand) in bound {
            guard let address = address(operand) else { continue }
            try OneDNN.check(dnnl_memory_set_data_handle(memory, address), "binding the caller's memory")
        }
    }

    /// Runs one pass.
    ///
    /// - Parameters:
    ///   - pass: Which.
    ///   - seed: What dropout draws from.
    ///   - updatesStatistics: Whether running statistics change.
    ///   - gradientsFinal: Called in a backward pass with the scalar from which on all gradients are final.
    ///   - observe: Called after every step with its number.
    /// - Throws: ``EngineError/backend(action:status:)`` if the library fails.
    func run(
        _ pass: Pass,
        seed: UInt64 = 0,
        updatesStatistics: Bool = false,
        gradientsFinal: ((Int) -> Void)? = nil,
        observe: ((Int) -> Void)? = nil
    ) throws(EngineError) {
        OneDNN.setThreadCount(threads)
        let steps = [packingSteps, forwardSteps, backwardSteps][pass.rawValue]
        let arguments = arguments[pass.rawValue]
        for (number, step) in steps.enumerated() {
            switch step.action {
            case .primitive(let primitive, _):
                let list = arguments[number]
                try OneDNN.check(
                    dnnl_primitive_execute(primitive.handle, stream, CInt(list.count), list),
                    step.name
                )
            case .plain(let plain):
                if updatesStatistics || !step.updatesStatistics {
                    plain.run(
                        plain.operands.compactMap { address($0)?.assumingMemoryBound(to: Float.self) },
                        seed
                    )
                }
            }
            if let offset = step.gradientsFinalFrom { gradientsFinal?(offset) }
            observe?(number)
        }
        try OneDNN.check(dnnl_stream_wait(stream), "waiting for the last step")
    }
}
