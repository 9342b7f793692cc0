import FaceEngine
import FaceTestSupport
import Foundation
import Testing

/// The definitions of the operations against PyTorch and ONNX Runtime.
@Suite struct ReferenceOperationTests {
    @Test func `there is a golden for each operation that computes`() throws {
        let kinds = try Set(GoldenOperation.all.compactMap { try Golden($0.name, in: .module).attributes["op"] })
        #expect(kinds.count == 25, "\(kinds.sorted())")
    }

    @Test(arguments: try GoldenOperation.all)
    func `agrees with the golden`(_ operation: GoldenOperation) throws {
        let golden = try Golden(operation.name, in: .module)
        let definition = try GoldenOperation.operation(of: golden).definition
        let inputs = try golden.inputs
        let shapes = inputs.map { Shape(Array($0.shape.dimensions.dropFirst())) }
        let parameters = try definition.parameters(for: shapes).map { role in
            let parameter = try golden.tensor(role.name)
            #expect(parameter.shape == role.shape)
            return parameter
        }
        let expected = try golden.tensor("output")
        #expect(try definition.outputShape(for: shapes).batched(2) == expected.shape)
        expectClose(definition.evaluateReference(inputs, parameters: parameters), expected, .elementwise)
    }

    @Test(arguments: try GoldenOperation.all)
    func `a program of one operation agrees with the golden`(_ operation: GoldenOperation) throws {
        let golden = try Golden(operation.name, in: .module)
        var builder = NetworkBuilder(name: operation.name)
        let inputs = try golden.inputs
        var ids: [NodeID] = []
        for (index, input) in inputs.enumerated() {
            ids.append(try builder.input(Shape(Array(input.shape.dimensions.dropFirst())), name: "input\(index)"))
        }
        let node = try builder.add(GoldenOperation.operation(of: golden), to: ids, name: "node")
        let network = builder.network(outputs: [node])
        var parameters = Parameters()
        for role in network.parameters {
            parameters[role.name] = Parameter(try golden.tensor(String(role.name.dropFirst("node.".count))))
        }
        let program = try InferenceProgram(network, parameters: parameters, options: InferenceOptions(batchSize: 2))
        expectClose(try #require(try program.run(inputs).first), try golden.tensor("output"), .reduction)
    }
}
