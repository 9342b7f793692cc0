public import FaceImaging
public import FaceNetworks

/// Loads the batches of a training ahead of time, on threads of its own.
///
/// What a batch holds follows from the seed, the step and the place of each slot; not from the threads, from how far
/// they are ahead, or from where the training was resumed. Memory is bounded by ``Options/batchesAhead``.
///
///     let loader = BatchLoader(set, sampler: sampler, steps: 0..<1000, seed: 7, options: options)
///     while let batch = try loader.next() { ... }
///
/// Any thread may call ``next()`` and ``cancel()``. The threads end with the last batch, when the loader is cancelled,
/// and when nobody holds it any more.
public final class BatchLoader: Sendable {
    /// Changes a photo for the training.
    ///
    /// It gets the photo, its landmarks in the photo's pixels, whether it is to be covered, and
    /// what to draw random numbers from; what comes back is brought to the network's size if it has another.
    public typealias Augmentation = @Sendable (Photo, FaceLandmarks?, Bool, inout SeededGenerator) -> Photo

    /// How batches are loaded.
    public struct Options: Sendable {
        /// The network's input size.
        public var size: ImageSize
        /// How bytes become the network's numbers.
        public var normalization: PixelNormalization
        /// The threads that decode and augment.
        public var threads: Int
        /// The batches that are loaded or being loaded before they are asked for.
        public var batchesAhead: Int
        /// The most bytes of decoded photos to remember; 0 for none.
        public var memoryBytes: Int
        /// Whether photos are brought to the network's size before they are augmented, which is faster for large ones;
        /// otherwise after.
        public var resizesFirst: Bool
        /// Which part of each batch is loaded, from 0.
        public var rank: Int
        /// How many parts each batch has, side by side and as equal as can be.
        public var ranks: Int
        /// What to refuse before decoding.
        public var limits: ImageLimits

        /// Creates options.
        public init(
            size: ImageSize,
            normalization: PixelNormalization = .facenet,
            threads: Int = 1,
            batchesAhead: Int = 2,
            memoryBytes: Int = 0,
            resizesFirst: Bool = true,
            rank: Int = 0,
            ranks: Int = 1,
            limits: ImageLimits = ImageLimits()
        ) {
            precondition(threads >= 1, "batches are loaded on at least one thread, not \(threads)")
            precondition(batchesAhead >= 1, "at least one batch is loaded ahead, not \(batchesAhead)")
            precondition(ranks >= 1 && (0..<ranks).contains(rank), "there is no part \(rank) of \(ranks)")
            self.size = size
            self.normalization = normalization
            self.threads = threads
            self.batchesAhead = batchesAhead
            self.memoryBytes = memoryBytes
            self.resizesFirst = resizesFirst
            self.rank = rank
            self.ranks = ranks
            self.limits = limits
        }
    }

    private let queue: LoadingQueue
    private let source: CropSource
    private let options: Options

    /// Creates a loader and starts its threads.
    ///
    /// - Parameters:
    ///   - dataset: The photos.
    ///   - sampler: Which of them each step sees.
    ///   - steps: The steps to load; begin where a training is resumed.
    ///   - seed: Another seed augments otherwise.
    ///   - options: How batches are loaded.
    ///   - augmentation: Changes each photo; `nil` to leave them as they are, as for evaluation.
    ///   - observe: Called from any of the threads with what went wrong; must be quick.
    public init(
        _ dataset: FaceDataset,
        sampler: any BatchSampler,
        steps: Range<Int>,
        seed: UInt64,
        options: Options,
        augmentation: Augmentation? = nil,
        observe: (@Sendable (LoaderEvent) -> Void)? = nil
    ) {
        self.options = options
        source = CropSource(
            dataset,
            size: options.resizesFirst ? options.size : nil,
            limits: options.limits,
            capacity: options.memoryBytes
        )
        let loader = SlotLoader(
            dataset: dataset,
            source: source,
            size: options.size,
            seed: seed,
            augmentation: augmentation,
            observe: observe
        )
        let (rank, ranks) = (options.rank, options.ranks)
        queue = LoadingQueue(steps: steps, ahead: options.batchesAhead, loader: loader) { step in
            let slots = sampler.batch(at: step)
            return (slots, slots.count * rank / ranks..<slots.count * (rank + 1) / ranks)
        }
        queue.start(threads: options.threads)
    }

    deinit { queue.cancel() }

    /// The next batch, once it is loaded.
    ///
    /// - Returns: `nil` after the last step, and when the loader is cancelled.
    /// - Throws: ``DataError/nothingReadable`` if a slot cannot be filled with any photo of the set.
    public func next() throws(DataError) -> LoadedBatch? {
        guard let loaded = try queue.next() else { return nil }
        return LoadedBatch(
            step: loaded.step,
            slots: loaded.slots,
            photos: loaded.photos,
            secondsWaited: loaded.secondsWaited,
            size: options.size,
            normalization: options.normalization
        )
    }

    /// Stops loading, and returns once the threads have ended.
    public func cancel() { queue.cancel() }

    /// What was done so far.
    public var statistics: LoaderStatistics {
        var statistics = queue.statistics
        (statistics.decoded, statistics.remembered, statistics.unreadable) = source.counts
        return statistics
    }
}
