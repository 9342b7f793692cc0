import FaceEngine
import FaceNetworks
import Testing

/// Names are file format: a change here orphans every checkpoint.
@Suite struct ParameterNameTests {
    @Test func `NN2 names its parameters in checkpoint order`() throws {
        let names = try Architecture.nn2.network().parameters.map(\.name)
        #expect(
            names.prefix(16) == [
                "conv1.weight", "conv1.bias",
                "inception2.b3.reduce.weight", "inception2.b3.reduce.bias", "inception2.b3.weight",
                "inception2.b3.bias",
                "inception3a.b1.weight", "inception3a.b1.bias",
                "inception3a.b3.reduce.weight", "inception3a.b3.reduce.bias",
                "inception3a.b3.weight", "inception3a.b3.bias",
                "inception3a.b5.reduce.weight", "inception3a.b5.reduce.bias",
                "inception3a.b5.weight", "inception3a.b5.bias",
            ]
        )
        let last = ["inception5b.project.weight", "inception5b.project.bias", "embedding.weight", "embedding.bias"]
        #expect(names.suffix(4) == last[...])
    }

    @Test func `a batch normalized convolution has no bias`() throws {
        let names = try #require(Architecture.named("nn4-bn")).network().parameters.map(\.name)
        #expect(
            names.prefix(5) == [
                "conv1.weight", "conv1.bn.gamma", "conv1.bn.beta", "conv1.bn.mean", "conv1.bn.variance",
            ]
        )
        #expect(names.filter { $0.hasSuffix(".bias") } == ["embedding.bias"])
    }

    @Test func `Inception-ResNet names blocks from one and branches by letter`() throws {
        let network = try Architecture.inceptionResNetV1.network()
        let weights = network.parameters.map(\.name).filter { $0.hasSuffix(".weight") || $0.hasSuffix(".bias") }
        #expect(
            weights.prefix(14) == [
                "conv1a.weight", "conv2a.weight", "conv2b.weight", "conv3b.weight", "conv4a.weight", "conv4b.weight",
                "block35.1.b0.weight", "block35.1.b1a.weight", "block35.1.b1b.weight", "block35.1.b2a.weight",
                "block35.1.b2b.weight", "block35.1.b2c.weight", "block35.1.up.weight", "block35.1.up.bias",
            ]
        )
        #expect(weights.suffix(3) == ["block8.6.up.weight", "block8.6.up.bias", "embedding.weight"])
        #expect(network.nodes.contains { $0.name == "block8.5.relu" })
        #expect(!network.nodes.contains { $0.name == "block8.6.relu" })
    }

    @Test(
        arguments: [
            ("nn1", 28, 0xe4e7_b736_3756_3b8a),
            ("nn2", 120, 0x1a49_1298_cf65_c09d),
            ("nn3", 120, 0x1a49_1298_cf65_c09d),
            ("nn4", 108, 0xbe1e_229c_9b83_c055),
            ("nns1", 78, 0x4e67_81e2_4833_1bf6),
            ("nns2", 50, 0xddf8_8783_6836_5267),
            ("inception-resnet-v1", 602, 0x1b5a_745a_b061_38bf),
            ("inception-resnet-v2", 1105, 0x7625_4978_885a_749b),
            ("nn2-bn", 297, 0x26fe_668f_1dad_9fc0),
        ] as [(String, Int, UInt64)]
    )
    func `no name, shape or order changes unnoticed`(name: String, count: Int, hash: UInt64) throws {
        let parameters = try #require(Architecture.named(name)).network().parameters
        #expect(parameters.count == count)
        #expect(Set(parameters.map(\.name)).count == count)
        let text = parameters.map { "\($0.name)\($0.shape)" }.joined(separator: ",")
        let found = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        #expect(found == hash, "0x\(String(found, radix: 16))")
    }
}
