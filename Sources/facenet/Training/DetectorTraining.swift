import ArgumentParser
import FaceTraining
import Foundation
import Synchronization

/// A training of the project's own detector.
struct DetectorTraining: TaskTraining {
    private let configuration: DetectorConfiguration

    init(contentsOf path: String, overrides: [String]) throws(ConfigurationError) {
        configuration = try DetectorConfiguration(contentsOf: path, overrides: overrides)
    }

    func yaml() throws(ConfigurationError) -> String { try configuration.yaml() }

    func train(_ start: Trainer.Start) async throws {
        let output = configuration.output
        let teller = Mutex(DetectorTeller())
        defer { teller.withLock { $0.finish() } }
        do {
            let trainer = try DetectorTrainer(configuration, start: start) { event in
                teller.withLock { $0.show(event) }
            }
            if let yaml = try? trainer.configuration.yaml() {
                try? Data(yaml.utf8).write(to: URL(fileURLWithPath: "\(output)/config.yaml"), options: .atomic)
            }
            switch try trainer.run(until: { TrainingSignals.last != nil }) {
            case .finished(let model):
                let loss = trainer.lastTrial.map { ["loss \($0.loss.formatted(decimals: 4))"] } ?? []
                Console.print(([model, "\(trainer.step) steps"] + loss).joined(separator: "\t"))
            case .interrupted:
                teller.withLock { $0.finish() }
                Console.note("\(output): saved after step \(trainer.step); --resume goes on")
                throw ExitCode(128 + (TrainingSignals.last ?? 2))
            }
        } catch let failure as TrainingFailure {
            throw Failure(failure.subject, failure.error)
        }
    }
}

/// Tells how far a detector's training is: a line that is written over on a terminal, a line now and then elsewhere.
private struct DetectorTeller {
    private let isWatched = Console.isWatched
    private var recent: [DetectorStepRecord] = []
    private var last = ContinuousClock.now - .seconds(60)

    mutating func show(_ event: DetectorEvent) {
        switch event {
        case .started(let summary):
            Console.note(
                "\(summary.weights) weights, \(summary.precision); \(summary.scenes) photos with \(summary.faces) faces"
            )
            if summary.firstStep > 0 { Console.note("going on after step \(summary.firstStep)") }
        case .stepped(let record): step(record)
        case .tried(let record):
            finish()
            Console.note(
                "trial after step \(record.step): loss \(record.loss.formatted(decimals: 4)), \(record.terms.text)"
            )
        case .saved: break
        case .wrote(let model):
            finish()
            Console.note("the model is in \(model)")
        }
    }

    func finish() {
        if isWatched { Console.write("\r\u{1B}[K", to: 2) }
    }

    private mutating func step(_ record: DetectorStepRecord) {
        recent = recent.suffix(49) + [record]
        guard (ContinuousClock.now - last) / .seconds(1) >= (isWatched ? 0.2 : 10) else { return }
        last = ContinuousClock.now
        func mean(_ value: (DetectorStepRecord) -> Double) -> Double {
            recent.reduce(0) { $0 + value($1) } / Double(recent.count)
        }
        let text =
            "step \(record.step): loss \(mean(\.loss).formatted(decimals: 4)), \(record.terms.text), rate \(record.rate), "
            + "\(mean(\.seconds).formatted(decimals: 3)) s a step, of which \(mean(\.waited).formatted(decimals: 3)) waiting"
        if isWatched { Console.write("\r\u{1B}[K\(text)", to: 2) } else { Console.note(text) }
    }
}

extension DetectionLoss.Terms {
    /// What a line of progress says of them.
    fileprivate var text: String {
        "score \(score.formatted(decimals: 4)), overlap \(overlap.formatted(decimals: 3)), "
            + "points \(landmarkDistance.formatted(decimals: 4)), visibility \(visibility.formatted(decimals: 3)), "
            + "cover \(cover.formatted(decimals: 3))"
    }
}
