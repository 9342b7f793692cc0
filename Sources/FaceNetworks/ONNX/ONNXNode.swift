import FaceEngine

/// One operator call of an ONNX graph, its attributes by name.
struct ONNXNode: Sendable {
    /// The name in the built network: dotted, lower case, unique; parameters are called `name.role`.
    let name: String
    /// The operator, with its domain in front unless it is ONNX's own, such as `Conv`.
    let type: String
    /// The values read; an empty name stands for an optional one left out.
    let inputs: [String]
    /// The values given.
    let outputs: [String]
    private let attributes: [String: Onnx_AttributeProto]

    /// Creates the view of `node` that is called `name`.
    init(_ node: Onnx_NodeProto, name: String) {
        self.name = name
        type = ["", "ai.onnx"].contains(node.domain) ? node.opType : "\(node.domain).\(node.opType)"
        inputs = node.input
        outputs = node.output
        attributes = Dictionary(node.attribute.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Whether the attribute is given.
    func has(_ name: String) -> Bool { attributes[name] != nil }

    /// An integer attribute.
    func int(_ name: String, or fallback: Int) -> Int { attributes[name].map { Int($0.i) } ?? fallback }

    /// A float attribute.
    func float(_ name: String, or fallback: Float) -> Float { attributes[name]?.f ?? fallback }

    /// A text attribute.
    func string(_ name: String, or fallback: String) -> String {
        attributes[name].map { String(decoding: $0.s, as: UTF8.self) } ?? fallback
    }

    /// An attribute of several integers, `nil` if it is not given.
    func ints(_ name: String) -> [Int]? { attributes[name]?.ints.map { Int($0) } }

    /// An attribute of several floats, `nil` if it is not given.
    func floats(_ name: String) -> [Float]? { attributes[name]?.floats }

    /// A tensor attribute, `nil` if it is not given.
    func tensor(_ name: String) -> Onnx_TensorProto? {
        guard let attribute = attributes[name], attribute.hasT else { return nil }
        return attribute.t
    }

    /// The error that says why the node cannot be built.
    func unsupported(_ reason: String) -> ONNXError {
        .unsupportedUse(operator: type, node: name, reason: reason)
    }
}

/// Gives out names that are dotted, lower case and different from each other.
struct UniqueNames {
    private var taken: Set<String> = []

    /// Returns `name` in the house's spelling, with a number behind it if it was given out before.
    mutating func claim(_ name: String, or fallback: String) -> String {
        let parts = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-")) }
        let base = parts.isEmpty ? fallback : String(parts.joined(separator: ".").prefix(200))
        var result = base
        var number = 2
        while !taken.insert(result).inserted {
            result = "\(base).\(number)"
            number += 1
        }
        return result
    }
}
