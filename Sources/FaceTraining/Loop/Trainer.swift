import FaceEngine
import FaceNetworks
import Foundation

/// Trains an embedding as a configuration says.
///
///     let trainer = try Trainer(configuration) { event in print(event) }
///     let ending = try trainer.run()
///
/// A step samples a batch, embeds it, mines and computes the loss on all its embeddings, runs backward and moves the
/// weights. A batch of several chunks is embedded twice: once to mine, and once, chunk by chunk, to learn. All
/// randomness follows from the seed and the step, so that a training resumed from a checkpoint goes on bit for bit.
///
/// It belongs to one task at a time.
public final class Trainer {
    /// What becomes of a training that is in the output folder already.
    public enum Start: Sendable {
        /// It is refused.
        case new
        /// It goes on from its latest checkpoint; from the start if there is none.
        case resume
        /// It goes on even if the configuration makes another course of it.
        case resumeChanged
        /// It is taken away.
        case restart
    }

    /// How a training ended.
    public enum Ending: Equatable, Sendable {
        /// As long as was asked for, with the model in this folder.
        case finished(model: String)
        /// Before, because the caller wanted so; there is a checkpoint.
        case interrupted
    }

    /// The configuration, with threads and arithmetic decided.
    public let configuration: TrainingConfiguration
    /// The steps done.
    public internal(set) var step: Int
    /// The validation done last.
    public internal(set) var lastValidation: ValidationRecord?
    /// The best score so far.
    public internal(set) var best: CheckpointState.Best?

    let set: TrainingSet
    let communicator: any Communicator
    let observe: @Sendable (TrainingEvent) -> Void
    let learner: Learner
    let sampler: any BatchSampler
    let validator: Validator?
    let folder: CheckpointFolder
    let log: TrainingLog<LogLine>?
    var alarm: CollapseAlarm
    /// The seconds trained before this run, and when this run began.
    let secondsBefore: Double
    let began = ContinuousClock.now
    var savedStep = -1
    /// Whether the best score is that of `best.safetensors`.
    var isBestSaved = true
    var savedAt = ContinuousClock.now

    /// Prepares a training: reads the data, compiles the network, goes back to a checkpoint.
    ///
    /// - Parameters:
    ///   - configuration: What it follows from.
    ///   - start: What becomes of a training that is there already.
    ///   - set: The photos; those the configuration names if `nil`.
    ///   - communicator: The ranks that train together; every one of them prepares alike.
    ///   - observe: Told what happens, on the thread that trains or loads; must be quick.
    /// - Throws: ``TrainingFailure``.
    public init(
        _ configuration: TrainingConfiguration,
        start: Start = .new,
        set: TrainingSet? = nil,
        communicator: any Communicator = LocalCommunicator(),
        observe: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
    ) throws(TrainingFailure) {
        var configuration = configuration
        configuration.run.threads = configuration.run.threads ?? ProcessInfo.processInfo.activeProcessorCount
        configuration.run.precision = configuration.run.precision.precision == .bf16 ? .bf16 : .fp32
        self.configuration = configuration
        self.communicator = communicator
        self.observe = observe
        let set = if let set { set } else { try TrainingSet(configuration.data) }
        self.set = set
        observe(.prepared(set.report, trained: set.trained.people.count, heldOut: set.heldOut.people.count))
        let output = configuration.output
        folder = CheckpointFolder(path: "\(output)/checkpoints")
        if communicator.isLeader { try Self.prepare(output, start, folder) }
        try Self.meet(communicator, output)
        let checkpoint = try Self.checkpoint(folder, start, configuration, set, observe)
        let point = try StartingPoint.of(configuration, resumed: checkpoint)
        // Rank 0 first, for what it keeps in a file the others need not compute.
        if !communicator.isLeader { try Self.meet(communicator, output) }
        let teacher = try Self.teacher(
            configuration,
            set,
            point,
            directions: checkpoint?.arrays[SavedArray.directions],
            ranks: communicator.isLeader ? communicator.size : 1,
            observe
        )
        if communicator.isLeader { try Self.meet(communicator, output) }
        let (sampler, learner) = try Self.wrapping(
            "data",
            { () throws(TrainingError) in
                let sampler = try Self.sampler(configuration, set)
                let classes = set.trained.people.count
                let learner = try Learner(
                    configuration,
                    start: point,
                    classes: classes,
                    teacher: teacher,
                    communicator: communicator
                )
                return (sampler, learner)
            }
        )
        (self.sampler, self.learner) = (sampler, learner)
        validator = Validator(configuration, set, size: point.size)
        var triplet: TripletLoss?
        if case .triplet(let loss) = configuration.loss { triplet = loss }
        alarm = checkpoint?.state.alarm ?? CollapseAlarm(triplet, grace: configuration.schedule.warmUp)
        step = checkpoint?.state.step ?? 0
        best = checkpoint?.state.best
        secondsBefore = checkpoint?.state.seconds ?? 0
        let first = step
        savedStep = checkpoint == nil ? -1 : first
        log =
            try communicator.isLeader
            ? Self.wrapping("\(output)/log.jsonl") { () throws(TrainingError) in
                try TrainingLog(path: "\(output)/log.jsonl", keepingSteps: first)
            } : nil
        // A validation that is in the log may have come after the checkpoint of its step.
        if log != nil, first > 0 {
            lastValidation = TrainingLog<LogLine>.lines(of: "\(output)/log.jsonl").compactMap(\.validation).last
            if let lastValidation, lastValidation.step == first { consider(lastValidation) }
        }
        if let checkpoint {
            try Self.wrapping(folder.path) { () throws(TrainingError) in
                do throws(CheckpointError) { try learner.restore(checkpoint) } catch { throw .checkpoint(error) }
            }
        }
    }

    /// Waits for all ranks.
    private static func meet(_ communicator: any Communicator, _ output: String) throws(TrainingFailure) {
        try wrapping(output) { () throws(TrainingError) in
            do throws(RanksError) { try communicator.barrier() } catch { throw .ranks(error) }
        }
    }

    /// Runs a training, and makes a ``TrainingError`` of whatever its parts throw.
    static func naming<Result>(_ work: () throws -> Result) throws(TrainingError) -> Result {
        do {
            return try work()
        } catch let error as TrainingError {
            throw error
        } catch let error as DataError {
            throw .data(error)
        } catch let error as EngineError {
            throw .engine(error)
        } catch let error as LossError {
            throw .loss(error)
        } catch let error as RanksError {
            throw .ranks(error)
        } catch let error as CheckpointError {
            throw .checkpoint(error)
        } catch let error as ModelError {
            throw .model(error)
        } catch {
            throw .log(reason: "\(error)")
        }
    }

    static func wrapping<Result>(
        _ subject: String,
        _ work: () throws(TrainingError) -> Result
    ) throws(TrainingFailure) -> Result {
        do throws(TrainingError) { return try work() } catch { throw TrainingFailure(subject, error) }
    }
}
