/// The numbers a drawing is made of: a whole sequence that follows from a seed.
///
/// A type of its own, and not any generator, so that the same seed draws the same picture everywhere: what is made of
/// the bits is written out here, not left to the standard library. SplitMix64: Steele, Lea and Flood, 2014.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    /// Creates the sequence of a seed, or of a place such as a person and a photo under it.
    init(seed: UInt64, _ path: UInt64...) {
        state = seed
        for part in path {
            // Mixed before and after, so that neither (1, 2) and (2, 1) nor neighbors meet.
            state = next() ^ part
            state = next()
        }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// A number of the range, each as likely.
    mutating func uniform(_ range: ClosedRange<Float>) -> Float {
        range.lowerBound + Float(next() >> 40) * 0x1p-24 * (range.upperBound - range.lowerBound)
    }

    /// A number near `mean`: nearly normal, and never more than 3.5 deviations away.
    ///
    /// The sum of four uniform numbers, so that no logarithm of some C library has a say.
    mutating func bell(_ mean: Float, _ deviation: Float) -> Float {
        let bits = next()
        var sum: Float = -2
        for shift: UInt64 in [0, 16, 32, 48] { sum += (Float((bits >> shift) & 0xffff) + 0.5) * 0x1p-16 }
        // Four uniform numbers have a variance of a third.
        return mean + sum * 1.732_050_8 * deviation
    }

    /// True so often.
    mutating func chance(_ probability: Float) -> Bool {
        uniform(0...1) < probability
    }

    /// A number of the range, each as likely.
    mutating func whole(_ range: ClosedRange<Int>) -> Int {
        let count = UInt64(range.upperBound - range.lowerBound + 1)
        return range.lowerBound + Int(next().multipliedFullWidth(by: count).high)
    }

    /// One of the values, each as likely; there is at least one.
    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[whole(0...values.count - 1)]
    }
}
