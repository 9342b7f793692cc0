/// One place of a batch: which photo, and whether it is to be covered.
public struct Slot: Hashable, Sendable {
    /// The photo's place in the set.
    public var sample: Int
    /// The label of the person it shows.
    public var label: Int
    /// Whether an occluder is to be drawn onto it; the same photo then has a bare slot in the batch too.
    public var isOccluded: Bool
    /// The slot's place in the whole batch, whatever part of it a rank loads.
    public var place: Int

    /// Creates a slot.
    public init(sample: Int, label: Int, isOccluded: Bool = false, place: Int) {
        self.sample = sample
        self.label = label
        self.isOccluded = isOccluded
        self.place = place
    }
}

/// Says which photos each step of a training sees.
///
/// A pure function of the step: a training that is resumed asks for the next step and gets the batch it would have got.
public protocol BatchSampler: Sendable {
    /// The slots of a batch; the last of an evaluation may have fewer.
    var batchSize: Int { get }
    /// The steps after which everybody was seen.
    var stepsPerEpoch: Int { get }
    /// The batch of a step.
    ///
    /// - Parameter step: Counts from 0 and through all epochs.
    /// - Returns: Slots in the order of their places.
    func batch(at step: Int) -> [Slot]
}

/// What of a training's seed goes where, so that no two uses draw the same numbers.
enum SeedPurpose {
    static let people: UInt64 = 0x70
    static let photos: UInt64 = 0x71
    static let strangers: UInt64 = 0x72
    static let twins: UInt64 = 0x73
    static let shuffling: UInt64 = 0x74
    static let augmentation: UInt64 = 0x75
    static let pairs: UInt64 = 0x76
}
