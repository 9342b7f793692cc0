import ArgumentParser
import FaceTraining
import Foundation
import Synchronization

extension FaceNet {
    struct Train: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "train",
            abstract: "Train an embedding.",
            discussion: """
                CONFIG is a file in YAML or JSON; Docs/Guides/Training.md lists its keys. What it leaves out has its default, \
                and what it has that is not known is refused. The folder `output` receives checkpoints, log.jsonl with a line \
                for every step, report.html with curves (each in charts/ as well, at the end), and at the end model/, which --model of \
                other commands takes.

                Control-C saves a checkpoint and ends; a second one ends at once. --resume goes on from the latest checkpoint \
                as if nothing had happened: the curve is the same to the last bit.

                Exits with 0, 2 if the data, the configuration or the output do not permit a training, or it failed (a collapse \
                and numbers that are none included), or 130 (143) if it was interrupted.
                """
        )

        @Argument(help: "The configuration.", completion: .file(extensions: ["yaml", "yml", "json"]))
        var config: String

        @Option(
            name: .customLong("set"),
            help: ArgumentHelp(
                "Replace a value, such as schedule.rate=0.1; may be given again.",
                valueName: "key=value"
            )
        )
        var overrides: [String] = []

        @Flag(help: "Go on from the latest checkpoint in the output folder, if there is one.")
        var resume = false

        @Flag(help: "Go on even if the configuration or the photos make another course of it.")
        var resumeChanged = false

        @Flag(help: "Take away the training that is in the output folder.")
        var restart = false

        @Option(
            help: ArgumentHelp(
                """
                Train on so many ranks, as threads of this process, that share every batch. run.threads is what each \
                computes with. (Docs/Guides/Ranks.md)
                """,
                valueName: "n"
            )
        )
        var ranks = 1

        @Flag(help: "Print the whole configuration, with all defaults, and do nothing else.")
        var printConfig = false

        func validate() throws {
            guard [resume, resumeChanged, restart].count(where: { $0 }) <= 1 else {
                throw ValidationError("Give one of --resume, --resume-changed and --restart.")
            }
            guard (1...256).contains(ranks) else { throw ValidationError("--ranks is a number from 1 to 256.") }
        }

        func run() async throws {
            try await reporting {
                if let training = try TrainingTask.training(of: config, overrides: overrides) {
                    guard ranks == 1 else { throw ValidationError("--ranks is for embeddings, not for other tasks.") }
                    return try await run(training)
                }
                let configuration = try configuration()
                if printConfig {
                    do throws(ConfigurationError) {
                        return Console.print(try configuration.yaml().trimmingCharacters(in: .newlines))
                    } catch {
                        throw Failure(config, error)
                    }
                }
                TrainingSignals.watch()
                let environment = ProcessInfo.processInfo.environment
                if self.ranks > 1 {
                    guard !Ranks.isLaunched(environment: environment) else {
                        throw ValidationError("--ranks is for a process that no launcher such as mpirun started.")
                    }
                    return try trainOnThreads(configuration)
                }
                let ranks: any Communicator
                do throws(RanksError) { ranks = try Ranks.launched(environment: environment) } catch {
                    throw Failure("train", error)
                }
                do {
                    try train(configuration, ranks)
                    try? ranks.finish()
                } catch {
                    if let failure = error as? Failure, ranks.size > 1 {
                        Console.note("\(failure)")
                        // What strikes all ranks alike, such as a collapse, is for rank 0 to write down first.
                        if !ranks.isLeader { try? await Task.sleep(for: .seconds(2)) }
                        ranks.abort(status: ExitCode.impossible.rawValue)
                    } else {
                        try? ranks.finish()
                    }
                    throw error
                }
            }
        }

        /// Trains on ranks that are threads, with the cores shared among them.
        private func trainOnThreads(_ configuration: TrainingConfiguration) throws {
            var configuration = configuration
            let cores = ProcessInfo.processInfo.activeProcessorCount
            configuration.run.threads = configuration.run.threads ?? max(cores / ranks, 1)
            _ = try ThreadRanks.run(ranks) { [configuration] in try train(configuration, $0) }
        }

        /// Runs a training of something else than an embedding.
        private func run(_ training: any TaskTraining) async throws {
            if printConfig {
                do throws(ConfigurationError) {
                    return Console.print(try training.yaml().trimmingCharacters(in: .newlines))
                } catch {
                    throw Failure(config, error)
                }
            }
            TrainingSignals.watch()
            try await training.train(start)
        }

        private func configuration() throws(Failure) -> TrainingConfiguration {
            do throws(ConfigurationError) {
                return try TrainingConfiguration(contentsOf: config, overrides: overrides)
            } catch {
                throw Failure(config, error)
            }
        }

        private var start: Trainer.Start {
            if resumeChanged { return .resumeChanged }
            return resume ? .resume : restart ? .restart : .new
        }

        private func train(_ configuration: TrainingConfiguration, _ ranks: any Communicator) throws {
            let output = configuration.output
            let teller = Mutex(
                Teller(
                    isLeader: ranks.isLeader,
                    output: output,
                    progress: TrainingProgress(tellsAlarms: configuration.diagnosis.alarm == .warn)
                )
            )
            defer { teller.withLock { $0.finish() } }
            do {
                let trainer = try Trainer(configuration, start: start, communicator: ranks) { event in
                    teller.withLock { $0.take(event) }
                }
                if ranks.isLeader, let yaml = try? trainer.configuration.yaml() {
                    try? Data(yaml.utf8).write(to: URL(fileURLWithPath: "\(output)/config.yaml"), options: .atomic)
                }
                switch try trainer.run(until: { TrainingSignals.last != nil }) {
                case .finished(let model):
                    guard ranks.isLeader else { return }
                    var facts = ["\(trainer.step) steps"]
                    if let best = trainer.best {
                        facts.append(
                            "best \(configuration.validation.score.rawValue) \(best.score.formatted(decimals: 5))"
                        )
                    }
                    Console.print(([model] + facts).joined(separator: "\t"))
                case .interrupted:
                    teller.withLock { $0.finish() }
                    if ranks.isLeader { Console.note("\(output): saved after step \(trainer.step); --resume goes on") }
                    throw ExitCode(128 + (TrainingSignals.last ?? 2))
                }
            } catch let failure as TrainingFailure {
                throw Failure(failure.subject, failure.error)
            }
        }
    }
}

/// Turns events into a bar, notes and the report.
private struct Teller {
    let isLeader: Bool
    let output: String
    var progress: TrainingProgress
    var report: TrainingReport?

    mutating func take(_ event: TrainingEvent) {
        guard isLeader else { return }
        progress.show(event)
        switch event {
        case .started(let summary):
            // The log has this line already.
            var report = TrainingReport(path: "\(output)/report.html", log: "\(output)/log.jsonl")
            if report.lines.isEmpty { report.add(LogLine(started: summary)) }
            report.write(isRunning: true)
            self.report = report
        case .stepped(let record): report?.add(LogLine(step: record))
        case .validated(let record): report?.add(LogLine(validation: record))
        case .alarmed(let finding): report?.add(LogLine(alarm: finding))
        default: break
        }
    }

    mutating func finish() {
        progress.finish()
        report?.write(isRunning: false)
        report?.writeCharts()
    }
}
