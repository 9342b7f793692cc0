import FaceEngine
import FaceNetworks
import FaceTestSupport
import Testing

/// The weights that training starts from.
@Suite struct InitializationTests {
    @Test func `one seed gives one network`() throws {
        let network = try Architecture.nns2.network()
        func weights(_ seed: UInt64) -> [Tensor] {
            var generator = SeededGenerator(seed: seed)
            let parameters = Parameters.initialized(for: network, using: &generator)
            return parameters.names.compactMap { parameters[$0]?.tensor }
        }
        #expect(weights(1) == weights(1))
        #expect(weights(1) != weights(2))
    }

    @Test func `weights have the variance of their fan-in, twice that before a rectifier`() throws {
        let network = try #require(Architecture.named("nn4-bn")).network()
        var generator = SeededGenerator(seed: 7)
        let parameters = Parameters.initialized(for: network, using: &generator)
        try network.validate(parameters)
        #expect(parameters.names == network.parameters.map(\.name))
        func moments(_ name: String) throws -> (mean: Float, variance: Float) {
            let scalars = try #require(parameters[name]).tensor.scalars
            let mean = scalars.reduce(0, +) / Float(scalars.count)
            return (mean, scalars.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(scalars.count))
        }
        // 331,776 and 114,688 numbers: their variance is known to about 0.3 % and 0.5 %.
        let rectified = try moments("inception4d.b3.weight")
        #expect(abs(rectified.mean) < 1e-3)
        #expect(abs(rectified.variance * 144 * 9 / 2 - 1) < 0.02)
        #expect(abs(try moments("embedding.weight").variance * 896 - 1) < 0.03)
        #expect(try #require(parameters["conv1.bn.gamma"]).tensor.scalars.allSatisfy { $0 == 1 })
        #expect(try #require(parameters["conv1.bn.variance"]).tensor.scalars.allSatisfy { $0 == 1 })
        #expect(try #require(parameters["conv1.bn.beta"]).tensor.scalars.allSatisfy { $0 == 0 })
        #expect(try #require(parameters["embedding.bias"]).tensor.scalars.allSatisfy { $0 == 0 })
    }
}
