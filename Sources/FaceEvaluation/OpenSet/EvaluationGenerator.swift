/// SplitMix64: what a seed stands for must not depend on the Swift release.
///
/// Sebastiano Vigna, <https://prng.di.unimi.it/splitmix64.c>.
public struct EvaluationGenerator: RandomNumberGenerator, Sendable {
    private(set) var state: UInt64

    /// Creates a generator.
    ///
    /// - Parameter seed: The same seed gives the same numbers.
    public init(seed: UInt64) { state = seed }

    /// Returns the next number.
    ///
    /// - Returns: 64 even bits.
    public mutating func next() -> UInt64 {
        defer { state &+= 0x9E37_79B9_7F4A_7C15 }
        return Self.mixed(state)
    }

    /// The first number that a seed gives.
    static func mixed(_ seed: UInt64) -> UInt64 {
        var value = seed &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
