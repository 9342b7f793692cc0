import COneDNN
import Synchronization

/// A compiled program: steps over buffers that lie in one arena, run with a scratch of its own by every caller.
///
/// Everything but the pool of idle scratches is immutable once built: primitives may be executed by several threads
/// at once as long as each brings its own memory and scratchpad, which is what a ``Scratch`` is. The pool is guarded by
/// a lock.
final class OneDNNProgram: @unchecked Sendable {
    let steps: [CompiledStep]
    let options: InferenceOptions
    let arena: ArenaPlan
    private let idle = Mutex<[ScratchBox]>([])

    /// A scratch on its way between threads; only one of them has it at a time.
    private struct ScratchBox: @unchecked Sendable { let scratch: Scratch }

    init(graph: FusedGraph, parameters: Parameters, options: InferenceOptions) throws(EngineError) {
        OneDNN.setThreadCount(options.threads)
        var compiler = try OneDNNCompiler(
            graph: graph,
            parameters: parameters,
            options: options
        )
        try compiler.compile()
        steps = compiler.steps
        self.options = options
        arena = ArenaPlan(touching: compiler.steps.map(\.operands), sizes: compiler.bufferSizes)
    }

    /// Runs the program once.
    ///
    /// - Parameters:
    ///   - inputs: Dense floats for each input.
    ///   - outputs: Room for dense floats for each output.
    ///   - observe: Called after every step with its number, if given.
    /// - Throws: ``EngineError/backend(action:status:)`` if the library fails.
    func run(
        inputs: [UnsafePointer<Float>],
        outputs: [UnsafeMutablePointer<Float>],
        observe: ((Int) -> Void)? = nil
    ) throws(EngineError) {
        OneDNN.setThreadCount(options.threads)
        let scratch: Scratch
        if let known = idle.withLock({ $0.popLast() }) { scratch = known.scratch } else { scratch = try Scratch(self) }
        defer {
            let box = ScratchBox(scratch: scratch)
            idle.withLock { $0.append(box) }
        }
        try scratch.bind(inputs: inputs, outputs: outputs)
        for (number, step) in steps.enumerated() {
            switch step.action {
            case .primitive(let primitive, _):
                let arguments = scratch.arguments[number]
                try OneDNN.check(
                    dnnl_primitive_execute(primitive.handle, scratch.stream, CInt(arguments.count), arguments),
                    step.name
                )
            case .plain(let kernel, let operands, let output):
                kernel.run(
                    operands.map { ($0.0, UnsafePointer(scratch.floats($0.1))) },
                    into: (output.0, scratch.floats(output.1))
                )
            }
            observe?(number)
        }
        try OneDNN.check(dnnl_stream_wait(scratch.stream), "waiting for the last step")
    }
}

/// What one execution needs for itself: the arena, and every memory of every step bound to it.
final class Scratch {
    let stream: dnnl_stream_t
    private(set) var arguments: [[dnnl_exec_arg_t]] = []
    private let arena: UnsafeMutableRawPointer
    private let offsets: [Int]
    private var memories: [dnnl_memory_t] = []
    /// The memories that lie with the caller: input or output, by number.
    private var bound: [(memory: dnnl_memory_t, operand: Operand)] = []
    private var inputs: [UnsafePointer<Float>] = []
    private var outputs: [UnsafeMutablePointer<Float>] = []

    init(_ program: OneDNNProgram) throws(EngineError) {
        stream = try OneDNN.makeStream()
        arena = .allocate(byteCount: max(program.arena.size, 64), alignment: 4096)
        offsets = program.arena.offsets
        for step in program.steps {
            guard case .primitive(_, let list) = step.action else {
                arguments.append([])
                continue
            }
            var bound: [dnnl_exec_arg_t] = []
            for argument in list { bound.append(try bind(argument)) }
            arguments.append(bound)
        }
    }

    deinit {
        for memory in memories { dnnl_memory_destroy(memory) }
        dnnl_stream_destroy(stream)
        arena.deallocate()
    }

    private func bind(_ argument: Argument) throws(EngineError) -> dnnl_exec_arg_t {
        let base: UnsafeMutableRawPointer? =
            switch argument.operand {
            case .buffer(let number): arena + offsets[number]
            case .packed(let array): array.base
            case .part(let array, let offset): array.base + offset
            case .input, .output, .outputGradient, .inputGradient: nil
            }
        var memory: dnnl_memory_t?
        try argument.descriptor.wrap(base, in: &memory)
        guard let memory else { throw .backend(action: "wrapping memory", status: 0) }
        memories.append(memory)
        if base == nil { bound.append((memory, argument.operand)) }
        return dnnl_exec_arg_t(arg: argument.index, memory: memory)
    }

    /// Points the caller's memories at this run's data.
    func bind(inputs: [UnsafePointer<Float>], outputs: [UnsafeMutablePointer<Float>]) throws(EngineError) {
        self.inputs = inputs
        self.outputs = outputs
        for (memory, operand) in bound {
            try OneDNN.check(dnnl_memory_set_data_handle(memory, pointer(operand)), "binding the caller's memory")
        }
    }

    /// Where an operand lies.
    func pointer(_ operand: Operand) -> UnsafeMutableRawPointer {
        switch operand {
        case .buffer(let number): arena + offsets[number]
        case .packed(let array): array.base
        case .part(let array, let offset): array.base + offset
        // oneDNN only reads sources; its C interface has no const for them.
        case .input(let number): UnsafeMutableRawPointer(mutating: inputs[number])
        case .output(let number): UnsafeMutableRawPointer(outputs[number])
        case .outputGradient, .inputGradient: preconditionFailure("inference has no gradients")
        }
    }

    /// The floats of an operand.
    func floats(_ operand: Operand) -> UnsafeMutablePointer<Float> {
        pointer(operand).assumingMemoryBound(to: Float.self)
    }
}
