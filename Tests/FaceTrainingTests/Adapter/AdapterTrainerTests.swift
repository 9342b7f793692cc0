import FaceEngine
import FaceImaging
import FaceNetworks
import FaceTestSupport
import Foundation
import Synchronization
import Testing

@testable import FaceTraining

/// Drawn people in a shard, a model of random weights, and an output folder, removed with it.
private final class AdapterStudio {
    let photos: PhotoFolder
    let output: PhotoFolder
    var configuration = AdapterConfiguration()

    init(people: Int = 14, crop: String = "tight") throws {
        (photos, output) = (try PhotoFolder(), try PhotoFolder())
        let faces = SyntheticFaceSet(size: 32, seed: 3)
        let writer = ShardWriter(folder: photos.path, shardBytes: 1 << 20, metadata: ["crop": crop, "size": "32x32"])
        for person in 0..<people {
            for number in 0..<4 {
                var view = SyntheticView(seed: UInt64(10 * person + number))
                view.yaw = 0.1 * Float(number)
                let (photo, landmarks) = faces.person(person).photo(in: view, size: 32)
                let record = ShardRecord(
                    person: PhotoFolder.name(person),
                    name: "\(person)-\(number).png",
                    landmarks: landmarks,
                    occlusion: nil,
                    sourceHash: ContentHash(of: "\(person) \(number)")
                )
                try writer.append(photo.encoded(as: .png), record)
            }
        }
        try writer.finish()
        var builder = NetworkBuilder(name: "small")
        let image = try builder.input([3, 32, 32])
        let average = Pool(.average(countsBorder: false), window: Window(8, stride: 8))
        let pool = try builder.add(.pool(average), to: [image], name: "pool")
        let full = try builder.add(.fullyConnected(FullyConnected(outputs: 8)), to: [pool], name: "full")
        let unit = try builder.add(.l2Normalize(L2Normalize()), to: [full], name: "unit")
        let network = builder.network(outputs: [unit])
        let card = ModelCard(name: "small", inputSize: ImageSize(32), crop: .tight, dimension: 8)
        try Model(card: card, network: network, parameters: .golden(for: network)).write(toFile: model)
        configuration.model = model
        configuration.data.sources = [photos.path]
        configuration.data.heldOut = 0.3
        configuration.layers.widths = [16]
        configuration.batchSize = 16
        configuration.epochs = 6
        configuration.schedule = Schedule(rate: 0.01)
        configuration.precision = .fp32
        configuration.output = "\(output.path)/run"
        configuration.cache = "\(output.path)/cache"
    }

    var model: String { "\(output.path)/model.facenet" }

    @discardableResult
    func train(
        _ start: Trainer.Start = .new,
        until isStopped: @escaping () -> Bool = { false },
        observe: @escaping @Sendable (AdapterEvent) -> Void = { _ in }
    ) throws -> AdapterTrainer {
        let trainer = try AdapterTrainer(configuration, start: start, observe: observe)
        _ = try trainer.run(until: isStopped)
        return trainer
    }

    func file(_ name: String) -> Data? { FileManager.default.contents(atPath: "\(configuration.output)/\(name)") }
}

@Suite struct AdapterTrainerTests {
    @Test(arguments: [nil, "pool"] as [String?])
    func `training lowers the loss, and writes an adapter and the model with it`(features: String?) throws {
        let studio = try AdapterStudio()
        studio.configuration.features = features
        let trainer = try studio.train()
        #expect(trainer.records.count == 7)
        let losses = trainer.records.compactMap(\.loss)
        #expect(try #require(losses.last) < losses[0])
        #expect(trainer.records[0].conditions.map(\.condition) == ["bare", "surgicalMask", "sunglasses"])
        // Before the training nothing is changed.
        for condition in trainer.records[0].conditions {
            #expect(abs(condition.without.accuracy - condition.always.accuracy) < 1e-3)
        }
        let model = try Model(contentsOf: "\(studio.configuration.output)/model")
        #expect(model.card.adapter?.features == features)
        let adapter = try Adapter(contentsOf: "\(studio.configuration.output)/adapter.safetensors")
        let again = try Model(contentsOf: studio.model).adapted(by: adapter)
        #expect(again.fingerprint == model.computedFingerprint())
    }

    @Test func `one seed is one course, and a resumed training takes it`() throws {
        let (whole, parts) = (try AdapterStudio(), try AdapterStudio())
        for studio in [whole, parts] { studio.configuration.average = 0.9 }
        try whole.train()
        let asked = Mutex(0)
        let first = try parts.train(until: {
            asked.withLock { asked in
                asked += 1
                return asked > 4
            }
        })
        #expect((2..<7).contains(first.records.count))
        let second = try parts.train(.resume)
        #expect(second.records.count == 7)
        #expect(whole.file("adapter.safetensors") != nil)
        #expect(whole.file("best.safetensors") == parts.file("best.safetensors"))
        let other = try AdapterStudio()
        other.configuration.seed = 2
        try other.train()
        #expect(whole.file("best.safetensors") != other.file("best.safetensors"))
    }

    @Test func `embeddings are computed once, whoever is held out`() throws {
        let studio = try AdapterStudio()
        try studio.train()
        let cache = try #require(studio.configuration.cache)
        let files = try FileManager.default.contentsOfDirectory(atPath: cache).sorted()
        #expect(files.count == 2)
        try studio.train(.restart)
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache).sorted() == files)
        // Of another drawing nothing is known.
        studio.configuration.occlusion.seed = 9
        try studio.train(.restart)
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache).count == 4)
        // A damaged file is as none.
        for file in try FileManager.default.contentsOfDirectory(atPath: cache) {
            try Data("no".utf8).write(to: URL(fileURLWithPath: "\(cache)/\(file)"))
        }
        try studio.train(.restart)
    }

    @Test func `a training that is there is not overwritten, and another one not gone on with`() throws {
        let studio = try AdapterStudio()
        studio.configuration.epochs = 1
        try studio.train()
        func message(_ start: Trainer.Start) -> String {
            do {
                try studio.train(start)
                return "trained"
            } catch {
                return "\(error)"
            }
        }
        #expect(message(.new).contains("holds a training already"))
        studio.configuration.loss.regression = 5
        #expect(message(.resume).contains("loss.regression: 5, was 1"))
        studio.configuration.epochs = 2
        #expect(message(.resumeChanged) == "trained")
    }

    @Test func `what cannot be trained is refused with its place`() throws {
        func message(_ studio: AdapterStudio) -> String {
            do {
                try studio.train()
                return "trained"
            } catch {
                return "\(error)"
            }
        }
        let cut = try AdapterStudio(crop: "similarity112")
        #expect(message(cut) == "data.sources: the crops were cut out as similarity112, and the model wants tight")
        let few = try AdapterStudio(people: 3)
        few.configuration.data.heldOut = 0.999
        #expect(message(few).hasPrefix("data: 0 of 3 people are trained on"))
        let studio = try AdapterStudio()
        studio.configuration.features = "pol"
        #expect(message(studio).contains("the model has no layer called pol"))
        studio.configuration.model = ""
        #expect(message(studio).hasPrefix("model: no model is named"))
        studio.configuration.model = "\(studio.output.path)/none"
        #expect(message(studio).contains("no such file or folder"))
    }

    @Test func `people who are to be left out are, and photos of other folders`() throws {
        let studio = try AdapterStudio()
        studio.configuration.epochs = 1
        let names = try studio.output.write(Array("p00\np01\n".utf8), to: "names.txt")
        studio.configuration.data.leaveOut = names
        studio.configuration.data.photos = ["-0.png", "-1.png", "-2.png"]
        studio.configuration.data.photosPerPerson = 2
        let counts = Mutex<[Int]>([])
        try studio.train(observe: { event in
            guard case .prepared(_, let trained, let heldOut) = event else { return }
            counts.withLock { $0 = [trained.people + heldOut.people, trained.photos + heldOut.photos] }
        })
        #expect(counts.withLock { $0 } == [12, 24])
    }
}
