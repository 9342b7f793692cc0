import FaceTraining

/// Which photos of a set are looked at: a row a person, people and photos drawn by lot.
struct PreviewChoice {
    let samples: [FaceSample]

    /// Chooses.
    ///
    /// - Parameters:
    ///   - set: The photos.
    ///   - columns: Photos in a row; a person of fewer shares it with the next.
    ///   - count: Photos in all; fewer if the set has no more.
    ///   - seed: Another seed chooses others.
    init(set: FaceDataset, columns: Int, count: Int, seed: UInt64) {
        var samples: [FaceSample] = []
        var generator = SeededGenerator(seed: seed, 0)
        for person in set.people.shuffled(using: &generator) {
            let photos = person.samples.shuffled(using: &generator)
            samples += photos.prefix(min(columns, count - samples.count)).map { set.samples[$0] }
            if samples.count >= count { break }
        }
        self.samples = samples
    }
}
