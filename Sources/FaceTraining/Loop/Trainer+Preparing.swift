import FaceNetworks
import Foundation

extension Trainer {
    /// Makes the output folder, or takes what is in it away.
    static func prepare(_ output: String, _ start: Start, _ folder: CheckpointFolder) throws(TrainingFailure) {
        let files = FileManager.default
        let isOccupied =
            !folder.files.isEmpty || [folder.last, "\(output)/log.jsonl"].contains { files.fileExists(atPath: $0) }
        do {
            switch start {
            case .new where isOccupied: throw TrainingFailure(output, .occupied)
            case .restart:
                for name in ["checkpoints", "log.jsonl", "report.html", "model", "config.yaml"] {
                    let path = "\(output)/\(name)"
                    if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
                }
            default: break
            }
            try files.createDirectory(atPath: output, withIntermediateDirectories: true)
        } catch let failure as TrainingFailure {
            throw failure
        } catch {
            throw TrainingFailure(
                output,
                .checkpoint(.unwritable(reason: (error as NSError).localizedDescription))
            )
        }
    }

    /// The checkpoint to go on from, if there is one and it is of this training.
    static func checkpoint(
        _ folder: CheckpointFolder,
        _ start: Start,
        _ configuration: TrainingConfiguration,
        _ set: TrainingSet,
        _ observe: (TrainingEvent) -> Void
    ) throws(TrainingFailure) -> Checkpoint? {
        switch start {
        case .new, .restart: return nil
        case .resume, .resumeChanged: break
        }
        let found: Checkpoint?
        do throws(CheckpointError) {
            found = try folder.latest { observe(.passedOver(path: $0, reason: $1.description)) }
        } catch {
            throw TrainingFailure(folder.path, .checkpoint(error))
        }
        guard let found, start != .resumeChanged else { return found }
        var differences = configuration.differences(from: found.state.configuration)
        if found.state.dataset != set.digest { differences.append("data: other photos or people") }
        guard differences.isEmpty else {
            throw TrainingFailure(configuration.output, .otherTraining(differences: differences))
        }
        return found
    }

    /// The teacher's embeddings, if there is a teacher; `ranks` is of how many ranks threads are free, as others wait.
    static func teacher(
        _ configuration: TrainingConfiguration,
        _ set: TrainingSet,
        _ point: StartingPoint,
        directions: [Float]?,
        ranks: Int,
        _ observe: (TrainingEvent) -> Void
    ) throws(TrainingFailure) -> TeacherEmbeddings? {
        guard case .distillation(let options) = configuration.loss else { return nil }
        guard let path = configuration.teacher else {
            throw TrainingFailure(
                "teacher",
                .configuration(.value(place: "", reason: "a distillation needs a model to learn from"))
            )
        }
        var teacher = try TeacherEmbeddings(
            model: path,
            of: set,
            file: configuration.teacherFile ?? "\(configuration.output)/teacher.safetensors",
            threads: min((configuration.run.threads ?? 1) * ranks, ProcessInfo.processInfo.activeProcessorCount),
            observe: observe
        )
        teacher.moveToPeople(by: options.personShare, people: set.trained.people.map(\.samples))
        guard options.reduction == .principal, teacher.dimension > point.dimension else { return teacher }
        try wrapping(path) { () throws(TrainingError) in
            do throws(LossError) { try teacher.reduce(to: point.dimension, along: directions) } catch {
                throw .loss(error)
            }
        }
        if directions == nil, configuration.network.initialize != nil {
            try wrapping("data") { () throws(TrainingError) in
                try naming {
                    let samples = turnSamples(of: set.trained)
                    try teacher.turn(to: point.embeddings(of: samples, set.trained, configuration), of: samples)
                }
            }
        }
        return teacher
    }

    /// Enough photos, evenly over the people, to see how a student's sphere is turned.
    private static func turnSamples(of dataset: FaceDataset) -> [Int] {
        let count = dataset.samples.count
        return Array(stride(from: 0, to: count, by: max(count / 2048, 1)))
    }

    /// Who comes into a batch.
    static func sampler(
        _ configuration: TrainingConfiguration,
        _ set: TrainingSet
    ) throws(TrainingError) -> any BatchSampler {
        let batch = configuration.batch
        var isTriplet = false
        if case .triplet = configuration.loss { isTriplet = true }
        guard set.trained.people.count > 1 else {
            if let person = set.trained.people.first { throw .data(.onePerson(name: person.name)) }
            throw .data(.empty)
        }
        do throws(DataError) {
            switch batch.sampling {
            case .automatic where !isTriplet, .shuffled:
                return try ShuffledSampler(set.trained, batchSize: batch.size, seed: configuration.seed)
            case .automatic, .identities:
                let options = IdentitySampler.Options(
                    batchSize: batch.size,
                    photosPerPerson: batch.photosPerPerson,
                    strangerShare: batch.strangers,
                    occludedShare: batch.occluded,
                    repeatsPhotos: batch.repeatsPhotos
                )
                return try IdentitySampler(set.trained, options: options, seed: configuration.seed)
            }
        } catch {
            throw .data(error)
        }
    }
}
