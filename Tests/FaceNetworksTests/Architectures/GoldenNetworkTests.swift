import FaceEngine
import FaceNetworks
import FaceTestSupport
import Foundation
import Testing

/// Every architecture, forward, against a second implementation in PyTorch.
///
/// With weights that are mere hashes the two images' embeddings are alike (cosine 0.994 to 0.9999), so the tolerance has
/// to be that of rounding.
@Suite(.serialized) struct GoldenNetworkTests {
    @Test func `golden numbers follow from their names`() {
        #expect(Tensor.golden("input", [3]).scalars == [-0x1.9bd584p-1, -0x1.68fb6p-1, 0x1.2f732p-3])
        let weight = Tensor.golden("conv1.weight", [64, 3, 7, 7]).scalars.prefix(3)
        expectClose(
            Tensor(Array(weight), shape: [3]),
            Tensor([0.01821303, -0.17180079, 0.18587570], shape: [3]),
            .elementwise
        )
    }

    @Test(arguments: Architecture.all)
    func `agrees with PyTorch`(_ architecture: Architecture) throws {
        let golden = try Golden(architecture.name, in: .module)
        let shape = Shape(try golden.integers("input"))
        let network = try architecture.network(inputSize: ImageSize(rows: shape[2], columns: shape[3]))
        #expect(network.trainedScalarCount == (try golden.integer("parameters")))

        let kept = golden.tensorNames.filter { $0.hasPrefix("activation.") }.map { String($0.dropFirst(11)) }
        #expect(kept.count == 4)
        let observed = try network.observing(kept)
        let program = try InferenceProgram(
            observed,
            parameters: .golden(for: observed),
            options: InferenceOptions(batchSize: shape[0])
        )
        let outputs = try program.run([.golden("input", shape)])
        for (name, output) in zip(kept, outputs) {
            expectClose(output.sampled(64), try golden.tensor("activation.\(name)"), .network)
        }
        expectClose(try #require(outputs.last), try golden.tensor("embedding"), .embedding)
    }
}

extension Network {
    /// The same network with the outputs of some nodes in front of its own.
    fileprivate func observing(_ names: [String]) throws -> Network {
        var builder = NetworkBuilder(name: name)
        for node in nodes { _ = try builder.add(node.operation, to: node.inputs, name: node.name) }
        let observed = try names.map { name in
            try #require(ids.first { self[$0].name == name }, "no node is called \(name)")
        }
        return builder.network(outputs: observed + outputs)
    }
}

extension Tensor {
    /// Of the first example, `count` scalars at equal distances, from the first on.
    fileprivate func sampled(_ count: Int) -> Tensor {
        let step = shape.count / shape[0] / count
        return Tensor((0..<count).map { scalars[$0 * step] }, shape: [count])
    }
}
