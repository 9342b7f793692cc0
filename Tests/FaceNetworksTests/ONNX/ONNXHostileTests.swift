import FaceEngine
import Foundation
import Testing

@testable import FaceNetworks

/// Files that are broken, or made to break their reader.
@Suite struct ONNXHostileTests {
    @Test func `an empty file is refused`() throws {
        #expect(throws: ONNXError.malformed(reason: "it is empty")) { try read([]) }
    }

    @Test func `a missing file is refused`() {
        #expect(throws: ONNXError.unreadable(.unreadable(reason: "No such file or directory"))) {
            try ONNXModel(path: "/nowhere/model.onnx")
        }
    }

    @Test func `a file cut anywhere is refused or whole`() throws {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: goldenModel("matrices"))))
        for count in stride(from: 0, to: bytes.count, by: 37) {
            #expect(throws: ONNXError.self) { _ = try read(Array(bytes[..<count])).network() }
        }
    }

    @Test func `a tensor that claims more than it has is refused`() throws {
        for dims in [[2], [1 << 20, 1 << 20], [1 << 32, 1 << 32], [-1], [0], [1, 1, 1, 1, 1, 1, 1, 1, 1]] as [[Int]] {
            let model = bytes(
                nodes: [node("Add", ["x", "w"], ["y"])],
                tensors: [tensor("w", dims: dims, scalars: 1)]
            )
            #expect(throws: ONNXError.self, "\(dims)") { _ = try read(model).network(inputShapes: ["x": [4]]) }
        }
    }

    @Test func `a large tensor that claims more than it has is refused`() throws {
        let model = bytes(
            nodes: [node("Add", ["x", "w"], ["y"])],
            tensors: [tensor("w", dims: [1 << 30, 1 << 30], scalars: 4096)]
        )
        #expect(throws: ONNXError.malformed(reason: "tensor w claims an impossible shape")) { try read(model) }
    }

    @Test func `external weights outside the folder are refused`() throws {
        for place in ["/etc/passwd", "../weights", "..", "a/b", ""] {
            var external = tensor("w", dims: [4], scalars: 0)
            external.append(varint: 14 << 3)
            external.append(varint: 1)
            var entry: [UInt8] = []
            entry.append(field: 1, bytes: Array("location".utf8))
            entry.append(field: 2, bytes: Array(place.utf8))
            external.append(field: 13, bytes: entry)
            let model = bytes(nodes: [node("Add", ["x", "w"], ["y"])], tensors: [external])
            #expect(throws: ONNXError.malformed(reason: "tensor w lies in a file outside the model's folder")) {
                try read(model)
            }
        }
    }

    @Test func `an operator that is unknown is named with its node`() throws {
        let model = try read(bytes(nodes: [node("Relu", ["x"], ["a"]), node("Einsum", ["a"], ["y"])]))
        #expect(throws: ONNXError.unsupportedOperator("Einsum", node: "einsum.1")) {
            try model.network(inputShapes: ["x": [4]])
        }
    }

    @Test func `an unknown operator that leads nowhere does no harm`() throws {
        let model = try read(bytes(nodes: [node("Einsum", ["x"], ["a"]), node("Relu", ["x"], ["y"])]))
        #expect(try model.network(inputShapes: ["x": [4]]).0.nodes.count == 2)
    }

    @Test func `a cycle, a missing value and a value given twice are refused`() {
        let cycle = [node("Add", ["x", "b"], ["a"]), node("Relu", ["a"], ["b"]), node("Relu", ["b"], ["y"])]
        #expect(throws: ONNXError.malformed(reason: "node add.0 reads b before it is computed")) {
            try read(bytes(nodes: cycle))
        }
        #expect(throws: ONNXError.malformed(reason: "node relu.0 reads z which nothing gives")) {
            try read(bytes(nodes: [node("Relu", ["z"], ["y"])]))
        }
        #expect(throws: ONNXError.malformed(reason: "value y is given twice")) {
            try read(bytes(nodes: [node("Relu", ["x"], ["y"]), node("Sigmoid", ["x"], ["y"])]))
        }
    }

    @Test func `an absurd input shape is refused`() throws {
        let model = try read(bytes(nodes: [node("Relu", ["x"], ["y"])]))
        for shape in [[1 << 40, 1 << 40], [1 << 29], [0], []] as [Shape] {
            #expect(throws: ONNXError.unsuitableShape(input: "x", shape: shape)) {
                try model.network(inputShapes: ["x": shape])
            }
        }
    }

    private func read(_ bytes: [UInt8]) throws -> ONNXModel {
        let path = NSTemporaryDirectory() + "hostile-\(UUID()).onnx"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try ONNXModel(path: path)
    }

    /// A model from `x` to `y`, written by hand.
    private func bytes(nodes: [[UInt8]], tensors: [[UInt8]] = []) -> [UInt8] {
        var graph: [UInt8] = []
        for node in nodes { graph.append(field: 1, bytes: node) }
        for tensor in tensors { graph.append(field: 5, bytes: tensor) }
        graph.append(field: 11, bytes: named("x"))
        graph.append(field: 12, bytes: named("y"))
        var model: [UInt8] = [0x08, 8]
        model.append(field: 7, bytes: graph)
        model.append(field: 8, bytes: [0x10, 17])
        return model
    }

    private func named(_ name: String) -> [UInt8] {
        var info: [UInt8] = []
        info.append(field: 1, bytes: Array(name.utf8))
        return info
    }

    private func node(_ type: String, _ inputs: [String], _ outputs: [String]) -> [UInt8] {
        var node: [UInt8] = []
        for input in inputs { node.append(field: 1, bytes: Array(input.utf8)) }
        for output in outputs { node.append(field: 2, bytes: Array(output.utf8)) }
        node.append(field: 4, bytes: Array(type.utf8))
        return node
    }

    private func tensor(_ name: String, dims: [Int], scalars: Int) -> [UInt8] {
        var tensor: [UInt8] = []
        for dim in dims {
            tensor.append(varint: 1 << 3)
            tensor.append(varint: UInt64(bitPattern: Int64(dim)))
        }
        tensor.append(contentsOf: [0x10, 1])
        tensor.append(field: 8, bytes: Array(name.utf8))
        if scalars > 0 { tensor.append(field: 9, bytes: [UInt8](repeating: 0, count: 4 * scalars)) }
        return tensor
    }
}
