/// Every photo once an epoch, in an order of its own each time: for classification and distillation.
///
/// Where the photos do not divide into batches, the last batch of an epoch is filled up with the epoch's first photos.
public struct ShuffledSampler: BatchSampler {
    /// The photos of a batch.
    public let batchSize: Int
    /// The steps after which every photo was seen.
    public let stepsPerEpoch: Int

    private let labels: [Int]
    private let seed: UInt64

    /// Creates a sampler.
    ///
    /// - Parameters:
    ///   - dataset: The photos.
    ///   - batchSize: How many make a batch, at least 1.
    ///   - seed: Another seed gives another order.
    /// - Throws: ``DataError/option(reason:)`` if there are fewer photos than a batch has places.
    public init(_ dataset: FaceDataset, batchSize: Int, seed: UInt64) throws(DataError) {
        precondition(batchSize >= 1, "a batch has at least one photo, not \(batchSize)")
        guard batchSize <= dataset.samples.count else {
            throw .option(
                reason: "a batch of \(batchSize) wants more photos than the \(dataset.samples.count) there are"
            )
        }
        labels = dataset.samples.map(\.label)
        self.batchSize = batchSize
        self.seed = seed
        stepsPerEpoch = (labels.count + batchSize - 1) / batchSize
    }

    /// The batch of a step.
    ///
    /// - Complexity: O(*slots*).
    public func batch(at step: Int) -> [Slot] {
        precondition(step >= 0, "steps count from 0, not \(step)")
        let (epoch, start) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
        var generator = SeededGenerator(seed: seed, SeedPurpose.shuffling, UInt64(epoch))
        let order = KeyedPermutation(count: labels.count, using: &generator)
        return (0..<batchSize).map { place in
            let sample = order[(start * batchSize + place) % labels.count]
            return Slot(sample: sample, label: labels[sample], place: place)
        }
    }
}

/// The photos asked for in their order, once: for evaluation.
public struct SequentialSampler: BatchSampler {
    /// The photos of a batch; the last has what is left.
    public let batchSize: Int
    /// The batches that hold all photos.
    public let stepsPerEpoch: Int

    private let samples: [Int]
    private let labels: [Int]

    /// Creates a sampler.
    ///
    /// - Parameters:
    ///   - dataset: The photos.
    ///   - samples: Which of them, in which order; all if `nil`.
    ///   - batchSize: How many make a batch, at least 1.
    public init(_ dataset: FaceDataset, samples: [Int]? = nil, batchSize: Int) {
        precondition(batchSize >= 1, "a batch has at least one photo, not \(batchSize)")
        self.samples = samples ?? Array(dataset.samples.indices)
        labels = self.samples.map { dataset.samples[$0].label }
        self.batchSize = batchSize
        stepsPerEpoch = (self.samples.count + batchSize - 1) / batchSize
    }

    /// The batch of a step; empty after the last.
    public func batch(at step: Int) -> [Slot] {
        precondition(step >= 0, "steps count from 0, not \(step)")
        let start = min(step * batchSize, samples.count)
        return (start..<min(start + batchSize, samples.count)).map { index in
            Slot(sample: samples[index], label: labels[index], place: index - start)
        }
    }
}
