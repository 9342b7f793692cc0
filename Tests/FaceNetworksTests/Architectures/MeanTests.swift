import FaceEngine
import FaceTestSupport
import Testing

@testable import FaceNetworks

/// Several trainings as one set of weights.
@Suite struct MeanTests {
    private let small: Network
    private let large: Network

    init() throws {
        (small, large) = (try Architecture.faceInceptionS.network(), try Architecture.faceInceptionD.network())
    }

    private func learned(_ network: Network, seed: UInt64) -> Parameters {
        var generator = SeededGenerator(seed: seed)
        return Parameters.initialized(for: network, using: &generator)
    }

    /// What expectations say of some scalars of a parameter.
    private func expect(
        _ mean: Parameters,
        _ name: String,
        is expected: ([Float]) -> Float,
        of sets: [Parameters],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let scalars = try #require(mean[name]).tensor.scalars
        let parts = try sets.map { try #require($0[name]).tensor.scalars }
        #expect(scalars.count == parts[0].count, sourceLocation: sourceLocation)
        for index in scalars.indices where abs(scalars[index] - expected(parts.map { $0[index] })) > 1e-7 {
            Issue.record("\(name)[\(index)] is \(scalars[index])", sourceLocation: sourceLocation)
            return
        }
    }

    @Test(arguments: [[1.0, 3.0], [0.25, 0.75]])
    func `each weight is the mean of its own, as far as each set counts`(shares: [Double]) throws {
        let sets = [learned(small, seed: 3), learned(small, seed: 4)]
        let mean = try Parameters.mean(of: sets, shares: shares, in: small)
        try small.validate(mean)
        #expect(mean.names == small.parameters.map(\.name))
        for name in mean.names { try expect(mean, name, is: { 0.25 * $0[0] + 0.75 * $0[1] }, of: sets) }
    }

    @Test func `weights of 16 bits are averaged as numbers, into 32`() throws {
        let whole = learned(small, seed: 3)
        let name = "conv1a.weight"
        var rounded = whole
        rounded[name] = Parameter(roundingToBFloat16: try #require(whole[name]).tensor)
        let mean = try Parameters.mean(of: [rounded, rounded], shares: [1, 1], in: small)
        #expect(mean[name]?.scalarType == .float32)
        try expect(mean, name, is: { $0[0] }, of: [rounded])
    }

    @Test func `blocks that a smaller network lacks add nothing in it, and are otherwise those of the others`() throws {
        let sets = [learned(small, seed: 3), learned(large, seed: 4), learned(large, seed: 5)]
        let mean = try Parameters.mean(of: sets, shares: [2, 1, 1], in: large)
        try large.validate(mean)
        #expect(mean.names == large.parameters.map(\.name))
        let grown = Array(sets[1...])
        try expect(mean, "block7.8.up.weight", is: { ($0[0] + $0[1]) / 4 }, of: grown)
        try expect(mean, "block7.8.b1a.weight", is: { ($0[0] + $0[1]) / 2 }, of: grown)
        try expect(mean, "block7.4.up.weight", is: { $0[0] / 2 + ($0[1] + $0[2]) / 4 }, of: sets)
    }

    @Test func `the mean of a network and of what it has just grown into answers as both`() throws {
        let parameters = learned(small, seed: 3)
        var generator = SeededGenerator(seed: 4)
        let grown = try Parameters.grown(into: large, from: parameters, using: &generator)
        let mean = try Parameters.mean(of: [parameters, grown], shares: [1, 2], in: large)
        let pixels = (0..<3 * 112 * 112).map { _ in Float.random(in: -1...1, using: &generator) }
        let image = Tensor(pixels, shape: [1, 3, 112, 112])
        let before = try InferenceProgram(small, parameters: parameters).run([image])[0]
        let after = try InferenceProgram(large, parameters: mean).run([image])[0]
        for (one, other) in zip(before.scalars, after.scalars) { #expect(abs(one - other) < 1e-6) }
    }

    @Test func `what is not one network or one that it grew out of is refused, by its place`() throws {
        let sets = [learned(large, seed: 3), learned(try Architecture.faceInceptionM.network(), seed: 3)]
        let reason = GrowthError.otherShape(name: "conv1a.weight", smaller: [32, 3, 3, 3], larger: [16, 3, 3, 3])
        #expect(throws: MeanError(index: 1, reason: .otherNetwork(reason))) {
            try Parameters.mean(of: sets, shares: [1, 1], in: large)
        }
        #expect(throws: MeanError(index: 0, reason: .otherNetwork(.noPlace(name: "block14.5.b0.weight")))) {
            try Parameters.mean(of: [sets[0], learned(small, seed: 3)], shares: [1, 1], in: small)
        }
    }
}

/// Several trainings as one model.
@Suite struct ModelMeanTests {
    private func model(_ name: String, _ architecture: Architecture = .faceInceptionS, seed: UInt64) throws -> Model {
        let card = ModelCard(
            name: name,
            inputSize: ImageSize(112),
            crop: .similarity112,
            dimension: 128,
            distanceScale: 2,
            operatingPoints: [.init(falseAcceptRate: 1e-3, threshold: 1.1)],
            provenance: "drawn for \(name)",
            license: "none"
        )
        var generator = SeededGenerator(seed: seed)
        let network = try architecture.network()
        return try Model(
            architecture,
            card: card,
            parameters: Parameters.initialized(for: network, using: &generator)
        )
    }

    @Test func `it is of the largest network, says of what it is the mean, and has nothing measured`() throws {
        var models = [try model("begun", seed: 3), try model("grown", .faceInceptionD, seed: 4)]
        models[1].card.license = "research"
        models.append(try model("grown again", .faceInceptionD, seed: 5))
        let mean = try Model.mean(of: models, shares: [1, 1, 2])
        #expect(mean.architecture == "face-inception-d")
        #expect(mean.card.name == "grown")
        #expect(
            mean.card.provenance
                == "the mean of begun (25.0 %): drawn for begun | grown (25.0 %): drawn for grown | "
                + "grown again (50.0 %): drawn for grown again"
        )
        #expect(mean.card.license == "none; research")
        #expect(mean.card.operatingPoints.isEmpty)
        #expect(mean.card.distanceScale == 1)
        let weights = try #require(mean.parameters["conv1a.weight"]).tensor.scalars
        let parts = try models.map { try #require($0.parameters["conv1a.weight"]).tensor.scalars }
        for index in weights.indices {
            #expect(abs(weights[index] - (parts[0][index] + parts[1][index] + 2 * parts[2][index]) / 4) < 1e-7)
        }
    }

    @Test func `models that see faces otherwise are refused, by their place`() throws {
        var models = try (0..<3).map { try model("\($0)", seed: $0) }
        models[2].card.crop = .tight
        #expect(throws: MeanError(index: 2, reason: .otherInput)) { try Model.mean(of: models, shares: [1, 1, 1]) }
        models[2].card.crop = .similarity112
        models[1].card.normalization.order = .bgr
        #expect(throws: MeanError(index: 1, reason: .otherInput)) { try Model.mean(of: models, shares: [1, 1, 1]) }
    }

    @Test func `a model with an adapter is refused`() throws {
        let plain = try model("plain", seed: 3)
        let architecture = AdapterArchitecture(widths: [4])
        let network = try architecture.network(dimension: 128)
        let adapter = try Adapter(
            card: AdapterCard(name: "test", model: plain, features: nil, provenance: "drawn", license: "none"),
            network: network,
            parameters: .golden(for: network)
        )
        let models = [plain, try plain.adapted(by: adapter)]
        #expect(throws: MeanError(index: 1, reason: .adapted)) { try Model.mean(of: models, shares: [1, 1]) }
    }
}
