import FaceEngine
import FaceTestSupport
import Foundation
import Testing

@testable import FaceNetworks

/// A generator of numbers that are the same every time.
private struct Numbers: RandomNumberGenerator {
    var state: UInt64 = 7
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}

@Suite struct AdapterTests {
    private let model: Model

    init() throws {
        var builder = NetworkBuilder(name: "small")
        let image = try builder.input([3, 4, 4])
        let pool = try builder.add(.globalAveragePool(GlobalAveragePool()), to: [image], name: "pool")
        let full = try builder.add(.fullyConnected(FullyConnected(outputs: 6)), to: [pool], name: "full")
        let unit = try builder.add(.l2Normalize(L2Normalize()), to: [full], name: "unit")
        let network = builder.network(outputs: [unit])
        let card = ModelCard(
            name: "small",
            inputSize: ImageSize(4),
            crop: .tight,
            dimension: 6,
            operatingPoints: [.init(falseAcceptRate: 1e-3, threshold: 1.1)]
        )
        model = try Model(card: card, network: network, parameters: .golden(for: network))
    }

    /// An adapter as a training begins, or one that has learned something.
    private func adapter(
        _ architecture: AdapterArchitecture = AdapterArchitecture(widths: [5, 7]),
        features: String? = nil,
        isTrained: Bool = true
    ) throws -> Adapter {
        let network = try architecture.network(dimension: 6, features: features == nil ? nil : 3)
        var generator = Numbers()
        let parameters =
            isTrained ? Parameters.golden(for: network) : architecture.parameters(for: network, using: &generator)
        let card = AdapterCard(name: "test", model: model, features: features, provenance: "drawn", license: "none")
        return try Adapter(card: card, network: network, parameters: parameters)
    }

    private func embed(_ model: Model) throws -> Tensor {
        let program = try InferenceProgram(model.network, parameters: model.parameters, options: .init(batchSize: 2))
        let images = Tensor.golden("input", [2, 3, 4, 4])
        var embeddings = [Float](repeating: 0, count: 12)
        try images.scalars.withUnsafeBufferPointer { images in
            try embeddings.withUnsafeMutableBufferPointer { try program.run(inputs: [images], outputs: [$0]) }
        }
        return Tensor(embeddings, shape: [2, 6])
    }

    @Test func `the default has four layers of about a million weights`() throws {
        let network = try AdapterArchitecture().network(dimension: 512)
        let layers = network.nodes.count { if case .fullyConnected = $0.operation { true } else { false } }
        #expect(layers == 4)
        #expect((1_000_000..<1_100_000).contains(network.parameters.reduce(0) { $0 + $1.shape.count }))
    }

    @Test(arguments: [nil, "pool"] as [String?])
    func `an adapter that has learned nothing changes nothing`(features: String?) throws {
        let adapted = try model.adapted(by: adapter(features: features, isTrained: false))
        expectClose(try embed(adapted), try embed(model), .elementwise)
    }

    @Test(arguments: [nil, "pool"] as [String?])
    func `a model with an adapter gives what the adapter makes of its embedding`(features: String?) throws {
        let adapter = try adapter(features: features)
        let adapted = try model.adapted(by: adapter)
        let embeddings = try embed(model)
        let images = Tensor.golden("input", [2, 3, 4, 4])
        let means = (0..<6).map { row in images.scalars[row * 16..<row * 16 + 16].reduce(0, +) / 16 }
        let program = try InferenceProgram(
            adapter.network,
            parameters: adapter.parameters,
            options: .init(batchSize: 2)
        )
        var expected = [Float](repeating: 0, count: 12)
        try embeddings.scalars.withUnsafeBufferPointer { first in
            try means.withUnsafeBufferPointer { second in
                try expected.withUnsafeMutableBufferPointer {
                    try program.run(inputs: features == nil ? [first] : [first, second], outputs: [$0])
                }
            }
        }
        expectClose(try embed(adapted), Tensor(expected, shape: [2, 6]), .reduction)
        // And it is another embedding, or the test would show nothing.
        #expect(zip(expected, embeddings.scalars).contains { abs($0 - $1) > 0.05 })
    }

    @Test func `what was measured without an adapter is left behind`() throws {
        let adapter = try adapter()
        let adapted = try model.adapted(by: adapter)
        #expect(adapted.card.operatingPoints.isEmpty)
        #expect(adapted.card.adapter == adapter.card)
        #expect(adapted.fingerprint != model.fingerprint)
        let other = try model.adapted(by: self.adapter(isTrained: false))
        #expect(adapted.fingerprint != other.fingerprint)
    }

    @Test func `a bundle keeps its adapter`() throws {
        let folder = NSTemporaryDirectory() + "adapter-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let adapted = try model.adapted(by: adapter(features: "pool"))
        try adapted.write(toFolder: "\(folder)/bundle")
        try adapted.write(toFile: "\(folder)/single")
        for name in ["bundle", "single"] {
            let read = try Model(contentsOf: "\(folder)/\(name)")
            #expect(read.card == adapted.card)
            #expect(read.card.adapter?.features == "pool")
            #expect(read.network == adapted.network)
            #expect(read.fingerprint == adapted.computedFingerprint())
            #expect(try embed(read) == embed(adapted))
        }
    }

    @Test func `an adapter's file holds it, and half as many bytes in 16 bits`() throws {
        let path = NSTemporaryDirectory() + "adapter-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = try adapter(AdapterArchitecture(widths: [200, 200]))
        try whole.write(to: path)
        let size = try #require(FileManager.default.contents(atPath: path)?.count)
        let read = try Adapter(contentsOf: path)
        #expect(read.card == whole.card)
        #expect(read.network == whole.network)
        #expect(try embed(model.adapted(by: read)) == embed(model.adapted(by: whole)))
        let rounded = try whole.roundedToBFloat16()
        try rounded.write(to: path)
        #expect(try #require(FileManager.default.contents(atPath: path)?.count) < size * 6 / 10)
        let half = try model.adapted(by: Adapter(contentsOf: path))
        expectClose(try embed(half), try embed(model.adapted(by: whole)), Tolerance(absolute: 0.01, relative: 0.02))
        #expect(try embed(half) == embed(model.adapted(by: rounded)))
    }

    @Test func `rounding to 16 bits takes the nearest, ties to even`() {
        let numbers: [Float] = [1, 1.00390625, 1.01171875, -3.1415927, .infinity, 0]
        let parameter = Parameter(roundingToBFloat16: Tensor(numbers, shape: [6]))
        #expect(parameter.scalarType == .bfloat16)
        #expect(parameter.tensor.scalars == [1, 1, 1.015625, -3.140625, .infinity, 0])
        #expect(Parameter(roundingToBFloat16: Tensor([.nan], shape: [1])).tensor.scalars[0].isNaN)
    }

    @Test func `an adapter of another model, or a second one, is refused`() throws {
        let adapter = try adapter()
        var other = model
        other.card.crop = .similarity112
        #expect(throws: ModelError.otherModel(adapter: "small")) { try other.adapted(by: adapter) }
        #expect(throws: ModelError.adaptedAlready) { try model.adapted(by: adapter).adapted(by: adapter) }
        let lost = try self.adapter(features: "pol")
        #expect(throws: ModelError.self) { try model.adapted(by: lost) }
    }

    @Test func `what is no adapter is refused with the reason`() throws {
        let path = NSTemporaryDirectory() + "adapter-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try model.write(toFile: path)
        #expect(throws: ModelError.notAnAdapter(reason: "the file has no adapter.json in its header")) {
            try Adapter(contentsOf: path)
        }
        let card = try adapter().card
        #expect(throws: ModelError.notAnAdapter(reason: "it does not take and give 6 numbers")) {
            try Adapter(card: card, network: model.network, parameters: model.parameters)
        }
        #expect(throws: NetworkError.self) { try AdapterArchitecture(widths: [0]).network(dimension: 6) }
    }
}
