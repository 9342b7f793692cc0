import Foundation
import Synchronization
import Testing

@testable import FaceTraining

@Suite struct ResumptionTests {
    @Test(
        arguments: [
            "loss: {kind: triplet}", "loss: {kind: softmax}",
            "loss: {kind: triplet}\nbatch: {size: 12, photosPerPerson: 3, chunk: 4}",
        ]
    )
    func `a training stopped twice takes the course of one that was not, to the last bit`(changed: String) throws {
        let training = try TinyTraining()
        let other = try TrainingConfiguration(yaml: changed)
        func change(_ configuration: inout TrainingConfiguration) {
            configuration.loss = other.loss
            configuration.batch.chunk = other.batch.chunk
        }
        let whole = try training.trainer("whole", change: change)
        #expect(try whole.run() == .finished(model: "\(training.folder)/whole/model"))
        for stop in [5, 7, 12] {
            let part = try training.trainer("parts", start: .resume, change: change)
            let ending = try part.run { part.step >= stop }
            #expect(ending == (stop < 12 ? .interrupted : .finished(model: "\(training.folder)/parts/model")))
        }
        #expect(training.curve("parts") == training.curve("whole"))
        #expect(training.curve("whole").compactMap(\.step).map(\.step) == Array(1...12))
        #expect(training.curve("whole").compactMap(\.validation).count == 3)
        #expect(try training.checkpoint("parts").contents == training.checkpoint("whole").contents)
        let states = try (training.checkpoint("parts").state, training.checkpoint("whole").state)
        #expect(states.0.alarm == states.1.alarm)
        #expect(states.0.best == states.1.best)
    }

    @Test func `what was logged after the checkpoint is taken back, half a line too`() throws {
        let training = try TinyTraining()
        let first = try training.trainer()
        _ = try first.run { first.step >= 5 }
        // As a program leaves it that is killed: two steps more than the checkpoint has, and half a line.
        let log = "\(training.folder)/run/log.jsonl"
        let lines = try String(contentsOfFile: log, encoding: .utf8)
        var later = try #require(training.curve().compactMap(\.step).last)
        later.step = 6
        let encoded = String(decoding: try JSONEncoder().encode(LogLine(step: later)), as: UTF8.self)
        try (lines + encoded + "\n" + #"{"step":{"los"#).write(toFile: log, atomically: true, encoding: .utf8)
        _ = try training.trainer(start: .resume).run()
        #expect(training.curve().compactMap(\.step).map(\.step) == Array(1...12))
        let whole = try training.trainer("whole")
        _ = try whole.run()
        #expect(training.curve() == training.curve("whole"))
    }

    @Test func `a training that had come to its end and goes on adds nothing to its log`() throws {
        let training = try TinyTraining()
        // The last step has a checkpoint before it has a validation.
        func change(_ configuration: inout TrainingConfiguration) {
            (configuration.validation.every, configuration.checkpoint.every) = (5, 1)
        }
        let first = try training.trainer(change: change)
        _ = try first.run()
        let curve = training.curve()
        #expect(curve.compactMap(\.validation).map(\.step) == [5, 10, 12])
        let again = try training.trainer(start: .resume, change: change)
        #expect(again.best == first.best)
        _ = try again.run()
        #expect(training.curve() == curve)
        let best = try Checkpoint(contentsOf: CheckpointFolder(path: "\(training.folder)/run/checkpoints").best)
        #expect(best.state.step == first.best?.step)
    }

    @Test func `the latest checkpoint that can be read is taken, and the others are told of`() throws {
        let training = try TinyTraining()
        let first = try training.trainer()
        _ = try first.run { first.step >= 6 }
        let folder = CheckpointFolder(path: "\(training.folder)/run/checkpoints")
        #expect(folder.files.map(\.step) == [6, 4])
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.files[0].path))
        try handle.truncate(atOffset: 1000)
        let told = Mutex<[String]>([])
        let again = try training.trainer(
            start: .resume,
            observe: { event in
                if case .passedOver(let path, _) = event { told.withLock { $0.append(path) } }
            }
        )
        #expect(again.step == 4)
        #expect(told.withLock { $0 } == [folder.files[0].path])
        _ = try again.run()
        let whole = try training.trainer("whole")
        _ = try whole.run()
        #expect(training.curve() == training.curve("whole"))
    }

    @Test func `another course is refused unless it is wanted`() throws {
        let training = try TinyTraining()
        let first = try training.trainer()
        _ = try first.run { first.step >= 3 }
        #expect(throws: TrainingFailure("\(training.folder)/run", .occupied)) { try training.trainer() }
        #expect(
            throws: TrainingFailure(
                "\(training.folder)/run",
                .otherTraining(differences: ["batch.photosPerPerson: 4, was 3"])
            )
        ) {
            try training.trainer(start: .resume) { $0.batch.photosPerPerson = 4 }
        }
        #expect(try training.trainer(start: .resumeChanged) { $0.batch.photosPerPerson = 4 }.step == 3)
        #expect(try training.trainer(start: .resume) { $0.run.steps = 13 }.step == 3)
        #expect(try training.trainer(start: .restart).step == 0)
    }
}
