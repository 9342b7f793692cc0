import FaceImaging
import FaceNetworks
import Foundation

/// The people an adapter learns from and those it is tried on, as a configuration chooses them.
struct AdapterSet {
    let trained: FaceDataset
    let heldOut: FaceDataset
    let report: DatasetReport
    /// A hash of photos and people.
    let digest: String

    /// Reads the photos that a configuration names.
    ///
    /// - Parameters:
    ///   - configuration: Whose photos.
    ///   - card: What the model expects of a face.
    /// - Throws: ``TrainingFailure`` if they are not to be had, were cut out otherwise, or of too few people.
    init(_ configuration: AdapterDataConfiguration, for card: ModelCard) throws(TrainingFailure) {
        guard !configuration.sources.isEmpty else {
            throw TrainingFailure(
                "data.sources",
                .configuration(.value(place: "", reason: "no photos are named: give a folder, a manifest or shards"))
            )
        }
        let whole: FaceDataset
        do throws(DataFailure) {
            whole = try FaceDataset(
                reading: configuration.sources.map(DatasetSource.init(at:)),
                options: .init(examination: .names, minimumPhotos: configuration.minimumPhotos)
            )
        } catch {
            throw TrainingFailure(error.path, .data(error.error))
        }
        if let crop = whole.metadata["crop"], crop != card.crop.description {
            throw TrainingFailure(
                "data.sources",
                .data(.option(reason: "the crops were cut out as \(crop), and the model wants \(card.crop)"))
            )
        }
        let dataset = try Self.chosen(whole, configuration)
        let split = IdentitySplit(share: configuration.heldOut, seed: configuration.splitSeed)
        (trained, heldOut) = split.parts(of: dataset)
        report = whole.report
        digest =
            ContentHash(
                of: dataset.people.map { person in
                    person.name + "\n" + dataset.samples[person.samples].map { "\($0.name)\n" }.joined()
                }.joined()
            ).description
        for (part, name) in [(trained, "trained on"), (heldOut, "held out")] where part.people.count < 2 {
            let reason = "\(part.people.count) of \(dataset.people.count) people are \(name): two are the least"
            throw TrainingFailure("data", .data(.option(reason: reason)))
        }
    }

    /// The people who are wanted, with photos that can be drawn on.
    private static func chosen(
        _ whole: FaceDataset,
        _ configuration: AdapterDataConfiguration
    ) throws(TrainingFailure) -> FaceDataset {
        var leftOut: Set<String> = []
        if let path = configuration.leaveOut {
            do throws(ConfigurationError) {
                let lines = try ConfigurationText.contents(of: path).split(whereSeparator: \.isNewline)
                leftOut = Set(lines.map { $0.trimmingCharacters(in: .whitespaces) })
            } catch {
                throw TrainingFailure(path, .configuration(error))
            }
        }
        var groups = whole.people.compactMap { person -> (name: String, samples: [FaceSample])? in
            guard !leftOut.contains(person.name) else { return nil }
            let samples = whole.samples[person.samples].filter { sample in
                sample.landmarks != nil && sample.occlusion == nil
                    && (configuration.photos.isEmpty || configuration.photos.contains(where: sample.name.contains))
            }
            let count = configuration.photosPerPerson ?? samples.count
            return samples.count < configuration.minimumPhotos ? nil : (person.name, Array(samples.prefix(count)))
        }
        if let people = configuration.people, people < groups.count {
            var generator = SeededGenerator(seed: configuration.splitSeed, AdapterPurpose.people)
            let order = KeyedPermutation(count: groups.count, using: &generator)
            groups = order.prefix(people).sorted().map { groups[$0] }
        }
        return FaceDataset(groups, metadata: whole.metadata)
    }
}
