import FaceEngine
import FaceNetworks
import Foundation
import Testing

@testable import FaceTraining

@Suite final class CheckpointTests {
    let folder = CheckpointFolder(
        path: FileManager.default.temporaryDirectory.appendingPathComponent("checkpoints-\(UUID().uuidString)").path
    )

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    private func checkpoint(_ step: Int) -> Checkpoint {
        var parameters = Parameters()
        parameters["a.weight"] = Parameter(Tensor([1, 2, Float(step)], shape: [3]))
        return Checkpoint(
            state: CheckpointState(
                step: step,
                seconds: 1.5,
                configuration: TrainingConfiguration(),
                dataset: "x",
                alarm: CollapseAlarm(TripletLoss()),
                best: .init(score: 0.75, step: 2),
                optimizerStep: step,
                averageUpdates: nil,
                network: .init(architecture: "nn4-bn", size: ImageSize(96), dimension: 128)
            ),
            parameters: parameters,
            arrays: ["optimizer:sums": [0.25, 0.1]]
        )
    }

    @Test func `what is saved is read back as it was`() throws {
        let path = try folder.save(checkpoint(7), keep: 2, isBest: false)
        let read = try Checkpoint(contentsOf: path)
        #expect(read.state == checkpoint(7).state)
        #expect(read.contents == ["a.weight": [1, 2, 7], "optimizer:sums": [0.25, 0.1]])
    }

    @Test func `the last ones are kept, and the best one`() throws {
        for step in 1...5 { try folder.save(checkpoint(step), keep: 2, isBest: step == 2) }
        #expect(folder.files.map(\.step) == [5, 4])
        #expect(try Checkpoint(contentsOf: folder.last).state.step == 5)
        #expect(try Checkpoint(contentsOf: folder.best).state.step == 2)
        #expect(try folder.latest { _, _ in }?.state.step == 5)
        // Saved again, and nothing of it is left over.
        try folder.save(checkpoint(5), keep: 2, isBest: true)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(
            names == [
                "best.safetensors", "last.safetensors", "step-000000004.safetensors", "step-000000005.safetensors",
            ]
        )
        #expect(try Checkpoint(contentsOf: folder.best).state.step == 5)
    }

    @Test func `files that are no checkpoints say so`() throws {
        #expect(try folder.latest { _, _ in } == nil)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try Safetensors.write(Parameters(), to: folder.file("plain"))
        #expect(throws: CheckpointError.notACheckpoint) { try Checkpoint(contentsOf: self.folder.file("plain")) }
        try Safetensors.write(Parameters(), to: folder.file("new"), metadata: ["training.json": #"{"format": 99}"#])
        #expect(throws: CheckpointError.version(99)) { try Checkpoint(contentsOf: self.folder.file("new")) }
        try Safetensors.write(Parameters(), to: folder.file("odd"), metadata: ["training.json": #"{"format": 1}"#])
        #expect(throws: CheckpointError.malformed(reason: "'step' is missing")) {
            try Checkpoint(contentsOf: self.folder.file("odd"))
        }
    }

    @Test func `a folder that cannot be written is an error, and what was saved stays`() throws {
        try folder.save(checkpoint(1), keep: 1, isBest: true)
        let file = CheckpointFolder(path: folder.last)
        #expect(throws: CheckpointError.self) { try file.save(self.checkpoint(2), keep: 1, isBest: false) }
        #expect(try Checkpoint(contentsOf: folder.last).state.step == 1)
    }
}
