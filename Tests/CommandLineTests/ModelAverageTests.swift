import FaceEngine
import FaceNetworks
import Foundation
import Testing

/// `facenet model average`, with models that nobody trained.
@Suite struct ModelAverageTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Writes a model whose weights are all one number.
    private func write(_ name: String, weights: Float, crop: ModelCard.Crop = .tight) throws {
        var builder = NetworkBuilder(name: "small")
        let image = try builder.input([3, 4, 4])
        let pool = try builder.add(.globalAveragePool(GlobalAveragePool()), to: [image], name: "pool")
        let full = try builder.add(.fullyConnected(FullyConnected(outputs: 6)), to: [pool], name: "full")
        let unit = try builder.add(.l2Normalize(L2Normalize()), to: [full], name: "unit")
        let network = builder.network(outputs: [unit])
        var parameters = Parameters()
        for role in network.parameters {
            let scalars = [Float](repeating: weights, count: role.shape.count)
            parameters[role.name] = Parameter(Tensor(scalars, shape: role.shape))
        }
        let card = ModelCard(name: name, inputSize: ImageSize(4), crop: crop, dimension: 6, provenance: "drawn")
        try Model(card: card, network: network, parameters: parameters).write(toFolder: path(name))
    }

    @Test func `the mean is a bundle like any other`() throws {
        try write("one", weights: 1)
        try write("two", weights: 5)
        let all = ["--share", "1", "--share", "3", "--name", "both", path("one"), path("two")]
        let outcome = try Binary.run(["model", "average", "--output", path("mean")] + all)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.lines.first == "bundle\t\(path("mean"))")
        let mean = try Model(contentsOf: path("mean"))
        #expect(mean.card.name == "both")
        #expect(mean.card.provenance == "the mean of one (25.0 %): drawn | two (75.0 %): drawn")
        #expect(mean.parameters["full.weight"]?.tensor.scalars.allSatisfy { $0 == 4 } == true)

        let same = try Binary.run(["model", "average", "-o", path("same.safetensors"), path("one"), path("two")])
        #expect(same.code == 0, "\(same.errors)")
        let scalars = try Model(contentsOf: path("same.safetensors")).parameters["full.weight"]?.tensor.scalars
        #expect(scalars?.allSatisfy { $0 == 3 } == true)
    }

    @Test func `what cannot be averaged is 2, by its path, and leaves nothing`() throws {
        try write("one", weights: 1)
        try write("other", weights: 1, crop: .similarity112)
        let other = try Binary.run(["model", "average", "-o", path("mean"), path("one"), path("other")])
        #expect(other.code == 2)
        let reason = "it wants faces cut out or normalized otherwise than the first model"
        #expect(other.errorLines == ["facenet: \(path("other")): \(reason)"])
        let missing = try Binary.run(["model", "average", "-o", path("mean"), path("one"), path("none")])
        #expect(missing.code == 2)
        #expect(missing.errors.hasPrefix("facenet: \(path("none")): "))
        let there = try Binary.run(["model", "average", "-o", path("other"), path("one"), path("one")])
        #expect(there.code == 2)
        #expect(there.errorLines == ["facenet: \(path("other")): could not be written: it exists already"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["one", "other"])
    }

    @Test(arguments: [
        (["a"], "A mean is of two models or more."),
        (["--share", "1", "a", "b"], "There are 2 models, and --share is given 1 times."),
        (["--share", "1", "--share", "0", "a", "b"], "A share is above 0, not 0.0."),
        (["--share", "1", "--share", "inf", "a", "b"], "A share is above 0, not inf."),
    ])
    func `a wrong command line is 64`(arguments: [String], reason: String) throws {
        let outcome = try Binary.run(["model", "average", "--output", path("mean")] + arguments)
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }
}
