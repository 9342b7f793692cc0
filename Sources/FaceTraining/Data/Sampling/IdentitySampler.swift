/// Batches for the triplet loss: many photos of each of some people, and strangers in between.
///
/// An epoch goes through all people with two photos or more, in an order of its own; each gives as many of their photos
/// as ``Options/photosPerPerson`` says, or all they have, and other photos in the next epoch until all were seen. What
/// they give, one person after the other, is cut into batches of one size. So everybody is seen once before anybody is
/// seen twice, and the place of a cut is the only one where a person's photos are in two batches. The last batch of
/// an epoch is filled up with the epoch's first people.
///
/// The paper's batches have about 40 photos of a person among 1,800 (section 3.2.1).
public struct IdentitySampler: BatchSampler {
    /// What a batch is made of.
    public struct Options: Hashable, Sendable, Codable {
        /// The slots of a batch, strangers and covered photos included.
        public var batchSize: Int
        /// The most photos of a person; chosen from the set if `nil`, see ``IdentitySampler/photosPerPerson``.
        public var photosPerPerson: Int?
        /// The share of slots for single photos of people who are not in the batch otherwise: random negatives, from
        /// everybody, people with one photo too.
        public var strangerShare: Double
        /// The share of slots in which a photo of the batch is there again to be covered, at most a half.
        public var occludedShare: Double
        /// Whether people with fewer photos give some of them twice, rather than fewer; then people with one photo
        /// take part too.
        public var repeatsPhotos: Bool

        /// Creates options.
        public init(
            batchSize: Int,
            photosPerPerson: Int? = nil,
            strangerShare: Double = 0,
            occludedShare: Double = 0,
            repeatsPhotos: Bool = false
        ) {
            self.batchSize = batchSize
            self.photosPerPerson = photosPerPerson
            self.strangerShare = strangerShare
            self.occludedShare = occludedShare
            self.repeatsPhotos = repeatsPhotos
        }
    }

    /// What a batch is made of.
    public let options: Options
    /// The most photos of a person in a batch.
    ///
    /// Unless given: the median of what people with two or more have, from 2 to the paper's 40, but so few that eight
    /// people fit into a batch; more where that would not fill one.
    public let photosPerPerson: Int
    /// The steps after which everybody with two photos or more was seen.
    public let stepsPerEpoch: Int

    /// The slots of people's own photos, of strangers, and of covered photos.
    private let parts: (own: Int, strangers: Int, covered: Int)
    private let seed: UInt64
    private let samples: [Range<Int>]
    private let labels: [Int]
    /// The people who give several photos.
    private let givers: [Int]
    private let orders = EpochOrders()

    /// The slots of a batch.
    public var batchSize: Int { options.batchSize }

    /// Creates a sampler.
    ///
    /// - Parameters:
    ///   - dataset: The people.
    ///   - options: What a batch is made of.
    ///   - seed: Another seed gives other batches.
    /// - Throws: ``DataError/empty``, ``DataError/onePerson(name:)``, ``DataError/noPositives``,
    ///   ``DataError/tooFewPhotos(batch:available:)`` or ``DataError/option(reason:)``.
    public init(_ dataset: FaceDataset, options: Options, seed: UInt64) throws(DataError) {
        try Self.check(dataset, options)
        let covered = Int(Double(options.batchSize) * options.occludedShare)
        let strangers = Int(Double(options.batchSize) * options.strangerShare)
        let own = options.batchSize - covered - strangers
        guard own >= 4, covered <= own else {
            throw .option(reason: "\(own) of \(options.batchSize) slots are left for people's own photos: too few")
        }
        samples = dataset.people.map(\.samples)
        labels = dataset.samples.map(\.label)
        let (samples, repeats) = (samples, options.repeatsPhotos)
        givers = samples.indices.filter { repeats || samples[$0].count >= 2 }
        guard !givers.isEmpty else { throw .noPositives }
        let counts = givers.map { samples[$0].count }
        photosPerPerson =
            options.photosPerPerson ?? Self.defaultPhotos(counts: counts, own: own, repeats: repeats)
        let available = Self.total(counts, photosPerPerson, repeats)
        guard available >= own, repeats || dataset.samples.count >= own + strangers else {
            throw .tooFewPhotos(batch: own, available: available)
        }
        self.options = options
        self.seed = seed
        parts = (own, strangers, covered)
        stepsPerEpoch = (available + own - 1) / own
    }

    /// The batch of a step.
    ///
    /// - Returns: People's own photos, each person's side by side and a covered photo after its bare one; then strangers.
    /// - Complexity: O(*slots*), and O(*people*) at the first step of an epoch and after a jump into another.
    public func batch(at step: Int) -> [Slot] {
        precondition(step >= 0, "steps count from 0, not \(step)")
        var slots: [Slot] = []
        slots.reserveCapacity(batchSize)
        let covered = coveredPlaces(step: step)
        for (index, sample) in ownPhotos(step: step).enumerated() {
            slots.append(Slot(sample: sample, label: labels[sample], place: slots.count))
            guard covered.contains(index) else { continue }
            slots.append(Slot(sample: sample, label: labels[sample], isOccluded: true, place: slots.count))
        }
        for sample in strangers(step: step, among: slots) {
            slots.append(Slot(sample: sample, label: labels[sample], place: slots.count))
        }
        return slots
    }
}

extension IdentitySampler {
    private static func check(_ dataset: FaceDataset, _ options: Options) throws(DataError) {
        guard let first = dataset.people.first else { throw .empty }
        guard dataset.people.count > 1 else { throw .onePerson(name: first.name) }
        guard options.batchSize >= 4 else {
            throw .option(reason: "a batch of \(options.batchSize) has no two people with two photos each")
        }
        if let photos = options.photosPerPerson, !(2...options.batchSize / 2).contains(photos) {
            throw .option(
                reason: "\(photos) photos a person are not from 2 to half a batch of \(options.batchSize)"
            )
        }
        guard (0...0.9).contains(options.strangerShare), (0...0.5).contains(options.occludedShare) else {
            throw .option(reason: "the share of strangers is from 0 to 0.9 and that of covered photos from 0 to 0.5")
        }
    }

    /// What an epoch goes through if everybody gives at most `photos`.
    private static func total(_ counts: [Int], _ photos: Int, _ repeats: Bool) -> Int {
        repeats ? counts.count * photos : counts.reduce(0) { $0 + min($1, photos) }
    }

    private static func defaultPhotos(counts: [Int], own: Int, repeats: Bool) -> Int {
        let sorted = counts.sorted()
        let median = sorted[sorted.count / 2]
        var photos = min(max(2, min(median, own / 8)), 40)
        while photos < own / 2, total(counts, photos, repeats) < own { photos += 1 }
        return photos
    }

    /// What a person gives in a batch.
    private func contribution(of label: Int) -> Int {
        options.repeatsPhotos ? photosPerPerson : min(photosPerPerson, samples[label].count)
    }

    /// The photos of the people whose turn it is.
    private func ownPhotos(step: Int) -> [Int] {
        let (epoch, index) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
        let order = orders.order(of: epoch) {
            var generator = SeededGenerator(seed: seed, SeedPurpose.people, UInt64(epoch))
            let people = KeyedPermutation(count: givers.count, using: &generator).map { givers[$0] }
            return EpochOrder(people: people, contributions: people.map(contribution))
        }
        var photos: [Int] = []
        photos.reserveCapacity(parts.own)
        var (turn, skipped) = order.turn(at: index * parts.own)
        while photos.count < parts.own {
            let given = photosGiven(by: order.people[turn], epoch: epoch)
            photos += given.dropFirst(skipped).prefix(parts.own - photos.count)
            skipped = 0
            turn = (turn + 1) % order.people.count
        }
        return photos
    }

    /// The photos a person gives in an epoch: a window of an order of theirs, the next window in the next epoch, and
    /// another order once all were seen.
    private func photosGiven(by label: Int, epoch: Int) -> [Int] {
        let range = samples[label]
        let count = contribution(of: label)
        let windows = (range.count + count - 1) / count
        let (cycle, window) = epoch.quotientAndRemainder(dividingBy: windows)
        var generator = SeededGenerator(seed: seed, SeedPurpose.photos, UInt64(label), UInt64(cycle))
        let order = KeyedPermutation(count: range.count, using: &generator)
        return (0..<count).map { range.lowerBound + order[(window * count + $0) % range.count] }
    }

    /// Which of a step's own photos have a covered twin.
    private func coveredPlaces(step: Int) -> Set<Int> {
        guard parts.covered > 0 else { return [] }
        var generator = SeededGenerator(seed: seed, SeedPurpose.twins, UInt64(step))
        return Set(KeyedPermutation(count: parts.own, using: &generator).prefix(parts.covered))
    }

    /// Photos of people who are not in the batch yet, everybody in turn; of people who are, once there is nobody else.
    private func strangers(step: Int, among slots: [Slot]) -> [Int] {
        guard parts.strangers > 0 else { return [] }
        var present = Set(slots.map(\.label))
        var taken = Set(slots.map(\.sample))
        var generator = SeededGenerator(seed: seed, SeedPurpose.strangers, 0, UInt64(step))
        let people = KeyedPermutation(count: samples.count, using: &generator)
        let photos = KeyedPermutation(count: labels.count, using: &generator)
        var (nextPerson, nextPhoto) = (0, 0)
        var found: [Int] = []
        for place in 0..<parts.strangers {
            var label: Int? = turnOfStranger(at: step * parts.strangers + place)
            if let regular = label, present.contains(regular) { label = nil }
            while label == nil, nextPerson < people.count {
                if !present.contains(people[nextPerson]) { label = people[nextPerson] }
                nextPerson += 1
            }
            var sample: Int?
            if let label { sample = samples[label].lowerBound + generator.number(below: samples[label].count) }
            while sample == nil, nextPhoto < photos.count {
                if !taken.contains(photos[nextPhoto]) { sample = photos[nextPhoto] }
                nextPhoto += 1
            }
            // Nothing is left only where photos repeat: then one more does.
            let chosen = sample ?? photos[place % photos.count]
            present.insert(labels[chosen])
            taken.insert(chosen)
            found.append(chosen)
        }
        return found
    }

    /// Whose turn it is to be a stranger: everybody once before anybody twice.
    private func turnOfStranger(at index: Int) -> Int {
        let (round, place) = index.quotientAndRemainder(dividingBy: samples.count)
        var generator = SeededGenerator(seed: seed, SeedPurpose.strangers, 1, UInt64(round))
        return KeyedPermutation(count: samples.count, using: &generator)[place]
    }
}
