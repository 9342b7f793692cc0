import FaceEngine
import Foundation

/// A checked ONNX graph: what leads to its outputs, in order, and the tensors it gives itself.
struct ONNXGraph: Sendable {
    /// An input and what the model says of its shape, `nil` for an axis left open; the batch axis comes first.
    struct Input: Sendable {
        let value: String
        let name: String
        let dims: [Int?]?
    }

    /// The name the model gives the graph.
    let name: String
    /// The version of the operators' definitions.
    let opset: Int
    /// The inputs that data is handed in for.
    let inputs: [Input]
    /// The values given back.
    let outputs: [String]
    /// The operators, each after all that it reads; those that lead to no output are left out.
    let nodes: [ONNXNode]
    /// Weights and numbers, by value name.
    let constants: [String: ONNXConstant]

    /// Reads and checks the graph of the model in `file`, whose external weights, if any, lie in `folder`.
    init(_ file: MappedFile, folder: URL) throws(ONNXError) {
        let skeleton = try ModelSkeleton(file)
        let graph = skeleton.model.graph
        guard skeleton.model.hasGraph, !graph.node.isEmpty else { throw .malformed(reason: "it has no graph") }
        opset = try Self.opset(of: skeleton.model)
        name = graph.name

        var reader = ONNXTensorReader(file: file, folder: folder)
        var constants: [String: ONNXConstant] = [:]
        var defined: Set<String> = []
        for (index, tensor) in graph.initializer.enumerated() {
            guard defined.insert(tensor.name).inserted else {
                throw .malformed(reason: "value \(tensor.name) is given twice")
            }
            constants[tensor.name] = try reader.read(tensor, span: skeleton.spans[index])
        }

        var names = UniqueNames()
        var inputs: [Input] = []
        for input in graph.input where constants[input.name] == nil {
            guard defined.insert(input.name).inserted else {
                throw .malformed(reason: "value \(input.name) is given twice")
            }
            inputs.append(Input(value: input.name, name: names.claim(input.name, or: "input"), dims: Self.dims(input)))
        }
        self.inputs = inputs

        let nodes = graph.node.enumerated().map { index, node in
            ONNXNode(node, name: names.claim(node.name, or: "\(node.opType.lowercased()).\(index)"))
        }
        try Self.checkOrder(nodes, defined: defined)
        outputs = graph.output.map(\.name)
        let needed = Self.needed(nodes, for: outputs)
        for node in needed where node.type == "Constant" {
            constants[node.outputs[0]] = try Self.constant(node, &reader)
        }
        self.nodes = needed.filter { $0.type != "Constant" }
        self.constants = constants
    }

    private static func opset(of model: Onnx_ModelProto) throws(ONNXError) -> Int {
        let imports = model.opsetImport.filter { ["", "ai.onnx"].contains($0.domain) }
        guard let version = imports.first?.version else { throw .malformed(reason: "it names no version of ONNX") }
        guard (7...1000).contains(version) else {
            throw .malformed(reason: "it is of operator set \(version); 7 and later can be read")
        }
        return Int(version)
    }

    private static func dims(_ input: Onnx_ValueInfoProto) -> [Int?]? {
        guard input.type.tensorType.hasShape else { return nil }
        return input.type.tensorType.shape.dim.map { dim in
            if case .dimValue(let value) = dim.value, value > 0 { Int(value) } else { nil }
        }
    }

    /// Refuses a graph in which a value is given twice, never, or only after it is read, as in a cycle.
    private static func checkOrder(_ nodes: [ONNXNode], defined: Set<String>) throws(ONNXError) {
        let given = Set(nodes.flatMap(\.outputs))
        var defined = defined
        for node in nodes {
            guard node.outputs.contains(where: { !$0.isEmpty }) else {
                throw .malformed(reason: "node \(node.name) gives nothing")
            }
            for input in node.inputs where !input.isEmpty && !defined.contains(input) {
                let problem = given.contains(input) ? "before it is computed" : "which nothing gives"
                throw .malformed(reason: "node \(node.name) reads \(input) \(problem)")
            }
            for output in node.outputs where !output.isEmpty && !defined.insert(output).inserted {
                throw .malformed(reason: "value \(output) is given twice")
            }
        }
    }

    private static func needed(_ nodes: [ONNXNode], for outputs: [String]) -> [ONNXNode] {
        var wanted = Set(outputs)
        var result: [ONNXNode] = []
        for node in nodes.reversed() where node.outputs.contains(where: { !$0.isEmpty && wanted.contains($0) }) {
            wanted.formUnion(node.inputs)
            result.append(node)
        }
        return result.reversed()
    }

    private static func constant(
        _ node: ONNXNode,
        _ reader: inout ONNXTensorReader
    ) throws(ONNXError) -> ONNXConstant {
        if let tensor = node.tensor("value") { return try reader.read(tensor) }
        if let ints = node.ints("value_ints") {
            return ONNXConstant(dims: [ints.count], storage: .extents(ints.map(Extent.known)))
        }
        if let floats = node.floats("value_floats") {
            return ONNXConstant(dims: [floats.count], storage: .floats(floats))
        }
        if node.has("value_int") {
            return ONNXConstant(dims: [], storage: .extents([.known(node.int("value_int", or: 0))]))
        }
        guard node.has("value_float") else { throw node.unsupported("it has no numeric value") }
        return ONNXConstant(dims: [], storage: .floats([node.float("value_float", or: 0)]))
    }
}
