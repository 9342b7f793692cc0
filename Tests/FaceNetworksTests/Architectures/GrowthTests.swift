import FaceEngine
import FaceNetworks
import FaceTestSupport
import Testing

/// A trained network in a larger one.
@Suite struct GrowthTests {
    private let small: Network
    private let large: Network
    private let learned: Parameters

    init() throws {
        (small, large) = (try Architecture.faceInceptionS.network(), try Architecture.faceInceptionD.network())
        var generator = SeededGenerator(seed: 3)
        learned = Parameters.initialized(for: small, using: &generator)
    }

    private func grown(_ network: Network, from parameters: Parameters) throws(GrowthError) -> Parameters {
        var generator = SeededGenerator(seed: 4)
        return try Parameters.grown(into: network, from: parameters, using: &generator)
    }

    @Test func `it answers as before but for rounding`() throws {
        let parameters = try grown(large, from: learned)
        try large.validate(parameters)
        #expect(parameters.names == large.parameters.map(\.name))
        var generator = SeededGenerator(seed: 5)
        let pixels = (0..<3 * 112 * 112).map { _ in Float.random(in: -1...1, using: &generator) }
        let image = Tensor(pixels, shape: [1, 3, 112, 112])
        let before = try InferenceProgram(small, parameters: learned).run([image])[0]
        let after = try InferenceProgram(large, parameters: parameters).run([image])[0]
        for (one, other) in zip(before.scalars, after.scalars) { #expect(abs(one - other) < 1e-6) }
    }

    @Test func `what is new is drawn, but for the way back, which is nothing`() throws {
        let parameters = try grown(large, from: learned)
        func scalars(_ name: String) throws -> [Float] { try #require(parameters[name]).tensor.scalars }
        #expect(try scalars("block7.4.up.weight") == #require(learned["block7.4.up.weight"]).tensor.scalars)
        for block in ["block14.5", "block14.6", "block7.5", "block7.6", "block7.7", "block7.8"] {
            #expect(try scalars("\(block).up.weight").allSatisfy { $0 == 0 })
            #expect(try scalars("\(block).up.bias").allSatisfy { $0 == 0 })
            #expect(try scalars("\(block).b1a.weight").contains { $0 != 0 })
        }
    }

    @Test func `what is not the same network with more blocks is refused, by the parameter's name`() throws {
        let medium = try Architecture.faceInceptionM.network()
        #expect(throws: GrowthError.otherShape(name: "conv1a.weight", smaller: [16, 3, 3, 3], larger: [32, 3, 3, 3])) {
            try grown(medium, from: learned)
        }
        var generator = SeededGenerator(seed: 3)
        let more = Parameters.initialized(for: large, using: &generator)
        #expect(throws: GrowthError.noPlace(name: "block14.5.b0.weight")) { try grown(small, from: more) }
        var less = learned
        less["block7.4.b0.weight"] = nil
        #expect(throws: GrowthError.notABlock(name: "block7.4.b0.weight")) { try grown(large, from: less) }
        less = learned
        less["places.weight"] = nil
        #expect(throws: GrowthError.notABlock(name: "places.weight")) { try grown(large, from: less) }
    }
}
