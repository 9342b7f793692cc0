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
    public internal(set) var step = 0
    /// The trial made last.
    public internal(set) var lastTrial: DetectorTrialRecord?

    let observe: @Sendable (DetectorEvent) -> Void
    let composer: SceneComposer
    let validation: [Scene]
    let digest: UInt64
    let program: TrainingProgram
    var optimizer: any Optimizer
    var average: WeightAverage?
    let pixels: Floats
    let outputs: [Floats]
    let gradients: [Floats]
    let folder: CheckpointFolder
    let secondsBefore: Double
    let began = ContinuousClock.now
    var savedStep = -1
    var savedAt = ContinuousClock.now

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
        let folder = CheckpointFolder(path: "\(configuration.output)/checkpoints")
        try Trainer.prepare(configuration.output, start, folder)
        let checkpoint = try Self.checkpoint(folder, start, configuration, digest)
        self.folder = folder
        (program, optimizer) = try Self.compile(configuration, checkpoint)
        let weights = Array(program.weights)
        average = configuration.run.average.map { WeightAverage(decay: $0, values: weights) }
        pixels = Floats(program.inputShapes[0].count)
        outputs = program.outputShapes.map { Floats($0.count) }
        gradients = program.outputShapes.map { Floats($0.count) }
        secondsBefore = checkpoint?.state.seconds ?? 0
        if let checkpoint {
            try Trainer.wrapping(folder.last) { () throws(TrainingError) in
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
}
