/// A network as a backend runs it: what can be folded into weights is folded, and what can be done on the way out of a
/// convolution is attached to it.
///
/// * Batch norm goes into the weights and the bias of the layer before it.
/// * The scale of a residual goes into its branch, and the sum into the branch's last convolution.
/// * A rectifier is attached to the convolution, fully connected layer or sum it follows.
/// * Dropout is nothing, and a reshape in front of a fully connected layer is only a way to read its weights.
struct FusedGraph {
    /// A step of the graph; it reads other steps by their index.
    struct Step {
        var name: String
        var kernel: Kernel
        var inputs: [Int]
        /// The step whose output is added before the activation.
        var residual: Int?
        var activation: FusedActivation?
        /// The shape of one example of the output.
        var shape: Shape
    }

    /// What a step computes, before the residual and the activation.
    enum Kernel {
        case input(Int)
        case convolution(Convolution, FoldedWeights)
        case fullyConnected(FullyConnected, FoldedWeights)
        /// Any other operation, with the names of its parameters.
        case operation(Operation, parameters: [String])
    }

    var steps: [Step]
    var outputs: [Int]
}

/// The weights of a layer, with factors that are multiplied in when they are packed.
struct FoldedWeights {
    /// The parameter the weights are read from.
    var name: String
    /// What each output channel's weights are multiplied by; `nil` for one everywhere.
    var scale: [Float]?
    /// What is added to each output channel; `nil` for nothing.
    var bias: [Float]?

    /// Multiplies output channel `c` by `factor[c]` and adds `shift[c]`.
    mutating func multiply(by factor: [Float], adding shift: [Float]?) {
        scale = scale.map { zip($0, factor).map(*) } ?? factor
        let scaled = bias.map { zip($0, factor).map(*) }
        guard let shift else {
            bias = scaled
            return
        }
        bias = scaled.map { zip($0, shift).map(+) } ?? shift
    }
}

/// An activation done on the way out of a layer.
enum FusedActivation: Equatable {
    case function(Activation)
    /// A trained slope for each channel, read from the parameter of this name.
    case prelu(slope: String)
}

extension FusedGraph {
    /// Fuses `network`.
    ///
    /// - Throws: ``NetworkError`` if a parameter is missing or has the wrong shape.
    init(_ network: Network, parameters: Parameters) throws(NetworkError) {
        try network.validate(parameters)
        var fuser = Fuser(network: network, parameters: parameters)
        for id in network.ids { fuser.add(id) }
        steps = fuser.steps
        outputs = network.outputs.map { fuser.step[$0.index] }
        removeUnread()
    }

    /// Drops steps that no output depends on; inputs stay, since callers hand them in.
    private mutating func removeUnread() {
        var isRead = [Bool](repeating: false, count: steps.count)
        for output in outputs { isRead[output] = true }
        for index in steps.indices.reversed() {
            if case .input = steps[index].kernel { isRead[index] = true }
            guard isRead[index] else { continue }
            for read in steps[index].reads { isRead[read] = true }
        }
        var place = [Int](repeating: -1, count: steps.count)
        var kept: [Step] = []
        for index in steps.indices where isRead[index] {
            place[index] = kept.count
            kept.append(steps[index])
        }
        for index in kept.indices {
            kept[index].inputs = kept[index].inputs.map { place[$0] }
            kept[index].residual = kept[index].residual.map { place[$0] }
        }
        steps = kept
        outputs = outputs.map { place[$0] }
    }
}

extension FusedGraph.Step {
    /// Every step this one reads.
    var reads: [Int] { inputs + (residual.map { [$0] } ?? []) }
}

/// Walks a network once, in order, and grows the fused steps.
private struct Fuser {
    let network: Network
    let parameters: Parameters
    var steps: [FusedGraph.Step] = []
    /// The step that computes each node seen so far.
    var step: [Int] = []
    private let readers: [Int]

    init(network: Network, parameters: Parameters) {
        self.network = network
        self.parameters = parameters
        var readers = [Int](repeating: 0, count: network.nodes.count)
        for node in network.nodes { for input in node.inputs { readers[input.index] += 1 } }
        // An output is read by the caller, too, so nothing may be fused behind it.
        for output in network.outputs { readers[output.index] += 2 }
        self.readers = readers
    }

    mutating func add(_ id: NodeID) {
        let node = network[id]
        let inputs = node.inputs.map { step[$0.index] }
        switch node.operation {
        case .input:
            append(node, .input(network.inputs.firstIndex(of: id) ?? 0), [])
        case .dropout:
            step.append(inputs[0])
        case .convolution(let convolution):
            append(node, .convolution(convolution, weights(of: id, hasBias: convolution.hasBias)), inputs)
        case .fullyConnected(let layer):
            let input = features(beforeFlattening(inputs[0]), of: node)
            append(node, .fullyConnected(layer, weights(of: id, hasBias: layer.hasBias)), [input])
        case .batchNorm(let norm) where fold(norm, id): break
        case .activation(let function) where attach(.function(function), id): break
        case .prelu where !isFullyConnected(inputs[0]) && attach(.prelu(slope: "\(node.name).slope"), id): break
        case .residual(let residual) where add(node, to: inputs, scale: residual.scale): break
        case .elementwise(let sum)
        where sum.kind == .add && network.inputShapes(of: id).allSatisfy({ $0 == node.shape })
            && add(node, to: inputs, scale: 1):
            break
        default:
            append(node, .operation(node.operation, parameters: network.parameters(of: id).map(\.name)), inputs)
        }
    }

    private mutating func append(_ node: Node, _ kernel: FusedGraph.Kernel, _ inputs: [Int]) {
        step.append(steps.count)
        steps.append(FusedGraph.Step(name: node.name, kernel: kernel, inputs: inputs, shape: node.shape))
    }

    private func weights(of id: NodeID, hasBias: Bool) -> FoldedWeights {
        let name = network[id].name
        return FoldedWeights(name: "\(name).weight", bias: hasBias ? floats("\(name).bias") : nil)
    }

    private func floats(_ name: String) -> [Float] { parameters[name]?.tensor.scalars ?? [] }

    /// A fully connected layer reads its features in row-major order, so flattening before it changes nothing.
    private func beforeFlattening(_ index: Int) -> Int {
        guard case .operation(.reshape, _) = steps[index].kernel, steps[index].shape.rank == 1 else { return index }
        return steps[index].inputs[0]
    }

    /// Whether a step is a fully connected layer, to which oneDNN 2.6 attaches a prelu and then refuses to run it.
    private func isFullyConnected(_ index: Int) -> Bool {
        if case .fullyConnected = steps[index].kernel { true } else { false }
    }

    /// What a fully connected layer should read: with few channels (a picture turned over), only slow kernels take the
    /// features unflattened.
    private mutating func features(_ index: Int, of node: Node) -> Int {
        let shape = steps[index].shape
        guard shape.rank > 1, !shape[0].isMultiple(of: 16) else { return index }
        let flat = Shape([shape.count])
        steps.append(
            FusedGraph.Step(
                name: "\(node.name).features",
                kernel: .operation(.reshape(Reshape(flat)), parameters: []),
                inputs: [index],
                shape: flat
            )
        )
        return steps.count - 1
    }

    /// Whether node `id` alone reads `index`, and nothing is attached to that step yet that would have to come later.
    private func isOpen(_ index: Int, for id: NodeID, at place: Int = 0) -> Bool {
        readers[network[id].inputs[place].index] == 1 && steps[index].activation == nil
    }

    private mutating func fold(_ norm: BatchNorm, _ id: NodeID) -> Bool {
        let index = step[network[id].inputs[0].index]
        guard isOpen(index, for: id), steps[index].residual == nil else { return false }
        let name = network[id].name
        let (gamma, beta) = (floats("\(name).gamma"), floats("\(name).beta"))
        let (mean, variance) = (floats("\(name).mean"), floats("\(name).variance"))
        let factor = zip(gamma, variance).map { $0 / ($1 + norm.epsilon).squareRoot() }
        let shift = gamma.indices.map { beta[$0] - mean[$0] * factor[$0] }
        guard multiply(index, by: factor, adding: shift) else { return false }
        step.append(index)
        return true
    }

    private mutating func multiply(_ index: Int, by factor: [Float], adding shift: [Float]?) -> Bool {
        switch steps[index].kernel {
        case .convolution(let convolution, var weights):
            weights.multiply(by: factor, adding: shift)
            steps[index].kernel = .convolution(convolution, weights)
        case .fullyConnected(let layer, var weights):
            weights.multiply(by: factor, adding: shift)
            steps[index].kernel = .fullyConnected(layer, weights)
        default: return false
        }
        return true
    }

    private mutating func attach(_ activation: FusedActivation, _ id: NodeID) -> Bool {
        let index = step[network[id].inputs[0].index]
        guard isOpen(index, for: id) else { return false }
        switch steps[index].kernel {
        case .convolution, .fullyConnected: break
        default: return false
        }
        steps[index].activation = activation
        step.append(index)
        return true
    }

    /// Lets the later of two convolutions add what the other gives.
    private mutating func add(_ node: Node, to inputs: [Int], scale: Float) -> Bool {
        let id = NodeID(index: step.count)
        for branch in [1, 0] where branch == 1 || scale == 1 {
            let (index, other) = (inputs[branch], inputs[1 - branch])
            guard index > other, isOpen(index, for: id, at: branch), steps[index].residual == nil,
                case .convolution(let convolution, _) = steps[index].kernel
            else { continue }
            if scale != 1 {
                _ = multiply(index, by: [Float](repeating: scale, count: convolution.outputs), adding: nil)
            }
            steps[index].residual = other
            step.append(index)
            return true
        }
        return false
    }
}
