import FaceEngine
import FaceNetworks
import Foundation

extension Trainer {
    /// What is trained, in numbers.
    var summary: TrainingSummary {
        TrainingSummary(
            network: learner.start.network.name,
            weights: learner.program.layout.count,
            precision: configuration.run.precision.rawValue,
            threads: learner.threads,
            ranks: communicator.size,
            firstStep: step,
            steps: lastStep,
            stepsPerEpoch: sampler.stepsPerEpoch,
            batch: configuration.batch.size,
            chunk: learner.share.chunk,
            photosPerPerson: (sampler as? IdentitySampler)?.photosPerPerson,
            activationBytes: learner.program.activationByteCount
        )
    }

    /// The training as it is now.
    private var checkpoint: Checkpoint {
        Checkpoint(
            state: CheckpointState(
                step: step,
                seconds: seconds,
                configuration: configuration,
                dataset: set.digest,
                alarm: alarm,
                best: best,
                optimizerStep: learner.optimizer.state.step,
                averageUpdates: learner.average?.updates,
                network: learner.start.kept
            ),
            parameters: learner.program.parameters(),
            arrays: learner.arrays
        )
    }

    /// Saves the training.
    func save(isBest: Bool) throws(CheckpointError) {
        savedAt = .now
        savedStep = step
        if isBest { isBestSaved = true }
        guard communicator.isLeader else { return }
        // What is logged must not be less than what is saved.
        log?.synchronize()
        let file = try folder.save(checkpoint, keep: configuration.checkpoint.keep, isBest: isBest)
        observe(.saved(path: file, step: step))
    }

    /// Writes the model of the best checkpoint, or of the weights as they are if there was no validation.
    func writeModel() throws -> String {
        let path = "\(configuration.output)/model"
        var parameters = learner.bestParameters
        if let best, best.step != step, let kept = try? Checkpoint(contentsOf: folder.best) {
            parameters = kept.bestParameters(of: learner.start.network)
        }
        let start = learner.start
        let card = ModelCard(
            name: (configuration.output as NSString).lastPathComponent,
            inputSize: start.size,
            crop: configuration.data.modelCrop,
            normalization: configuration.data.normalization,
            dimension: start.dimension,
            provenance: provenance,
            license: configuration.data.license
        )
        let model = try Model(
            card: card,
            network: start.network,
            parameters: parameters,
            architecture: start.architecture
        )
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        try model.write(toFolder: path)
        observe(.wrote(model: path))
        return path
    }

    private var provenance: String {
        let data = configuration.data.provenance.isEmpty ? "unnamed data" : configuration.data.provenance
        let people = "\(set.trained.people.count) people, \(set.trained.samples.count) photos"
        return "\(data) (\(people)); \(configuration.loss.kind.rawValue) loss, \(best?.step ?? step) steps"
    }

    /// Keeps a batch that cannot be learned from: the photos' names, and the state before the step.
    func keep(_ batch: LoadedBatch, _ trouble: Learner.Trouble) -> NotFinite {
        struct Kept: Encodable {
            struct Photo: Encodable {
                var name: String
                var person: String
                var isOccluded: Bool
            }
            var step: Int
            var photos: [Photo]
        }
        let place = "\(configuration.output)/failure-step-\(step + 1)"
        let photos = batch.slots.map { slot in
            Kept.Photo(
                name: set.trained.samples[slot.sample].name,
                person: set.trained.people[slot.label].name,
                isOccluded: slot.isOccluded
            )
        }
        var folder: String?
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // The failure itself is what counts: where it cannot be kept, it is told all the same.
        if (try? FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)) != nil,
            let json = try? encoder.encode(Kept(step: step + 1, photos: photos)),
            (try? json.write(to: URL(fileURLWithPath: "\(place)/batch.json"))) != nil,
            (try? checkpoint.write(to: "\(place)/before.safetensors")) != nil
        {
            folder = place
        }
        return NotFinite(
            step: step,
            place: trouble.place,
            weight: trouble.weight,
            gradient: trouble.gradient,
            photo: trouble.photo.map { photos[$0].name },
            folder: folder
        )
    }
}
