/// A reason why a network could not be built or run.
public enum NetworkError: Error, Equatable, Sendable {
    /// The operation cannot take inputs of these shapes.
    case unsuitable(operation: String, inputs: [Shape], reason: String)
    /// A node's error, with the name of the node in front.
    indirect case node(name: String, NetworkError)
    /// Two nodes have one name.
    case duplicateName(String)
    /// The weights lack a parameter.
    case missingParameter(name: String)
    /// A parameter has another shape than the network wants.
    case parameterShape(name: String, expected: Shape, actual: Shape)
}

extension NetworkError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .unsuitable(let operation, let inputs, let reason):
            "\(operation) cannot take \(inputs.map(\.description).joined(separator: " and ")): \(reason)"
        case .node(let name, let error): "node \(name): \(error)"
        case .duplicateName(let name): "two nodes are called \(name)"
        case .missingParameter(let name): "parameter \(name) is missing"
        case .parameterShape(let name, let expected, let actual):
            "parameter \(name) should be \(expected), not \(actual)"
        }
    }
}

extension [Shape] {
    /// The one input of an operation that takes one.
    func only(for operation: String) throws(NetworkError) -> Shape {
        guard count == 1, let first else {
            throw .unsuitable(operation: operation, inputs: self, reason: "it takes one input, not \(count)")
        }
        return first
    }
}
