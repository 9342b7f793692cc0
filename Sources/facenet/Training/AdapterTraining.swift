import ArgumentParser
import FaceTraining
import Foundation
import Synchronization

/// The training of an occlusion adapter, as the command runs it.
struct AdapterTraining: TaskTraining {
    let configuration: AdapterConfiguration

    init(contentsOf path: String, overrides: [String]) throws(ConfigurationError) {
        configuration = try AdapterConfiguration(contentsOf: path, overrides: overrides)
    }

    func yaml() throws(ConfigurationError) -> String { try configuration.yaml() }

    func train(_ start: Trainer.Start) async throws {
        let progress = Mutex(AdapterProgress())
        do throws(TrainingFailure) {
            let trainer = try AdapterTrainer(configuration, start: start) { event in
                progress.withLock { $0.show(event) }
            }
            if let yaml = try? configuration.yaml() {
                let output = URL(fileURLWithPath: configuration.output)
                try? FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
                try? Data(yaml.utf8).write(to: output.appendingPathComponent("config.yaml"), options: .atomic)
            }
            switch try trainer.run(until: { TrainingSignals.last != nil }) {
            case .finished(let adapter, let model):
                let score = trainer.records[trainer.best].score.formatted(decimals: 5)
                Console.print([model, adapter, "best epoch \(trainer.best)", "score \(score)"].joined(separator: "\t"))
                return
            case .interrupted:
                Console.note("\(configuration.output): saved after \(trainer.records.count) epochs; --resume goes on")
            }
        } catch {
            throw Failure(error.subject, error.error)
        }
        throw ExitCode(128 + (TrainingSignals.last ?? 2))
    }
}

/// How far an adapter's training is: lines on standard error.
private struct AdapterProgress {
    private var told = ContinuousClock.now
    private var isFirst = true

    mutating func show(_ event: AdapterEvent) {
        switch event {
        case .prepared(let report, let trained, let heldOut):
            Console.note(
                "\(report); \(trained.people) people with \(trained.photos) photos to train on, \(heldOut.people) with "
                    + "\(heldOut.photos) held out"
            )
        case .embedding(let done, let total):
            let now = ContinuousClock.now
            guard isFirst || done == total || (now - told) / .seconds(1) >= 10 else { return }
            (told, isFirst) = (now, false)
            Console.note("\(done) of \(total) photos embedded")
        case .started(let weights, let steps, let epoch):
            let before = epoch > 0 ? ", going on after epoch \(epoch)" : ""
            Console.note("\(weights) weights, \(steps) steps an epoch" + before)
        case .validated(let record, let isBest):
            Console.note(Self.text(record) + (isBest ? " *" : ""))
        case .wrote: break
        }
    }

    private static func text(_ record: AdapterRecord) -> String {
        func percent(_ share: Double) -> String { (100 * share).formatted(decimals: 2) }
        let loss = record.loss.map { " loss \($0.formatted(decimals: 4))" } ?? ""
        let conditions = record.conditions.map { condition in
            let (figures, covered) = (condition.always, condition.whenCovered)
            let always = "\(percent(figures.accuracy)) VAL \(percent(figures.validationRate))"
            guard record.epoch > 0, condition.condition != "bare" else { return "\(condition.condition) \(always)" }
            let other = "\(percent(covered.accuracy)) VAL \(percent(covered.validationRate))"
            return "\(condition.condition) \(always) (when covered \(other))"
        }
        return "epoch \(record.epoch)\(loss): " + conditions.joined(separator: ", ")
    }
}
