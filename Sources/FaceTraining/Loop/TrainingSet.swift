/// The people a training learns from, those it is tried on, and what both follow from.
public struct TrainingSet: Sendable {
    /// The people trained on.
    public let trained: FaceDataset
    /// The people held out.
    public let heldOut: FaceDataset
    /// What was read, and what was wrong with it.
    public let report: DatasetReport
    /// A hash of photos and people, the same wherever the files lie.
    public let digest: String

    /// Reads the photos that a configuration names.
    ///
    /// - Throws: ``TrainingFailure`` if there are none, or of one person only.
    public init(_ configuration: DataConfiguration) throws(TrainingFailure) {
        guard !configuration.sources.isEmpty else {
            throw TrainingFailure(
                "data.sources",
                .configuration(.value(place: "", reason: "no photos are named: give a folder, a manifest or shards"))
            )
        }
        let dataset: FaceDataset
        do throws(DataFailure) {
            dataset = try FaceDataset(
                reading: configuration.sources.map(DatasetSource.init(at:)),
                options: .init(
                    examination: configuration.examination,
                    minimumPhotos: configuration.minimumPhotos,
                    threads: max(configuration.threads, 2)
                )
            )
        } catch {
            throw TrainingFailure(error.path, .data(error.error))
        }
        self.init(dataset, configuration)
    }

    /// Divides a set of photos.
    public init(_ dataset: FaceDataset, _ configuration: DataConfiguration) {
        let split = IdentitySplit(share: configuration.heldOut, seed: configuration.splitSeed)
        (trained, heldOut) = split.parts(of: dataset)
        report = dataset.report
        var text = ""
        for person in dataset.people {
            text += person.name + "\n"
            for sample in dataset.samples[person.samples] {
                // Without a hash the file's own name has to do.
                text += sample.hash?.description ?? String(sample.name.split(separator: "/").last ?? "")
                text += "\n"
            }
        }
        digest = ContentHash(of: text).description
    }
}
