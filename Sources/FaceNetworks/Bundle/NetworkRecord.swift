import FaceEngine

/// A network as `model.json` has it: one record for each node.
struct NetworkRecord: Hashable, Sendable, Codable {
    /// What the network is called.
    var name: String
    /// The nodes, each after those it reads.
    var nodes: [NodeRecord]
    /// The places of the outputs.
    var outputs: [Int]
}

/// One node: an operation by name, and its attributes as lists of numbers.
struct NodeRecord: Hashable, Sendable, Codable {
    /// The node's name.
    var name: String
    /// The operation, such as `convolution`.
    var operation: String
    /// The places of the nodes read.
    var inputs: [Int]
    /// The attributes, such as `groups`.
    var numbers: [String: [Double]]
}

extension NetworkRecord {
    /// Describes a network.
    init(_ network: Network) {
        name = network.name
        nodes = network.nodes.map { node in
            let (operation, numbers) = node.operation.record
            return NodeRecord(
                name: node.name,
                operation: operation,
                inputs: node.inputs.map(\.index),
                numbers: numbers
            )
        }
        outputs = network.outputs.map(\.index)
    }
}

extension Network {
    /// Builds the network that a record describes.
    ///
    /// - Throws: ``NetworkError`` with the node's name if it is none.
    init(_ record: NetworkRecord) throws(NetworkError) {
        var builder = NetworkBuilder(name: record.name)
        var ids: [NodeID] = []
        for node in record.nodes {
            var inputs: [NodeID] = []
            for input in node.inputs {
                guard ids.indices.contains(input) else { throw node.error("it reads a node that is not before it") }
                inputs.append(ids[input])
            }
            let id = try builder.add(Operation(node), to: inputs, name: node.name)
            guard builder.shape(of: id).isReasonable else { throw node.error("its result is too large") }
            ids.append(id)
        }
        var outputs: [NodeID] = []
        for output in record.outputs {
            guard ids.indices.contains(output) else {
                throw .unsuitable(operation: "network", inputs: [], reason: "an output is no node of it")
            }
            outputs.append(ids[output])
        }
        self = builder.network(outputs: outputs)
    }
}

extension NodeRecord {
    /// The error that says what is wrong with the node.
    func error(_ reason: String) -> NetworkError {
        .node(name: name, .unsuitable(operation: operation, inputs: [], reason: reason))
    }

    /// A list of whole numbers from 0 to 2^28.
    func integers(_ key: String, count: Int? = nil) throws(NetworkError) -> [Int] {
        let integers = (numbers[key] ?? []).compactMap { Int(exactly: $0) }.filter { (0...1 << 28).contains($0) }
        guard let list = numbers[key], integers.count == list.count, count == nil || count == list.count else {
            throw error("\(key) is not what it should be")
        }
        return integers
    }

    /// One whole number.
    func integer(_ key: String) throws(NetworkError) -> Int { try integers(key, count: 1)[0] }

    /// One float.
    func float(_ key: String) throws(NetworkError) -> Float {
        guard let list = numbers[key], list.count == 1 else { throw error("\(key) is not a number") }
        return Float(list[0])
    }

    /// A shape.
    func shape(_ key: String) throws(NetworkError) -> Shape {
        let shape = Shape(try integers(key))
        guard shape.isReasonable else { throw error("\(key) is too large") }
        return shape
    }

    /// A window.
    func window() throws(NetworkError) -> Window {
        let list = try integers("window", count: 10)
        guard list.allSatisfy({ $0 < 1 << 16 }) else { throw error("its window is too large") }
        return Window(
            rows: list[0],
            columns: list[1],
            rowStride: list[2],
            columnStride: list[3],
            top: list[4],
            left: list[5],
            bottom: list[6],
            right: list[7],
            rowDilation: list[8],
            columnDilation: list[9]
        )
    }
}

extension Shape {
    /// Whether a tensor of this shape could be an activation: of 1 to 8 axes, none empty, and at most 2^28 scalars.
    ///
    /// Asked of every shape a file claims, before anything is multiplied or made.
    var isReasonable: Bool {
        var count = 1
        for dimension in dimensions {
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard !overflow, product > 0, product <= 1 << 28 else { return false }
            count = product
        }
        return (1...8).contains(rank)
    }
}
