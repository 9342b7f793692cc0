/// One step of training: an operation and what can be computed on its way out.
struct TrainingLayer {
    /// What is computed.
    enum Kernel {
        case input(Int)
        case constant(Constant)
        /// A convolution, times a factor, plus another value if there is one, through a rectifier if asked.
        case convolution(Convolution, residual: (scale: Float, other: Int)?, isRectified: Bool)
        case fullyConnected(FullyConnected)
        case batchNorm(BatchNorm, isRectified: Bool)
        case operation(Operation)
    }

    /// The node whose output this is.
    let output: Int
    /// The node that the parameters belong to.
    let node: Int
    let kernel: Kernel
    /// The nodes whose values are read, the residual's other value last.
    let inputs: [Int]

    /// Groups a network's nodes into layers, in the order of their outputs.
    ///
    /// Only nodes that nobody else reads are drawn into another's layer.
    static func layers(of network: Network) -> [TrainingLayer] {
        var readers = [Int](repeating: 0, count: network.nodes.count)
        for node in network.nodes { for input in node.inputs { readers[input.index] += 1 } }
        // A result that is handed out has to exist.
        for output in network.outputs { readers[output.index] += 2 }
        var absorbed: Set<Int> = []
        var layers: [TrainingLayer] = []
        for index in network.nodes.indices.reversed() where !absorbed.contains(index) {
            let (layer, inner) = layer(at: index, of: network, readers: readers)
            absorbed.formUnion(inner)
            layers.append(layer)
        }
        return layers.reversed()
    }

    private static func layer(at index: Int, of network: Network, readers: [Int]) -> (TrainingLayer, [Int]) {
        var inner: [Int] = []
        var last = index
        var isRectified = false
        if case .activation(.relu) = network.nodes[last].operation, let before = network.nodes[last].inputs.first,
            readers[before.index] == 1
        {
            switch network.nodes[before.index].operation {
            case .convolution, .batchNorm, .residual:
                isRectified = true
                inner.append(before.index)
                last = before.index
            default: break
            }
        }
        var residual: (scale: Float, other: Int)?
        if case .residual(let sum) = network.nodes[last].operation {
            let (other, branch) = (network.nodes[last].inputs[0].index, network.nodes[last].inputs[1].index)
            if case .convolution = network.nodes[branch].operation, readers[branch] == 1, other != branch {
                residual = (sum.scale, other)
                inner.append(branch)
                last = branch
            } else if isRectified {
                // A rectifier on a sum of another kind stays a step of its own.
                isRectified = false
                inner = []
                last = index
            }
        }
        let node = network.nodes[last]
        var inputs = node.inputs.map(\.index)
        let kernel: Kernel
        switch node.operation {
        case .input: kernel = .input(network.inputs.firstIndex { $0.index == last } ?? 0)
        case .constant(let constant): kernel = .constant(constant)
        case .convolution(let convolution):
            if let residual { inputs.append(residual.other) }
            kernel = .convolution(convolution, residual: residual, isRectified: isRectified)
        case .fullyConnected(let layer): kernel = .fullyConnected(layer)
        case .batchNorm(let norm): kernel = .batchNorm(norm, isRectified: isRectified)
        default: kernel = .operation(node.operation)
        }
        return (TrainingLayer(output: index, node: last, kernel: kernel, inputs: inputs), inner)
    }
}
