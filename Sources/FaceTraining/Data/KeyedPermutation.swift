/// A permutation of `0..<count` that follows from a key, any element of which is found without the others.
///
/// A Feistel network over the pairs (left, right) of a square that just holds the numbers, walked until it comes back
/// into the range: Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002. So a training that is resumed at
/// step one million finds its place at once.
///
///     KeyedPermutation(count: 5, seed: 7).map { $0 }   // [3, 0, 4, 1, 2], or another order
public struct KeyedPermutation: RandomAccessCollection, Hashable, Sendable {
    private static let rounds = 8

    /// How many numbers are permuted.
    public let count: Int
    /// The side of the square: the least whose square is at least `count`.
    private let side: UInt64
    private let keys: [UInt64]

    /// Creates a permutation.
    ///
    /// - Parameters:
    ///   - count: How many numbers, at least 0.
    ///   - generator: What the key is drawn from; eight numbers are taken.
    public init(count: Int, using generator: inout some RandomNumberGenerator) {
        precondition(count >= 0, "\(count) numbers cannot be permuted")
        self.count = count
        var side = UInt64(Double(count).squareRoot())
        while side * side < UInt64(count) { side += 1 }
        self.side = Swift.max(side, 1)
        keys = (0..<Self.rounds).map { _ in generator.next() }
    }

    /// The first index.
    public var startIndex: Int { 0 }
    /// One past the last index.
    public var endIndex: Int { count }

    /// The number at an index.
    ///
    /// - Complexity: O(1) on average: at most four walks through the network are expected.
    public subscript(index: Int) -> Int {
        precondition(indices.contains(index), "\(index) is not one of \(count) places")
        var number = UInt64(index)
        repeat {
            var (left, right) = (number / side, number % side)
            for round in 0..<Self.rounds {
                let mixed = (left + Self.mixed(right ^ keys[round]) % side) % side
                (left, right) = (right, mixed)
            }
            number = left * side + right
        } while number >= UInt64(count)
        return Int(number)
    }

    /// SplitMix64's finalizer.
    private static func mixed(_ word: UInt64) -> UInt64 {
        var bits = word &+ 0x9e37_79b9_7f4a_7c15
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}

extension RandomNumberGenerator {
    /// A number below `bound`, by a rule of our own: the standard library's may change, and curves with it.
    ///
    /// - Precondition: `bound` is at least 1.
    mutating func number(below bound: Int) -> Int {
        precondition(bound > 0, "there is no number below \(bound)")
        // The high half of the product: biased by bound / 2^64, which nobody can see.
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number from 0 up to 1, and not 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
