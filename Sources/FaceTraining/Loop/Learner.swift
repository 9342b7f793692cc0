import FaceEngine
import FaceNetworks

/// All that a training changes: weights, the loss's own, optimizers, the average of weights.
final class Learner {
    let configuration: TrainingConfiguration
    let start: StartingPoint
    let share: BatchShare
    let communicator: any Communicator
    let program: TrainingProgram
    /// The weights that are not trained, which come first.
    let frozen: Int
    var objective: Objective
    var optimizer: any Optimizer
    var headOptimizer: any Optimizer
    var average: WeightAverage?
    var statistics: RunningStatistics
    let reducer: GradientReducer
    let teacher: TeacherEmbeddings?

    /// A chunk's pixels, and this rank's embeddings and their gradients.
    let pixels: Floats
    let embeddings: Floats
    let gradients: Floats

    var threads: Int { configuration.run.threads ?? 1 }
    var dimension: Int { start.dimension }

    /// The running statistics that follow the data.
    var livingStatistics: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: program.statistics[program.frozenStatistics.upperBound...])
    }

    /// Compiles the network and makes what goes with it.
    ///
    /// - Parameters:
    ///   - configuration: With threads and arithmetic decided.
    ///   - start: The network and its weights.
    ///   - classes: The people trained on.
    ///   - teacher: For a distillation.
    ///   - communicator: The ranks.
    /// - Throws: ``TrainingError/engine(_:)``, or ``TrainingError/ranks(_:)`` if the batch cannot be cut.
    init(
        _ configuration: TrainingConfiguration,
        start: StartingPoint,
        classes: Int,
        teacher: TeacherEmbeddings?,
        communicator: any Communicator
    ) throws(TrainingError) {
        (self.configuration, self.start, self.teacher) = (configuration, start, teacher)
        self.communicator = communicator
        let (batch, run) = (configuration.batch, configuration.run)
        do throws(RanksError) {
            share = try BatchShare(
                of: batch.size,
                chunk: batch.chunk ?? max(batch.size / communicator.size, 1),
                for: communicator
            )
        } catch {
            throw .ranks(error)
        }
        let frozenCount = try start.frozenCount(through: configuration.network.frozenThrough)
        do throws(EngineError) {
            program = try TrainingProgram(
                start.network,
                parameters: start.parameters,
                options: TrainingOptions(
                    batchSize: share.chunk,
                    precision: run.precision.precision,
                    threads: run.threads ?? 1,
                    statistics: configuration.network.freezesStatistics
                        ? .frozen : .batch(momentum: configuration.network.momentum),
                    frozenCount: frozenCount,
                    recomputes: run.recomputes
                )
            )
        } catch {
            throw .engine(error)
        }
        var generator = SeededGenerator(seed: configuration.seed, LoopPurpose.head)
        objective = Objective(
            configuration.loss,
            dimension: start.dimension,
            classes: classes,
            teacherDimension: teacher?.dimension,
            using: &generator
        )
        // What is frozen does not even decay: the optimizer knows only what lies behind it.
        frozen = program.frozenWeights.upperBound
        optimizer = configuration.optimizer.optimizer(
            count: program.layout.count - frozen,
            undecayed: program.layout.vectors.compactMap { [frozen] range in
                range.lowerBound >= frozen ? range.lowerBound - frozen..<range.upperBound - frozen : nil
            }
        )
        let head = objective.parameters.layout
        headOptimizer = configuration.optimizer.optimizer(count: head.count, undecayed: head.vectors)
        let weights = Array(program.weights)
        average = run.average.map { WeightAverage(decay: $0, values: weights) }
        statistics = RunningStatistics(communicator, momentum: configuration.network.momentum)
        reducer = GradientReducer(communicator)
        pixels = Floats(program.inputShapes[0].count)
        embeddings = Floats(share.places.count * start.dimension)
        gradients = Floats(share.places.count * start.dimension)
    }

    /// The weights to try and to keep: their average, if there is one, with the running statistics.
    var bestParameters: Parameters {
        var parameters = program.parameters()
        if let average { parameters.replace(program.layout, with: average.values) }
        return parameters
    }
}

extension Parameters {
    /// Replaces the parameters of a layout with those of a flat array.
    mutating func replace(_ layout: ParameterLayout, with values: [Float]) {
        for entry in layout.entries {
            self[entry.name] = Parameter(Tensor(Array(values[entry.range]), shape: entry.shape))
        }
    }
}
