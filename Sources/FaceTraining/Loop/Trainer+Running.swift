import FaceEngine
import FaceImaging
import FaceNetworks
import Foundation

extension Trainer {
    /// The step to end at, if the number of steps or epochs is a limit.
    public var lastStep: Int? {
        let epochs = configuration.run.epochs.map { $0 * sampler.stepsPerEpoch }
        return [configuration.run.steps, epochs].compactMap(\.self).min()
    }

    /// The seconds trained, those before resumptions included.
    var seconds: Double { secondsBefore + (ContinuousClock.now - began) / .seconds(1) }

    /// Trains to the end, or until the caller wants to stop.
    ///
    /// - Parameter isStopped: Asked after every step; a checkpoint is saved when it says so.
    /// - Returns: How it ended.
    /// - Throws: ``TrainingFailure``; what was saved before is still there.
    public func run(until isStopped: () -> Bool = { false }) throws(TrainingFailure) -> Ending {
        guard lastStep != nil || configuration.run.seconds != nil else {
            throw TrainingFailure(
                "run",
                .configuration(.value(place: "", reason: "has no end: set steps, epochs or seconds"))
            )
        }
        return try Self.wrapping(configuration.output) { () throws(TrainingError) in
            try Self.naming { try train(until: isStopped) }
        }
    }

    private func train(until isStopped: () -> Bool) throws -> Ending {
        let end = max(lastStep ?? .max, step)
        try requireAgreement()
        let summary = summary
        try log?.write(LogLine(started: summary))
        observe(.started(summary))
        let loader = loader(steps: step..<end)
        defer { loader.cancel() }
        var isOver = try agree(isStopped)
        while step < end, !isOver, try !agree(isTimeUp) {
            guard let batch = try loader.next() else { break }
            try advance(batch)
            isOver = try agree(isStopped)
        }
        let isInterrupted = isOver && step < end
        try requireAgreement()
        if !isInterrupted, lastValidation?.step != step { try validate() }
        if savedStep != step || !isBestSaved { try save(isBest: best?.step == step) }
        guard !isInterrupted else { return .interrupted }
        guard communicator.isLeader else { return .finished(model: "") }
        return .finished(model: try writeModel())
    }

    private var isTimeUp: () -> Bool {
        { [self] in configuration.run.seconds.map { seconds >= $0 } ?? false }
    }

    /// What all ranks do if one of them wants to.
    private func agree(_ condition: () -> Bool) throws(RanksError) -> Bool {
        communicator.size > 1 ? try communicator.holdsAnywhere(condition()) : condition()
    }

    /// Does a step, and what is due after it.
    private func advance(_ batch: LoadedBatch) throws {
        let every = configuration.diagnosis.every
        let diagnoses = every > 0 && (step + 1).isMultiple(of: every)
        let statistics = Array(learner.program.statistics)
        var finding: CollapseAlarm.Finding?
        let record: StepRecord
        do {
            record = try learner.learn(batch, step: step, diagnoses: diagnoses) { finding = alarm.observe($0) }
        } catch let trouble as Learner.Trouble {
            _ = learner.program.statistics.update(from: statistics)
            throw TrainingError.notFinite(keep(batch, trouble))
        }
        step += 1
        try log?.write(LogLine(step: record))
        observe(.stepped(record))
        if let finding {
            try log?.write(LogLine(alarm: finding))
            observe(.alarmed(finding))
        }
        var isBest = false
        if configuration.validation.every > 0, step.isMultiple(of: configuration.validation.every) {
            isBest = try validate()
        }
        let isDue = configuration.checkpoint.every > 0 && step.isMultiple(of: configuration.checkpoint.every)
        let isLate = configuration.checkpoint.minutes.map { (ContinuousClock.now - savedAt) / .seconds(60) >= $0 }
        if isDue || isLate ?? false || isBest { try save(isBest: isBest) }
        if let finding, configuration.diagnosis.alarm == .stop {
            if savedStep != step { try save(isBest: false) }
            throw TrainingError.collapse(finding)
        }
    }

    private func loader(steps: Range<Int>) -> BatchLoader {
        let augmentation = configuration.data.augmentation
        let data = configuration.data
        let seed = configuration.seed
        let size = learner.start.size
        return BatchLoader(
            set.trained,
            sampler: sampler,
            steps: steps,
            seed: seed,
            options: .init(
                size: size,
                normalization: data.normalization,
                threads: data.threads,
                batchesAhead: data.ahead,
                memoryBytes: data.megabytes << 20,
                resizesFirst: data.cut == .packed,
                rank: communicator.rank,
                ranks: communicator.size
            ),
            augmentation: { photo, landmarks, isOccluded, generator in
                // A slot that is to be covered is; the others as the augmentation's own probability says.
                augmentation(
                    photo,
                    landmarks: landmarks,
                    cut: data.cut.cut(landmarks, to: size),
                    occludes: isOccluded ? true : nil,
                    using: &generator
                ).photo
            },
            observe: { [observe] event in observe(.loading(event)) }
        )
    }

    /// Tries the embedding on people who are held out.
    ///
    /// - Returns: Whether it was never better.
    @discardableResult
    private func validate() throws -> Bool {
        guard communicator.isLeader, let validator else { return false }
        let record = try validator.validate(learner.start.network, learner.bestParameters, step: step)
        lastValidation = record
        try log?.write(LogLine(validation: record))
        observe(.validated(record))
        return consider(record)
    }

    /// Whether a validation is the best so far; it is remembered then.
    @discardableResult
    func consider(_ record: ValidationRecord) -> Bool {
        let score =
            switch configuration.validation.score {
            case .accuracy: record.accuracy
            case .validationRate: record.rates[0].validationRate
            }
        guard score > best?.score ?? -1 else { return false }
        best = CheckpointState.Best(score: score, step: record.step)
        isBestSaved = false
        return true
    }
}
