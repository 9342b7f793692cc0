import FaceEngine
import FaceNetworks
import Foundation

extension DetectorTrainer {
    /// Whether the training should be saved now.
    var isSavingDue: Bool {
        let (every, minutes) = (configuration.checkpoint.every, configuration.checkpoint.minutes)
        if every > 0, step.isMultiple(of: every) { return true }
        return minutes.map { (ContinuousClock.now - savedAt) / .seconds(60) >= $0 } ?? false
    }

    /// Saves the training.
    func save(_ log: TrainingLog<DetectorLogLine>) throws(CheckpointError) {
        // What is logged must not be less than what is saved.
        log.synchronize()
        let checkpoint = DetectorCheckpoint(
            state: DetectorState(
                step: step,
                seconds: seconds,
                configuration: configuration,
                scenes: digest,
                optimizerStep: optimizer.state.step,
                averageUpdates: average?.updates
            ),
            parameters: program.parameters(),
            arrays: SavedArray.arrays(optimizer, average)
        )
        do { try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true) } catch {
            throw .unwritable(reason: (error as NSError).localizedDescription)
        }
        try checkpoint.write(to: folder.last)
        (savedStep, savedAt) = (step, ContinuousClock.now)
        observe(.saved(step: step))
    }

    /// Goes on from a checkpoint, whose weights the program was made with.
    func restore(_ checkpoint: DetectorCheckpoint) throws(CheckpointError) {
        let state = checkpoint.state
        try checkpoint.restore(&optimizer, step: state.optimizerStep)
        if let decay = configuration.run.average {
            average = try checkpoint.average(decay: decay, count: program.layout.count, updates: state.averageUpdates)
        }
        (step, savedStep) = (state.step, state.step)
    }
}
