/// A generator whose whole sequence follows from a seed and a path, such as the step and the slot of a batch.
///
/// Training draws nothing from a generator that lives from one step to the next: whatever is random at a place is drawn
/// from a generator made for that place. So a run that is resumed draws what it would have drawn, in whatever order its
/// threads come to it. SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    /// Creates the generator of a place.
    ///
    /// - Parameters:
    ///   - seed: The run's seed.
    ///   - path: Where the numbers are used; other paths give sequences that have nothing to do with each other.
    public init(seed: UInt64, _ path: UInt64...) {
        state = seed
        for part in path {
            // Mixed before and after, so that neither (1, 2) and (2, 1) nor neighbors meet.
            state = next() ^ part
            state = next()
        }
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}
