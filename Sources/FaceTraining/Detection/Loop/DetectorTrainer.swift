import FaceEngine
import FaceImaging
import FaceNetworks
import Foundation

/// Trains a compact detector as a configuration says.
///
///     let trainer = try DetectorTrainer(configuration) { event in print(event) }
///     let ending = try trainer.run()
///
/// A step shows the network a batch of pictures that ``SceneAugmentation`` describes, and moves the weights. All
/// randomness follows from the seed and the step, so that a training resumed from its checkpoint goes on bit for bit.
///
/// It belongs to one task at a time.
public final class DetectorTrainer {
    /// The configuration, with threads and arithmetic decided.
    public let configuration: DetectorConfiguration
    /// The steps done.
    public private(set) var step = 0
    /// The trial made last.
    public private(set) var lastTrial: DetectorTrialRecord?

    private let observe: @Sendable (DetectorEvent) -> Void
    private let composer: SceneComposer
    private let validation: [Scene]
    private let digest: UInt64
    private let program: TrainingProgram
    private var optimizer: any Optimizer
    private var average: WeightAverage?
    private let pixels: Floats
    private let outputs: [Floats]
    private let gradients: [Floats]
    private let secondsBefore: Double
    private let began = ContinuousClock.now
    private var savedStep = -1
    private var savedAt = ContinuousClock.now

    /// What pixels become before the network reads them.
    static let format = TensorFormat.centered

    /// Prepares a training: reads the manifests, compiles the network, goes back to a checkpoint.
    ///
    /// - Parameters:
    ///   - configuration: What it follows from.
    ///   - start: What becomes of a training that is in the output folder already.
    ///   - observe: Told what happens, on the thread that trains; must be quick.
    /// - Throws: ``TrainingFailure``.
    public init(
        _ configuration: DetectorConfiguration,
        start: Trainer.Start = .new,
        observe: @escaping @Sendable (DetectorEvent) -> Void = { _ in }
    ) throws(TrainingFailure) {
        var configuration = configuration
        configuration.run.threads = configuration.run.threads ?? ProcessInfo.processInfo.activeProcessorCount
        configuration.run.precision = configuration.run.precision.precision == .bf16 ? .bf16 : .fp32
        self.configuration = configuration
        self.observe = observe
        var parts: [(scenes: [Scene], weight: Float)] = []
        for part in configuration.data.scenes {
            parts.append((try Self.scenes(part.manifest), part.weight))
        }
        guard !parts.isEmpty else {
            throw TrainingFailure("data", .configuration(.value(place: "scenes", reason: "names no manifest")))
        }
        composer = SceneComposer(
            parts: parts,
            side: configuration.side,
            augmentation: configuration.augmentation,
            cache: PhotoCache(limit: configuration.data.cacheMegabytes << 20)
        )
        validation =
            try configuration.data.validation.map { path throws(TrainingFailure) in
                try Self.scenes(path)
            } ?? []
        digest = Self.digest(parts.flatMap(\.scenes))
        let checkpoint = try Self.prepare(configuration, start, digest)
        (program, optimizer) = try Self.compile(configuration, checkpoint)
        let weights = Array(program.weights)
        average = configuration.run.average.map { WeightAverage(decay: $0, values: weights) }
        pixels = Floats(program.inputShapes[0].count)
        outputs = program.outputShapes.map { Floats($0.count) }
        gradients = program.outputShapes.map { Floats($0.count) }
        secondsBefore = checkpoint?.state.seconds ?? 0
        if let checkpoint {
            try Trainer.wrapping(Self.checkpointPath(configuration)) { () throws(TrainingError) in
                do throws(CheckpointError) { try restore(checkpoint) } catch { throw .checkpoint(error) }
            }
        }
    }

    /// Trains to the end, or until the caller wants to stop.
    ///
    /// - Parameter isStopped: Asked after every step; a checkpoint is saved when it says so.
    /// - Returns: How it ended.
    /// - Throws: ``TrainingFailure``; what was saved before is still there.
    public func run(until isStopped: () -> Bool = { false }) throws(TrainingFailure) -> Trainer.Ending {
        guard configuration.run.steps != nil || configuration.run.seconds != nil else {
            throw TrainingFailure(
                "run",
                .configuration(.value(place: "", reason: "has no end: set steps or seconds"))
            )
        }
        return try Trainer.wrapping(configuration.output) { () throws(TrainingError) in
            try Trainer.naming { try train(until: isStopped) }
        }
    }

    /// The weights to use: their average, if there is one, with the running statistics.
    var bestParameters: Parameters {
        var parameters = program.parameters()
        if let average { parameters.replace(program.layout, with: average.values) }
        return parameters
    }

    // MARK: - Running

    private var seconds: Double { secondsBefore + (ContinuousClock.now - began) / .seconds(1) }

    private func train(until isStopped: () -> Bool) throws -> Trainer.Ending {
        let end = max(configuration.run.steps ?? .max, step)
        let log = try DetectorLog(path: "\(configuration.output)/log.jsonl", keepingSteps: step)
        let summary = DetectorSummary(
            weights: program.layout.count,
            scenes: composer.parts.reduce(0) { $0 + $1.scenes.count },
            faces: composer.parts.reduce(0) { $0 + $1.scenes.reduce(0) { $0 + $1.faces.count } },
            tried: validation.count,
            precision: program.options.precision.rawValue,
            firstStep: step
        )
        try log.write(DetectorLogLine(started: summary))
        observe(.started(summary))
        let loader = SceneLoader(
            composer,
            steps: step..<end,
            batch: configuration.batch,
            seed: configuration.seed,
            threads: configuration.data.threads
        )
        loader.start()
        defer { loader.cancel() }
        var isOver = isStopped()
        while step < end, !isOver, configuration.run.seconds.map({ seconds < $0 }) ?? true {
            let record = try learn(from: loader)
            step += 1
            try log.write(DetectorLogLine(step: record))
            observe(.stepped(record))
            if configuration.validateEvery > 0, step.isMultiple(of: configuration.validateEvery) { try attempt(log) }
            if isSavingDue { try save() }
            isOver = isStopped()
        }
        let isInterrupted = isOver && step < end
        if !isInterrupted, lastTrial?.step != step { try attempt(log) }
        if savedStep != step { try save() }
        guard !isInterrupted else { return .interrupted }
        let folder = "\(configuration.output)/model"
        try DetectorModel(
            card: DetectorCard(name: "compact", network: configuration.network),
            parameters: bestParameters
        ).write(toFolder: folder)
        observe(.wrote(model: folder))
        return .finished(model: folder)
    }

    /// Learns from the pictures of a step.
    private func learn(from loader: SceneLoader) throws -> DetectorStepRecord {
        let clock = ContinuousClock()
        let start = clock.now
        let pictures = try loader.pictures(of: step)
        let waited = (clock.now - start) / .seconds(1)
        for (index, picture) in pictures.enumerated() { write(picture.photo, at: index) }
        try program.forward(inputs: [pixels.reading], outputs: outputs.map(\.buffer))
        let targets = pictures.map { target(of: $0) }
        let (terms, loss) = configuration.loss.evaluate(
            outputs.map(\.reading),
            targets,
            into: gradients.map(\.buffer)
        )
        guard loss.isFinite else { throw TrainingError.notFinite(NotFinite(step: step, place: .loss)) }
        program.zeroGradients()
        try program.backward(outputGradients: gradients.map(\.reading))
        let norm =
            configuration.run.clip.map { GradientNorm.clip([program.gradients], to: $0) }
            ?? GradientNorm.norm(of: [UnsafeBufferPointer(program.gradients)])
        guard norm.isFinite else { throw TrainingError.notFinite(NotFinite(step: step, place: .gradients)) }
        let rate = configuration.schedule.rate(at: step)
        let threads = configuration.run.threads ?? 1
        optimizer.update(program.weights, UnsafeBufferPointer(program.gradients), rate: rate, threads: threads)
        program.weightsChanged()
        average?.update(UnsafeBufferPointer(program.weights), threads: threads)
        return DetectorStepRecord(
            step: step + 1,
            loss: loss,
            terms: terms,
            rate: rate,
            gradientNorm: norm,
            seconds: (clock.now - start) / .seconds(1),
            waited: waited
        )
    }

    private func write(_ photo: Photo, at index: Int) {
        let count = 3 * configuration.side * configuration.side
        photo.resample(
            width: configuration.side,
            height: configuration.side,
            filter: .area,
            format: Self.format,
            into: pixels[index * count..<(index + 1) * count]
        )
    }

    private func target(of picture: SceneComposer.Picture) -> DetectionLoss.Target {
        DetectionLoss.Target(
            faces: picture.faces,
            assignment: GridAssignment(
                picture.faces,
                ignored: picture.ignored,
                height: configuration.side,
                width: configuration.side
            )
        )
    }

    /// Tries the weights on the validation's scenes, batch by batch; what does not fill a batch is left out.
    private func attempt(_ log: DetectorLog) throws {
        let size = min(configuration.batch, validation.count)
        guard size > 0 else { return }
        let side = configuration.side
        let inference = try InferenceProgram(
            configuration.network.network(rows: side, columns: side),
            parameters: bestParameters,
            options: InferenceOptions(
                batchSize: size,
                precision: program.options.precision,
                threads: configuration.run.threads ?? 1
            )
        )
        let results = inference.outputShapes.map { Floats($0.count) }
        let spare = inference.outputShapes.map { Floats($0.count) }
        let input = UnsafeBufferPointer(pixels[0..<inference.inputShapes[0].count])
        var (total, batches) = (DetectorTrialRecord(step: step, loss: 0, terms: .init(), scenes: 0), 0)
        var start = 0
        while start + size <= validation.count {
            var targets: [DetectionLoss.Target] = []
            for (index, scene) in validation[start..<start + size].enumerated() {
                let picture = try SceneComposer.fitted(scene, side: side)
                write(picture.photo, at: index)
                targets.append(target(of: picture))
            }
            try inference.run(inputs: [input], outputs: results.map(\.buffer))
            let (terms, loss) = configuration.loss.evaluate(results.map(\.reading), targets, into: spare.map(\.buffer))
            total.loss += loss
            total.terms.add(terms)
            total.scenes += size
            batches += 1
            start += size
        }
        total.loss /= Double(max(batches, 1))
        total.terms.divide(by: max(batches, 1))
        lastTrial = total
        try log.write(DetectorLogLine(trial: total))
        observe(.tried(total))
    }

    // MARK: - Saving

    private static func checkpointPath(_ configuration: DetectorConfiguration) -> String {
        "\(configuration.output)/checkpoints/last.safetensors"
    }

    private var isSavingDue: Bool {
        let (every, minutes) = (configuration.checkpoint.every, configuration.checkpoint.minutes)
        if every > 0, step.isMultiple(of: every) { return true }
        return minutes.map { (ContinuousClock.now - savedAt) / .seconds(60) >= $0 } ?? false
    }

    private func save() throws(CheckpointError) {
        var arrays = [DetectorCheckpoint.average: average?.values ?? []]
        for (name, array) in optimizer.state.arrays { arrays[DetectorCheckpoint.optimizer + name] = array }
        let checkpoint = DetectorCheckpoint(
            state: DetectorCheckpoint.State(
                step: step,
                seconds: seconds,
                configuration: configuration,
                scenes: digest,
                optimizerStep: optimizer.state.step,
                averageUpdates: average?.updates
            ),
            parameters: program.parameters(),
            arrays: arrays.filter { !$0.value.isEmpty }
        )
        let path = Self.checkpointPath(configuration)
        do {
            try FileManager.default.createDirectory(
                atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
                withIntermediateDirectories: true
            )
        } catch {
            throw .unwritable(reason: (error as NSError).localizedDescription)
        }
        try checkpoint.write(to: path)
        (savedStep, savedAt) = (step, ContinuousClock.now)
        observe(.saved(step: step))
    }

    private func restore(_ checkpoint: DetectorCheckpoint) throws(CheckpointError) {
        let prefix = DetectorCheckpoint.optimizer
        let own = checkpoint.arrays.filter { $0.key.hasPrefix(prefix) }
        do throws(OptimizerError) {
            try optimizer.restore(
                OptimizerState(
                    step: checkpoint.state.optimizerStep,
                    arrays: Dictionary(
                        uniqueKeysWithValues: own.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
                    )
                )
            )
        } catch {
            throw .malformed(reason: error.description)
        }
        if let decay = configuration.run.average {
            guard let values = checkpoint.arrays[DetectorCheckpoint.average], values.count == program.layout.count,
                let updates = checkpoint.state.averageUpdates
            else { throw .otherWeights(name: "averaged weights") }
            average = WeightAverage(decay: decay, values: values, updates: updates)
        }
        (step, savedStep) = (checkpoint.state.step, checkpoint.state.step)
    }

    // MARK: - Preparing

    private static func scenes(_ path: String) throws(TrainingFailure) -> [Scene] {
        do throws(DataError) { return try SceneManifest.scenes(in: path) } catch {
            throw TrainingFailure(path, .data(error))
        }
    }

    /// A hash of everything that is learned from but pixels.
    private static func digest(_ scenes: [Scene]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for scene in scenes {
            let text = (try? SceneManifest.line(scene)) ?? scene.photo
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return hash
    }

    /// Makes the output folder, or takes what is in it away, and finds the checkpoint to go on from.
    private static func prepare(
        _ configuration: DetectorConfiguration,
        _ start: Trainer.Start,
        _ digest: UInt64
    ) throws(TrainingFailure) -> DetectorCheckpoint? {
        let (files, output) = (FileManager.default, configuration.output)
        let path = checkpointPath(configuration)
        let isThere = files.fileExists(atPath: path)
        do {
            switch start {
            case .new where isThere || files.fileExists(atPath: "\(output)/log.jsonl"):
                throw TrainingFailure(output, .occupied)
            case .restart:
                for name in ["checkpoints", "log.jsonl", "model", "config.yaml"] {
                    let old = "\(output)/\(name)"
                    if files.fileExists(atPath: old) { try files.removeItem(atPath: old) }
                }
            default: break
            }
            try files.createDirectory(atPath: output, withIntermediateDirectories: true)
        } catch let failure as TrainingFailure {
            throw failure
        } catch {
            throw TrainingFailure(output, .checkpoint(.unwritable(reason: (error as NSError).localizedDescription)))
        }
        guard isThere, start == .resume || start == .resumeChanged else { return nil }
        let found: DetectorCheckpoint
        do throws(CheckpointError) { found = try DetectorCheckpoint(contentsOf: path) } catch {
            throw TrainingFailure(path, .checkpoint(error))
        }
        guard start == .resume else { return found }
        var differences: [String] = []
        // Where it is trained, how long, and how often it is saved make no other course.
        var (now, then) = (configuration, found.state.configuration)
        (now.output, now.checkpoint, now.validateEvery) = (then.output, then.checkpoint, then.validateEvery)
        (now.run.steps, now.run.seconds, now.run.threads) = (then.run.steps, then.run.seconds, then.run.threads)
        (now.data, then.data) = (SceneDataConfiguration(), SceneDataConfiguration())
        if now != then { differences.append("the configuration is another one") }
        if found.state.scenes != digest { differences.append("data: other scenes") }
        guard differences.isEmpty else { throw TrainingFailure(output, .otherTraining(differences: differences)) }
        return found
    }

    private static func compile(
        _ configuration: DetectorConfiguration,
        _ checkpoint: DetectorCheckpoint?
    ) throws(TrainingFailure) -> (TrainingProgram, any Optimizer) {
        try Trainer.wrapping("network") { () throws(TrainingError) in
            let network: Network
            do throws(NetworkError) {
                network = try configuration.network.network(rows: configuration.side, columns: configuration.side)
            } catch {
                throw .network(error)
            }
            var generator = SeededGenerator(seed: configuration.seed, DetectorPurpose.weights)
            let parameters =
                checkpoint?.parameters
                ?? Parameters.initialized(for: network, using: &generator).doubtful(network)
            do throws(EngineError) {
                let program = try TrainingProgram(
                    network,
                    parameters: parameters,
                    options: TrainingOptions(
                        batchSize: configuration.batch,
                        precision: configuration.run.precision.precision,
                        threads: configuration.run.threads ?? 1
                    )
                )
                let optimizer = configuration.optimizer.optimizer(
                    count: program.layout.count,
                    undecayed: program.layout.vectors
                )
                return (program, optimizer)
            } catch {
                throw .engine(error)
            }
        }
    }
}

extension Parameters {
    /// The weights with grids that hold everything for background, as almost all of it is.
    ///
    /// Otherwise the first steps would be spent on learning that. Lin et al., "Focal Loss", <https://arxiv.org/abs/1708.02002>, section 3.3.
    fileprivate func doubtful(_ network: Network) -> Parameters {
        var parameters = self
        for stride in CompactNetwork.strides {
            let name = "grid\(stride).bias"
            guard let bias = parameters[name] else { continue }
            var tensor = bias.tensor
            tensor.scalars[CompactNetwork.Channel.score] = -4.6
            parameters[name] = Parameter(tensor)
        }
        return parameters
    }
}

extension DetectionLoss.Terms {
    /// Adds the terms of another batch.
    mutating func add(_ other: Self) {
        score += other.score
        box += other.box
        landmarks += other.landmarks
        visibility += other.visibility
        cover += other.cover
        overlap += other.overlap
        landmarkDistance += other.landmarkDistance
        positives += other.positives
    }

    /// Makes a mean of a sum; the cells stay counted.
    mutating func divide(by count: Int) {
        let share = 1 / Double(count)
        score *= share
        box *= share
        landmarks *= share
        visibility *= share
        cover *= share
        overlap *= share
        landmarkDistance *= share
    }
}
