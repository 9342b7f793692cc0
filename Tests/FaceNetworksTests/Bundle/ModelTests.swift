import FaceEmbedding
import FaceEngine
import FaceTestSupport
import Foundation
import Testing

@testable import FaceNetworks

@Suite struct ModelTests {
    @Test func `a folder and a single file hold the same model`() throws {
        let model = try smallModel()
        try inTemporaryFolder { folder in
            try model.write(toFolder: "\(folder)/bundle")
            try model.write(toFile: "\(folder)/single.facenet")
            for name in ["bundle", "single.facenet"] {
                let read = try Model(contentsOf: "\(folder)/\(name)")
                #expect(read.card == model.card)
                #expect(read.network == model.network)
                #expect(read.fingerprint == model.computedFingerprint())
                #expect(read.computedFingerprint() == model.computedFingerprint())
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["bundle", "single.facenet"]
            )
        }
    }

    @Test func `what is known of strangers is kept, and is no part of the fingerprint`() throws {
        let plain = try smallModel()
        var model = plain
        model.card.impostorTail = ImpostorTail(
            points: [(0.5, 1e-5), (1, 2e-3)].map { .init(squaredDistance: $0, falseAcceptRate: $1) },
            level: -5.7,
            exponent: 8,
            growth: 0.85,
            people: 4275,
            source: "test"
        )
        #expect(model.card.impostorTail != nil)
        #expect(model.computedFingerprint() == plain.computedFingerprint())
        try inTemporaryFolder { folder in
            try model.write(toFile: "\(folder)/a.facenet")
            #expect(try Model(contentsOf: "\(folder)/a.facenet").card == model.card)
            try plain.write(toFile: "\(folder)/b.facenet")
            #expect(try Model(contentsOf: "\(folder)/b.facenet").card.impostorTail == nil)
        }
        var json = try #require(
            JSONSerialization.jsonObject(
                with: ModelFile(plain.card, architecture: nil, network: nil, fingerprint: "").json()
            )
                as? [String: Any]
        )
        #expect(json["impostorTail"] == nil)
        json["impostorTail"] =
            ["points": [], "level": 0, "exponent": 1, "growth": 1, "people": 5, "source": ""] as [String: Any]
        let bytes = try JSONSerialization.data(withJSONObject: json)
        #expect(throws: ModelError.malformedCard(reason: "impostorTail is out of range")) { try ModelFile(json: bytes) }
    }

    @Test func `thresholds by pairing are kept with how they were measured`() throws {
        var model = try smallModel()
        let tail = try #require(
            ImpostorTail(
                points: [(0.5, 1e-5), (1, 2e-3)].map { .init(squaredDistance: $0, falseAcceptRate: $1) },
                level: -5.7,
                exponent: 8,
                growth: 0.85,
                people: 4275,
                source: "test"
            )
        )
        model.card.coveredTails = [.bareMouth: tail, .eyesEyes: tail]
        model.card.operatingPoints = [
            .init(falseAcceptRate: 1e-3, threshold: 0.9),
            .init(
                pairing: "bare-mouth",
                falseAcceptRate: 1e-3,
                threshold: 0.8,
                trueAcceptRate: 0.9,
                falseAccepts: 31,
                pairs: 31_000,
                interval: .init(lower: 8e-4, upper: 1.3e-3)
            ),
        ]
        model.card.thresholdRecord = ThresholdRecord(
            source: "people",
            people: 250,
            photos: 400,
            heldOut: 100,
            occluders: [.mouthCovered: ["scarf"]],
            precision: "fp32",
            detector: "mtcnn",
            command: ["facenet", "calibrate"],
            checks: [
                .init(
                    pairing: .bareMouth,
                    gallerySize: 100,
                    asked: 0.01,
                    measured: 0.012,
                    interval: .init(lower: 0.004, upper: 0.02)
                )
            ]
        )
        try inTemporaryFolder { folder in
            try model.write(toFile: "\(folder)/a.facenet")
            let card = try Model(contentsOf: "\(folder)/a.facenet").card
            #expect(card == model.card)
            #expect(card.tail(for: .bareMouth) == tail)
            #expect(card.tail(for: .bare) == nil)
            #expect(card.operatingPoints(for: .bareMouth).map(\.threshold) == [0.8])
        }
    }

    @Test func `a bundle from before pairings is read as ever`() throws {
        let card = ModelCard(name: "old", dimension: 4)
        var json = try #require(
            JSONSerialization.jsonObject(
                with: ModelFile(card, architecture: nil, network: nil, fingerprint: "").json()
            ) as? [String: Any]
        )
        for key in ["coveredTails", "thresholdRecord"] { #expect(json[key] == nil) }
        json["operatingPoints"] = [["pairing": "bare", "falseAcceptRate": 0.01, "threshold": 1.3] as [String: Any]]
        let read = try ModelFile(json: JSONSerialization.data(withJSONObject: json)).card
        #expect(read.operatingPoints == [.init(falseAcceptRate: 0.01, threshold: 1.3)])
        #expect(read.coveredTails.isEmpty && read.thresholdRecord == nil)
    }

    @Test func `an architecture is kept by its name`() throws {
        let network = try Architecture.nns2.network(embeddingDimension: 8, inputSize: ImageSize(96))
        let card = ModelCard(name: "tiny", inputSize: ImageSize(96), crop: .tight, dimension: 8)
        let model = try Model(.nns2, card: card, parameters: .golden(for: network))
        try inTemporaryFolder { folder in
            try model.write(toFile: "\(folder)/a.facenet")
            let read = try Model(contentsOf: "\(folder)/a.facenet")
            #expect(read.architecture == "nns2")
            #expect(read.network == network)
        }
    }

    @Test func `every operation survives model.json`() throws {
        for name in ONNXImportTests.names {
            let (network, _) = try ONNXModel(path: goldenModel(name)).network()
            let json = try JSONEncoder().encode(NetworkRecord(network))
            #expect(try Network(JSONDecoder().decode(NetworkRecord.self, from: json)) == network)
        }
    }

    @Test func `one changed weight or another crop is another fingerprint`() throws {
        let model = try smallModel()
        var parameters = model.parameters
        var weight = try #require(parameters["embedding.weight"]).tensor
        weight.scalars[5] += 0.01
        parameters["embedding.weight"] = Parameter(weight)
        let changed = try Model(card: model.card, network: model.network, parameters: parameters)
        #expect(changed.fingerprint != model.fingerprint)
        var moved = model
        moved.card.crop = .similarity112
        #expect(moved.computedFingerprint() != model.computedFingerprint())
    }

    @Test func `what is there already is not overwritten by a folder`() throws {
        let model = try smallModel()
        try inTemporaryFolder { folder in
            #expect(throws: ModelError.unwritable(reason: "it exists already")) { try model.write(toFolder: folder) }
        }
    }

    @Test func `a card that does not fit the network is refused`() throws {
        let model = try smallModel()
        var card = model.card
        card.dimension = 5
        #expect(throws: ModelError.notAnEmbedding(reason: "its one output is not 5 numbers")) {
            try Model(card: card, network: model.network, parameters: model.parameters)
        }
    }

    @Test func `model dot json is checked`() throws {
        let model = try smallModel()
        let json = String(
            decoding: try ModelFile(model.card, architecture: "nn9", network: nil, fingerprint: "").json(),
            as: UTF8.self
        )
        try inTemporaryFolder { folder in
            let cases: [(String, ModelError)] = [
                (json, .unknownArchitecture("nn9")),
                (json.replacing("\"format\" : 1", with: "\"format\" : 2"), .formatVersion(2)),
                (json.replacing("tight", with: "wide"), .malformedCard(reason: "crop is none that is known")),
                ("[]", .malformedCard(reason: " has the wrong type")),
                ("{", .malformedCard(reason: "it is not JSON")),
            ]
            for (text, error) in cases {
                try Safetensors.write(model.parameters, to: "\(folder)/m.facenet", metadata: ["model.json": text])
                #expect(throws: error) { try Model(contentsOf: "\(folder)/m.facenet") }
            }
            try Safetensors.write(model.parameters, to: "\(folder)/m.facenet")
            #expect(throws: ModelError.noCard) { try Model(contentsOf: "\(folder)/m.facenet") }
        }
    }

    @Test func `a crop is spelled as it is read`() {
        for crop in [.tight, .similarity112, .margin160(32), .margin160(0)] as [ModelCard.Crop] {
            #expect(ModelCard.Crop(crop.description) == crop)
        }
        for text in ["", "margin160", "margin160(-1)", "margin160(x)", "Tight"] { #expect(ModelCard.Crop(text) == nil) }
    }

    private func smallModel() throws -> Model {
        var builder = NetworkBuilder(name: "small")
        let image = try builder.input([3, 8, 8])
        let pool = try builder.add(.globalAveragePool(GlobalAveragePool()), to: [image], name: "pool")
        let full = try builder.add(.fullyConnected(FullyConnected(outputs: 4)), to: [pool], name: "embedding")
        let unit = try builder.add(.l2Normalize(L2Normalize()), to: [full], name: "normalize")
        let network = builder.network(outputs: [unit])
        let card = ModelCard(
            name: "small",
            inputSize: ImageSize(8),
            crop: .tight,
            dimension: 4,
            operatingPoints: [.init(falseAcceptRate: 1e-3, threshold: 1.1)],
            license: "none"
        )
        return try Model(card: card, network: network, parameters: .golden(for: network))
    }

    private func inTemporaryFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "model-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
