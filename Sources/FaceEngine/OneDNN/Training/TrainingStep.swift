import COneDNN

/// One step of a training program.
struct TrainingStep {
    enum Action {
        case primitive(Primitive, [Argument])
        case plain(PlainStep)
    }

    /// The node the step belongs to.
    let name: String
    let action: Action
    /// Whether it changes the running statistics; a pass that should not leaves it out.
    var updatesStatistics = false
    /// If this step ends a layer's backward pass: from which scalar on all gradients are final.
    var gradientsFinalFrom: Int?

    /// The kernel's name.
    var kernel: String {
        switch action {
        case .primitive(let primitive, _): primitive.kernel
        case .plain(let step): "plain:\(step.name)"
        }
    }

    /// Everything the step touches.
    var operands: [Operand] {
        switch action {
        case .primitive(_, let arguments): arguments.map(\.operand)
        case .plain(let step): step.operands
        }
    }
}

/// A small step of our own on dense floats.
struct PlainStep {
    let name: String
    let operands: [Operand]
    /// Called with where each operand lies, and the seed of the run.
    let run: ([UnsafeMutablePointer<Float>], UInt64) -> Void
}
