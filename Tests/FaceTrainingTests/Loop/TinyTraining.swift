import FaceEngine
import FaceImaging
import Foundation
import Synchronization

@testable import FaceTraining

/// A training that takes no time: nns2 at 32x32, on drawn people.
final class TinyTraining: Sendable {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("training-\(UUID().uuidString)").path
    let set: TrainingSet
    let configuration: TrainingConfiguration

    /// Draws so many people with six photos each.
    init(people: Int = 12) throws {
        let faces = "\(folder)/faces"
        let drawn = SyntheticFaceSet(size: 40, seed: 3)
        for person in 0..<people {
            let own = "\(faces)/\(person)"
            try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
            for photo in 0..<6 {
                let bytes = try drawn.sample(photo, of: person).photo.encoded(as: .png)
                try Data(bytes).write(to: URL(fileURLWithPath: "\(own)/\(photo).png"))
            }
        }
        var configuration = try TrainingConfiguration(
            yaml: """
                network: {architecture: nns2-bn, size: 32, embedding: 16}
                data: {heldOut: 0.3}
                batch: {size: 12, photosPerPerson: 3}
                optimizer: {kind: adamW}
                schedule: {kind: cosine, rate: 0.003, warmUp: 3, steps: 12}
                run: {steps: 12, precision: fp32, threads: 1, average: 0.9, clip: 5}
                validation: {every: 4, pairs: 40}
                diagnosis: {every: 3}
                checkpoint: {every: 3}
                """
        )
        configuration.data.sources = [faces]
        configuration.output = "\(folder)/run"
        self.configuration = configuration
        set = try TrainingSet(configuration.data)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A training into a folder of its own.
    func trainer(
        _ name: String = "run",
        start: Trainer.Start = .new,
        communicator: any Communicator = LocalCommunicator(),
        change: (inout TrainingConfiguration) -> Void = { _ in },
        observe: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
    ) throws -> Trainer {
        var configuration = configuration
        configuration.output = "\(folder)/\(name)"
        change(&configuration)
        return try Trainer(configuration, start: start, set: set, communicator: communicator, observe: observe)
    }

    /// What a log says about steps, validations and alarms, without times and beginnings.
    func curve(_ name: String = "run") -> [LogLine] {
        TrainingLog<LogLine>.lines(of: "\(folder)/\(name)/log.jsonl").filter { $0.started == nil }.map { line in
            var line = line
            line.step?.seconds = .init()
            line.validation?.seconds = 0
            return line
        }
    }

    func checkpoint(_ name: String = "run") throws -> Checkpoint {
        try Checkpoint(contentsOf: CheckpointFolder(path: "\(folder)/\(name)/checkpoints").last)
    }
}

extension Checkpoint {
    /// Every array and weight, by name.
    var contents: [String: [Float]] {
        var contents = arrays
        for name in parameters.names { contents[name] = parameters[name]?.withUnsafeFloats { Array($0) } }
        return contents
    }
}
