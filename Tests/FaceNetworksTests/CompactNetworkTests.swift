import FaceEngine
import FaceNetworks
import FaceTestSupport
import Foundation
import Testing

@Suite struct CompactNetworkTests {
    @Test func `each grid has 24 numbers a cell`() throws {
        let network = try CompactNetwork().network(rows: 128, columns: 192)
        #expect(network.outputs.map { network[$0].shape } == [[24, 16, 24], [24, 8, 12], [24, 4, 6], [24, 2, 3]])
        #expect(CompactNetwork.Channel.cover.upperBound == CompactNetwork.Channel.count)
    }

    @Test(arguments: [(100, 64), (64, 100), (0, 64), (64, -64)])
    func `sizes that are no multiples of 64 are refused`(rows: Int, columns: Int) {
        #expect(throws: NetworkError.self) { try CompactNetwork().network(rows: rows, columns: columns) }
    }

    /// What is published is at most a megabyte.
    @Test func `the weights of 16 bits fit into a megabyte`() throws {
        let network = try CompactNetwork().network(rows: 64, columns: 64)
        let bytes = network.parameters.reduce(0) { $0 + $1.shape.count * ($1.shape.rank > 1 ? 2 : 4) }
        #expect(bytes < 1_000_000)
    }

    @Test(arguments: [Precision.fp32, .bf16])
    func `no layer runs on a reference kernel, trained or not`(precision: Precision) throws {
        guard precision != .bf16 || Precision.fastest == .bf16 else {
            print("skipped: this CPU has no bf16")
            return
        }
        let network = try CompactNetwork().network(rows: 128, columns: 192)
        let parameters = Parameters.golden(for: network)
        let inference = try InferenceProgram(
            network,
            parameters: parameters,
            options: InferenceOptions(precision: precision)
        )
        let slow = inference.steps.filter { $0.kernel.contains("ref") }
        #expect(slow.isEmpty, "\(slow.map { "\($0.name): \($0.kernel)" })")
        let training = try TrainingProgram(
            network,
            parameters: parameters,
            options: TrainingOptions(batchSize: 2, precision: precision)
        )
        let slowTraining = training.steps.filter { $0.isReference && $0.multiplyAdds > 0 }
        #expect(slowTraining.isEmpty, "\(slowTraining.map { "\($0.name): \($0.kernel)" })")
    }

    @Test func `sixteen bits answer as thirty-two do, nearly`() throws {
        guard Precision.fastest == .bf16 else {
            print("skipped: this CPU has no bf16")
            return
        }
        let network = try CompactNetwork().network(rows: 64, columns: 64)
        let parameters = Parameters.golden(for: network)
        let input = Tensor((0..<3 * 64 * 64).map { Float($0 % 97) / 48 - 1 }, shape: [1, 3, 64, 64])
        let outputs = try [Precision.fp32, .bf16].map { precision in
            try InferenceProgram(network, parameters: parameters, options: InferenceOptions(precision: precision)).run([
                input
            ])
        }
        for (exact, rounded) in zip(outputs[0], outputs[1]) {
            let scale = exact.scalars.map(abs).max() ?? 0
            let worst = zip(exact.scalars, rounded.scalars).map { abs($0 - $1) }.max() ?? 0
            #expect(worst < 0.05 * scale, "\(worst) of \(scale)")
        }
    }
}

@Suite struct DetectorModelTests {
    private func folder() -> String { URL.temporaryDirectory.appending(path: UUID().uuidString).path }

    private func model() throws -> DetectorModel {
        let network = CompactNetwork(stem: [8, 8], stages: [8, 8, 8, 8], heads: [8, 8, 8, 8])
        return try DetectorModel(
            card: DetectorCard(name: "tiny", network: network, scoreThreshold: 0.25, provenance: "drawn"),
            parameters: .golden(for: network.network(rows: 64, columns: 64))
        )
    }

    @Test func `a model that is written is read back, from the folder and from bytes`() throws {
        let (model, path) = (try model(), folder())
        defer { try? FileManager.default.removeItem(atPath: path) }
        try model.write(toFolder: path)
        let read = try DetectorModel(folder: path)
        let card = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(path)/detector.json")))
        let weights = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(path)/weights.safetensors")))
        let fromBytes = try card.withUnsafeBytes { card in
            try weights.withUnsafeBytes { weights in
                try DetectorModel(card: MappedFile(copying: card), weights: MappedFile(copying: weights))
            }
        }
        for other in [read, fromBytes] {
            #expect(other.card == model.card)
            for name in model.parameters.names {
                let (exact, rounded) = (model.parameters[name]?.tensor, other.parameters[name]?.tensor)
                let worst = zip(exact?.scalars ?? [], rounded?.scalars ?? []).map { abs($0 - $1) / max(abs($0), 1e-6) }
                    .max()
                #expect((worst ?? 1) <= 1 / 256, "\(name)")
            }
        }
    }

    @Test func `a card says how far points behind a mask are off, for all of them or for none`() throws {
        var card = try model().card
        card.maskShift = (0..<10).map { Float($0) / 16 - 0.25 }
        let encoder = JSONEncoder()
        #expect(try JSONDecoder().decode(DetectorCard.self, from: encoder.encode(card)) == card)
        for bad in [[0.1], [Float](repeating: 1.5, count: 10)] {
            card.maskShift = bad
            let data = try encoder.encode(card)
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(DetectorCard.self, from: data) }
        }
        card.maskShift = []
        #expect(try !String(decoding: encoder.encode(card), as: UTF8.self).contains("maskShift"))
    }

    @Test func `a card keeps the ranges that int8 needs, if there are any`() throws {
        var card = try model().card
        #expect(try !String(decoding: JSONEncoder().encode(card), as: UTF8.self).contains("calibration"))
        card.calibration = Calibration(ranges: ["stem1.relu": ActivationRange(minimum: 0, maximum: 2.5)])
        #expect(try JSONDecoder().decode(DetectorCard.self, from: JSONEncoder().encode(card)) == card)
        let bad = #"{"format": 1, "calibration": {"ranges": {"stem1.relu": 3}}}"#
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(DetectorCard.self, from: Data(bad.utf8)) }
    }

    @Test func `rounding to sixteen bits takes the nearest, and halves to even`() {
        let parameter = Parameter(
            roundingToBFloat16: Tensor([1, 1.00390625, 1.01171875, -3.1415927, .infinity, 0], shape: [6])
        )
        #expect(parameter.tensor.scalars == [1, 1, 1.015625, -3.140625, .infinity, 0])
        #expect(Parameter(roundingToBFloat16: Tensor([.nan], shape: [1])).tensor.scalars[0].isNaN)
    }

    @Test func `a folder that is no detector is refused with what is wrong`() throws {
        let path = folder()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        func message() -> String {
            do throws(ModelError) {
                _ = try DetectorModel(folder: path)
                return "accepted"
            } catch {
                return error.description
            }
        }
        #expect(message() == "could not be read: the folder has no readable detector.json")
        try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(path)/detector.json"))
        #expect(message().contains("could not be read"))
        try model().write(toFolder: path)
        #expect(message() == "accepted")
        try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(path)/detector.json"))
        #expect(message() == "model.json is malformed: format is missing")
        let card = "{\"format\": 9}"
        try Data(card.utf8).write(to: URL(fileURLWithPath: "\(path)/detector.json"))
        #expect(message().contains("is of version 9"))
    }

    @Test func `weights of another network are refused`() throws {
        var model = try model()
        model.card.network.stages = [8, 8, 8, 16]
        let card = model.card
        #expect(throws: ModelError.self) { try DetectorModel(card: card, parameters: model.parameters) }
    }
}
