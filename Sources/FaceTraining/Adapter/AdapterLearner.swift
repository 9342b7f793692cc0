import FaceEngine
import FaceNetworks

/// What an adapter's training changes: its weights, their average, and the optimizer.
final class AdapterLearner {
    let program: TrainingProgram
    private(set) var average: WeightAverage?
    private(set) var step = 0
    let stepsPerEpoch: Int

    private let configuration: AdapterConfiguration
    private let sampler: IdentitySampler
    private let embeddings: ViewEmbeddings
    /// Where each photo is brought to, `[photos, D]`.
    private let targets: [Float]
    private var optimizer: any Optimizer
    private let inputs: [Floats]
    private let outputs: Floats

    init(_ configuration: AdapterConfiguration, _ dataset: FaceDataset, _ embeddings: ViewEmbeddings) throws {
        self.configuration = configuration
        self.embeddings = embeddings
        sampler = try IdentitySampler(
            dataset,
            options: .init(
                batchSize: configuration.batchSize,
                photosPerPerson: configuration.photosPerPerson,
                occludedShare: 0.5
            ),
            seed: configuration.seed
        )
        stepsPerEpoch = sampler.stepsPerEpoch
        let network = try configuration.layers.network(
            dimension: embeddings.dimension,
            features: embeddings.features == 0 ? nil : embeddings.features
        )
        var generator = SeededGenerator(seed: configuration.seed, LoopPurpose.weights)
        program = try TrainingProgram(
            network,
            parameters: configuration.layers.parameters(for: network, using: &generator),
            options: TrainingOptions(batchSize: configuration.batchSize, threads: configuration.threads)
        )
        optimizer = configuration.optimizer.optimizer(count: program.layout.count, undecayed: program.layout.vectors)
        let weights = Array(program.weights)
        average = configuration.average.map { WeightAverage(decay: $0, values: weights) }
        (inputs, outputs) = (program.inputShapes.map { Floats($0.count) }, Floats(program.outputShapes[0].count))
        targets = Self.targets(configuration.loss.target, dataset, embeddings)
    }

    private static func targets(
        _ target: AdapterLoss.Target,
        _ dataset: FaceDataset,
        _ embeddings: ViewEmbeddings
    ) -> [Float] {
        var rows = dataset.samples.indices.flatMap { embeddings.row(photo: $0, view: 0) }
        guard target == .person else { return rows }
        let dimension = embeddings.dimension
        for person in dataset.people {
            var mean = [Float](repeating: 0, count: dimension)
            for photo in person.samples {
                for place in 0..<dimension { mean[place] += rows[photo * dimension + place] }
            }
            mean.scaleRowsToUnitLength(dimension: dimension)
            for photo in person.samples {
                rows.replaceSubrange(photo * dimension..<(photo + 1) * dimension, with: mean)
            }
        }
        return rows
    }

    /// The weights to try and to keep: their average, if there is one, with the running statistics.
    var bestParameters: Parameters {
        var parameters = program.parameters()
        if let average { parameters.replace(program.layout, with: average.values) }
        return parameters
    }

    /// Learns from everybody once.
    ///
    /// - Parameter epoch: Counts from 0.
    /// - Returns: The mean losses of its steps.
    /// - Throws: ``TrainingError/notFinite(_:)``, ``LossError`` or `EngineError`.
    func learn(epoch: Int) throws -> (loss: Float, regression: Float, triplet: Float) {
        var sums = (loss: 0.0, regression: 0.0, triplet: 0.0)
        for step in epoch * stepsPerEpoch..<(epoch + 1) * stepsPerEpoch {
            let outcome = try learn(at: step)
            sums.loss += Double(outcome.loss)
            sums.regression += Double(outcome.regression)
            sums.triplet += Double(outcome.triplet)
        }
        let count = Double(stepsPerEpoch)
        return (Float(sums.loss / count), Float(sums.regression / count), Float(sums.triplet / count))
    }

    private func learn(at step: Int) throws -> AdapterLoss.Outcome {
        let dimension = embeddings.dimension
        let slots = sampler.batch(at: step)
        var wanted: [Float] = []
        wanted.reserveCapacity(slots.count * dimension)
        for (place, slot) in slots.enumerated() {
            var generator = SeededGenerator(
                seed: configuration.seed,
                AdapterPurpose.view,
                UInt64(step),
                UInt64(place)
            )
            let view = slot.isOccluded ? Int.random(in: 1..<embeddings.views, using: &generator) : 0
            inputs[0].write(embeddings.row(photo: slot.sample, view: view), at: place)
            if inputs.count > 1 { inputs[1].write(embeddings.features(photo: slot.sample, view: view), at: place) }
            wanted += targets[slot.sample * dimension..<(slot.sample + 1) * dimension]
        }
        try program.forward(inputs: inputs.map(\.reading), outputs: [outputs.buffer])
        let batch = EmbeddingBatch(
            embeddings: Tensor(Array(outputs.buffer), shape: [slots.count, dimension]),
            labels: slots.map(\.label),
            isOccluded: slots.map(\.isOccluded),
            teacher: Tensor(wanted, shape: [slots.count, dimension])
        )
        var generator = SeededGenerator(seed: configuration.seed, LoopPurpose.mining, UInt64(step))
        let outcome = try configuration.loss.evaluate(batch, threads: configuration.threads, using: &generator)
        guard outcome.loss.isFinite else {
            throw TrainingError.notFinite(NotFinite(step: step, place: .loss))
        }
        program.zeroGradients()
        try outcome.gradient.scalars.withUnsafeBufferPointer { gradient in
            try program.backward(outputGradients: [gradient])
        }
        optimizer.update(
            program.weights,
            UnsafeBufferPointer(program.gradients),
            rate: configuration.schedule.rate(at: step),
            threads: configuration.threads
        )
        program.weightsChanged()
        average?.update(UnsafeBufferPointer(program.weights), threads: configuration.threads)
        self.step = step + 1
        return outcome
    }

    /// The training as it is now.
    func checkpoint(_ state: AdapterState) -> AdapterCheckpoint {
        AdapterCheckpoint(
            state: state,
            parameters: program.parameters(),
            arrays: SavedArray.arrays(optimizer, average)
        )
    }

    /// Goes on from a checkpoint.
    func restore(_ checkpoint: AdapterCheckpoint) throws(CheckpointError) {
        for (layout, buffer) in [(program.layout, program.weights), (program.statisticsLayout, program.statistics)] {
            for entry in layout.entries {
                guard let parameter = checkpoint.parameters[entry.name], parameter.shape == entry.shape else {
                    throw .otherWeights(name: entry.name)
                }
                let target = UnsafeMutableBufferPointer(rebasing: buffer[entry.range])
                parameter.withUnsafeFloats { _ = target.update(from: $0) }
            }
        }
        program.weightsChanged()
        step = checkpoint.state.step
        try checkpoint.restore(&optimizer, step: step)
        if let decay = configuration.average {
            let updates = checkpoint.state.averageUpdates
            average = try checkpoint.average(decay: decay, count: program.layout.count, updates: updates)
        }
    }
}

extension Floats {
    /// Writes a row of a matrix.
    func write(_ row: ArraySlice<Float>, at place: Int) {
        row.withUnsafeBufferPointer { row in
            _ = self[place * row.count..<(place + 1) * row.count].update(from: row)
        }
    }
}
