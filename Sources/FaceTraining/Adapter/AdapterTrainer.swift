import FaceEngine
import FaceNetworks
import Foundation

/// Trains an occlusion adapter as a configuration says.
///
///     let trainer = try AdapterTrainer(configuration) { event in print(event) }
///     let ending = try trainer.run()
///
/// The model is frozen, so its embeddings of all photos, bare and covered, are computed once and kept; what is left to
/// train is a small network from embeddings to embeddings. All randomness follows from the seed, the photos' names and
/// the step, so that a training resumed from a checkpoint goes on bit for bit.
///
/// It belongs to one task at a time.
public final class AdapterTrainer {
    /// How a training ended.
    public enum Ending: Equatable, Sendable {
        /// All epochs are done; the adapter is in this file, and the adapted model in this folder.
        case finished(adapter: String, model: String)
        /// Before, because the caller wanted so; what was done is kept.
        case interrupted
    }

    /// The configuration.
    public let configuration: AdapterConfiguration
    /// What the epochs came to, so far; the first is that of no training.
    public private(set) var records: [AdapterRecord] = []
    /// The epoch that was best.
    public private(set) var best = 0

    let model: Model
    let set: AdapterSet
    private let start: Trainer.Start
    private let observe: @Sendable (AdapterEvent) -> Void

    /// Prepares a training: reads the model and lists the photos.
    ///
    /// - Parameters:
    ///   - configuration: What it follows from.
    ///   - start: What becomes of a training that is there already; embeddings are kept whatever.
    ///   - observe: Told what happens, on the thread that trains; must be quick.
    /// - Throws: ``TrainingFailure``.
    public init(
        _ configuration: AdapterConfiguration,
        start: Trainer.Start = .new,
        observe: @escaping @Sendable (AdapterEvent) -> Void = { _ in }
    ) throws(TrainingFailure) {
        (self.configuration, self.start, self.observe) = (configuration, start, observe)
        guard !configuration.model.isEmpty else {
            throw TrainingFailure(
                "model",
                .configuration(.value(place: "", reason: "no model is named whose embeddings are to be adapted"))
            )
        }
        do throws(ModelError) {
            model = try Model(contentsOf: configuration.model)
            if model.card.adapter != nil { throw .adaptedAlready }
        } catch {
            throw TrainingFailure(configuration.model, .model(error))
        }
        set = try AdapterSet(configuration.data, for: model.card)
        observe(
            .prepared(
                set.report,
                trained: (set.trained.people.count, set.trained.samples.count),
                heldOut: (set.heldOut.people.count, set.heldOut.samples.count)
            )
        )
    }

    /// Trains to the end, or until the caller wants to stop.
    ///
    /// - Parameter isStopped: Asked between parts of the embeddings, and after every epoch.
    /// - Returns: How it ended.
    /// - Throws: ``TrainingFailure``; what was saved before is still there.
    public func run(until isStopped: () -> Bool = { false }) throws(TrainingFailure) -> Ending {
        let output = configuration.output
        let kept = try prepareOutput()
        let occlusion = configuration.occlusion
        guard
            let trained = try embeddings(
                of: set.trained,
                OcclusionViews(drawings: occlusion.drawings, seed: occlusion.seed),
                isStopped
            ),
            let heldOut = try embeddings(
                of: set.heldOut,
                OcclusionViews(drawings: occlusion.validation.map { [$0] }, seed: occlusion.seed),
                isStopped
            )
        else { return .interrupted }
        do {
            let learner = try AdapterLearner(configuration, set.trained, trained)
            let kinds = configuration.occlusion.validation
            let validator = AdapterValidator(set.heldOut, heldOut, kinds: kinds, threads: configuration.threads)
            if let kept {
                try learner.restore(kept)
                (records, best) = (kept.state.records, kept.state.best)
            }
            observe(
                .started(
                    weights: learner.program.layout.count,
                    stepsPerEpoch: learner.stepsPerEpoch,
                    epoch: max(records.count - 1, 0)
                )
            )
            while records.count <= configuration.epochs {
                let clock = ContinuousClock.now
                let epoch = records.count
                let means = epoch == 0 ? nil : try learner.learn(epoch: epoch - 1)
                let (conditions, pairs) = try validator.figures(learner.program.network, learner.bestParameters)
                let record = AdapterRecord(
                    epoch: epoch,
                    loss: means?.loss,
                    regression: means?.regression,
                    triplet: means?.triplet,
                    conditions: conditions,
                    pairs: pairs,
                    seconds: (ContinuousClock.now - clock) / .seconds(1)
                )
                let isBest = records.isEmpty || record.score > records[best].score
                records.append(record)
                if isBest { best = epoch }
                try save(learner, isBest: isBest)
                observe(.validated(record, isBest: isBest))
                if isStopped(), records.count <= configuration.epochs { return .interrupted }
            }
            return try finish()
        } catch let failure as TrainingFailure {
            throw failure
        } catch let error as TrainingError {
            throw TrainingFailure(output, error)
        } catch let error as EngineError {
            throw TrainingFailure(output, .engine(error))
        } catch let error as NetworkError {
            throw TrainingFailure("layers", .network(error))
        } catch let error as LossError {
            throw TrainingFailure(output, .loss(error))
        } catch let error as DataError {
            throw TrainingFailure("data", .data(error))
        } catch let error as ModelError {
            throw TrainingFailure(output, .model(error))
        } catch let error as CheckpointError {
            throw TrainingFailure(output, .checkpoint(error))
        } catch {
            throw TrainingFailure(output, .log(reason: "\(error)"))
        }
    }

    private func embeddings(
        of dataset: FaceDataset,
        _ views: OcclusionViews,
        _ isStopped: () -> Bool
    ) throws(TrainingFailure) -> ViewEmbeddings? {
        try ViewEmbeddings(
            of: dataset,
            views: views,
            by: model,
            reading: configuration.features,
            folder: configuration.cache ?? "\(configuration.output)/embeddings",
            precision: configuration.precision.precision,
            threads: configuration.threads,
            isStopped: isStopped
        ) { [observe] done, total in observe(.embedding(done: done, total: total)) }
    }
}

extension AdapterTrainer {
    private var checkpointPath: String { "\(configuration.output)/checkpoint.safetensors" }
    private var bestPath: String { "\(configuration.output)/best.safetensors" }

    /// Makes the output folder, and reads the checkpoint to go on from.
    private func prepareOutput() throws(TrainingFailure) -> AdapterCheckpoint? {
        let (files, output) = (FileManager.default, configuration.output)
        let isOccupied = files.fileExists(atPath: checkpointPath)
        do {
            try files.createDirectory(atPath: output, withIntermediateDirectories: true)
            switch start {
            case .new:
                if isOccupied { throw TrainingFailure(output, .occupied) }
                return nil
            case .restart:
                for name in ["checkpoint", "best", "adapter"] {
                    let path = "\(output)/\(name).safetensors"
                    if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
                }
                return nil
            case .resume, .resumeChanged:
                guard isOccupied else { return nil }
                let kept = try AdapterCheckpoint(contentsOf: checkpointPath)
                try kept.state.check()
                guard case .resume = start else { return kept }
                var differences = configuration.differences(from: kept.state.configuration)
                if kept.state.dataset != set.digest { differences.append("data: other photos or people") }
                guard differences.isEmpty else {
                    throw TrainingFailure(output, .otherTraining(differences: differences))
                }
                return kept
            }
        } catch let failure as TrainingFailure {
            throw failure
        } catch let error as CheckpointError {
            throw TrainingFailure(checkpointPath, .checkpoint(error))
        } catch {
            throw TrainingFailure(output, .checkpoint(.unwritable(reason: (error as NSError).localizedDescription)))
        }
    }

    /// Keeps the training as it is now, the adapter if it is the best, and the log.
    private func save(_ learner: AdapterLearner, isBest: Bool) throws {
        if isBest {
            try Adapter(card: card, network: learner.program.network, parameters: learner.bestParameters)
                .write(to: bestPath)
        }
        let state = AdapterState(
            configuration: configuration,
            dataset: set.digest,
            records: records,
            best: best,
            step: learner.step,
            averageUpdates: learner.average?.updates
        )
        try learner.checkpoint(state).write(to: checkpointPath)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try records.map { try String(decoding: encoder.encode($0), as: UTF8.self) + "\n" }.joined()
        try Data(lines.utf8).write(to: URL(fileURLWithPath: "\(configuration.output)/log.jsonl"), options: .atomic)
    }

    /// Writes the best adapter, with matrices of 16 bits, and the model with it.
    private func finish() throws -> Ending {
        let (path, folder) = ("\(configuration.output)/adapter.safetensors", "\(configuration.output)/model")
        var adapter = try Adapter(contentsOf: bestPath).roundedToBFloat16()
        adapter.card = card
        try adapter.write(to: path)
        if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
        try model.adapted(by: adapter).write(toFolder: folder)
        observe(.wrote(adapter: path, model: folder))
        return .finished(adapter: path, model: folder)
    }

    private var card: AdapterCard {
        let data = configuration.data.provenance.isEmpty ? "unnamed data" : configuration.data.provenance
        let people = "\(set.trained.people.count) people, \(set.trained.samples.count) photos"
        return AdapterCard(
            name: (configuration.output as NSString).lastPathComponent,
            model: model,
            features: configuration.features,
            provenance: "\(data) (\(people)); epoch \(best) of \(configuration.epochs)",
            license: configuration.data.license
        )
    }
}

extension AdapterConfiguration {
    /// The places where another configuration differs so that the same training would take another course.
    func differences(from other: AdapterConfiguration) -> [String] {
        /// With defaults in all that the course does not follow from.
        func curve(_ configuration: Self) -> Self {
            var curve = configuration
            (curve.epochs, curve.output, curve.cache, curve.threads, curve.model) = (1, "", nil, 1, "")
            (curve.data.provenance, curve.data.license, curve.data.sources) = ("", "", [])
            return curve
        }
        return Leaves.differences(curve(self), curve(other))
    }
}
