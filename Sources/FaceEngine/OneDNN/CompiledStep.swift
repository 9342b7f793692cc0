import COneDNN

/// Something a step reads or writes.
enum Operand {
    /// A buffer of the arena, by number.
    case buffer(Int)
    /// Weights, shared by all executions.
    case packed(PackedArray)
    /// What begins at a byte of a block that outlives the program's runs: a parameter or a gradient.
    case part(PackedArray, offset: Int)
    /// What the caller hands in, by number.
    case input(Int)
    /// What the caller is handed, by number.
    case output(Int)
    /// In training: the gradient of an output, which the caller hands in, by number.
    case outputGradient(Int)
    /// In training: the gradient of an input, which the caller is handed, by number.
    case inputGradient(Int)
}

/// One memory that a primitive takes: which argument it is, how it is laid out, and where it is.
struct Argument {
    let index: CInt
    let descriptor: MemoryDescriptor
    let operand: Operand
}

/// One step of a compiled program.
struct CompiledStep {
    enum Action {
        case primitive(Primitive, [Argument])
        /// A small kernel of our own on dense floats: inputs, then the output.
        case plain(PlainKernel, inputs: [(Shape, Operand)], output: (Shape, Operand))
    }

    /// The node the step belongs to.
    let name: String
    let action: Action
    let multiplyAdds: Int

    /// The kernel's name.
    var kernel: String {
        switch action {
        case .primitive(let primitive, _): primitive.kernel
        case .plain(let kernel, _, _): kernel.name
        }
    }

    /// Everything the step touches.
    var operands: [Operand] {
        switch action {
        case .primitive(_, let arguments): arguments.map(\.operand)
        case .plain(_, let inputs, let output): inputs.map(\.1) + [output.1]
        }
    }
}

/// Memory aligned for vector loads, owned, filled while a program is compiled and only read afterwards.
final class PackedArray {
    let base: UnsafeMutableRawPointer
    let size: Int

    init(size: Int) {
        self.size = size
        base = UnsafeMutableRawPointer.allocate(byteCount: max(size, 64), alignment: 64)
    }

    convenience init(_ floats: [Float]) {
        self.init(size: floats.count * MemoryLayout<Float>.stride)
        floats.withUnsafeBytes { base.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(base), byteCount: $0.count) }
    }

    deinit { base.deallocate() }
}

extension ArenaPlan {
    /// Places buffers by when they are touched.
    ///
    /// - Parameters:
    ///   - operands: What each step touches, in the order in which steps run.
    ///   - sizes: The bytes of each buffer.
    init(touching operands: [[Operand]], sizes: [Int]) {
        var requests = sizes.map { Request(size: $0, first: Int.max, last: -1) }
        for (time, step) in operands.enumerated() {
            for case .buffer(let number) in step {
                requests[number].first = min(requests[number].first, time)
                requests[number].last = max(requests[number].last, time)
            }
        }
        // A buffer that nobody touches takes no place.
        for index in requests.indices where requests[index].last < 0 {
            requests[index] = Request(size: 0, first: 0, last: 0)
        }
        self.init(requests)
    }
}
