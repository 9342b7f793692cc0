import FaceImaging
import FaceNetworks

/// Fills a slot: decodes its photo, or another where that cannot be read, and changes it as the training wants.
struct SlotLoader: Sendable {
    let dataset: FaceDataset
    let source: CropSource
    let size: ImageSize
    let seed: UInt64
    let augmentation: BatchLoader.Augmentation?
    let observe: (@Sendable (LoaderEvent) -> Void)?

    /// The slot as it was filled, and its photo.
    ///
    /// Follows from the seed, the step and the slot, and from which photos can be read; not from threads or time.
    func fill(_ slot: Slot, of batch: [Slot], step: Int) throws(DataError) -> (Slot, Photo) {
        var slot = slot
        let crop = try readableCrop(for: &slot, of: batch)
        guard let augmentation else { return (slot, Crop(crop.photo, landmarks: nil, size: size).photo) }
        var generator = SeededGenerator(seed: seed, SeedPurpose.augmentation, UInt64(step), UInt64(slot.place))
        let photo = augmentation(crop.photo, crop.landmarks, slot.isOccluded, &generator)
        return (slot, Crop(photo, landmarks: nil, size: size).photo)
    }

    private func readableCrop(for slot: inout Slot, of batch: [Slot]) throws(DataError) -> Crop {
        if let crop = crop(of: slot.sample) { return crop }
        for sample in replacements(for: slot, of: batch) {
            guard let crop = crop(of: sample) else { continue }
            (slot.sample, slot.label) = (sample, dataset.samples[sample].label)
            return crop
        }
        throw .nothingReadable
    }

    private func crop(of sample: Int) -> Crop? {
        try? source.crop(of: sample) { error in
            observe?(.unreadable(sample: sample, name: dataset.samples[sample].name, reason: error.description))
        }
    }

    /// What may stand in for a photo, the best first: others of the person that the batch does not have, others of the
    /// person, then the set's from there on.
    private func replacements(for slot: Slot, of batch: [Slot]) -> some Sequence<Int> {
        let own = dataset.people[slot.label].samples
        let others = (1..<max(own.count, 1)).map { own.lowerBound + (slot.sample - own.lowerBound + $0) % own.count }
        let present = Set(batch.map(\.sample))
        let count = dataset.samples.count
        let rest = (0..<count - own.count).lazy.map { (own.upperBound + $0) % count }
        return [others.filter { !present.contains($0) }, others.filter(present.contains)].joined().map(\.self) + rest
    }
}
