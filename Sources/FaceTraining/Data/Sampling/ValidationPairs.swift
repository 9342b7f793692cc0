/// Two photos, and whether they show the same person.
public struct ValidationPair: Hashable, Sendable {
    /// A photo's place in the set.
    public var first: Int
    /// Another photo's place in the set.
    public var second: Int
    /// Whether both show the same person.
    public var isSame: Bool

    /// Creates a pair.
    public init(first: Int, second: Int, isSame: Bool) {
        self.first = first
        self.second = second
        self.isSame = isSame
    }
}

extension FaceDataset {
    /// Pairs to validate on: as many of one person as of two.
    ///
    /// Pairs of one person go round the people in turn, so that those with many photos do not make up the score. No
    /// pair is there twice.
    ///
    /// - Parameters:
    ///   - count: The most pairs, both kinds together.
    ///   - seed: Another seed gives others.
    /// - Returns: Pairs of one person and of two in turn; fewer than `count` if there are no more, and none if nobody
    ///   has two photos or there is one person only.
    /// - Complexity: O(*pairs* + *people*) while the people have many more pairs than asked for.
    public func validationPairs(count: Int, seed: UInt64) -> [ValidationPair] {
        let same = samePersonPairs(count: count / 2, seed: seed)
        let different = twoPeoplePairs(count: same.count, seed: seed)
        return zip(same, different).flatMap { [$0, $1] }
    }

    private func samePersonPairs(count: Int, seed: UInt64) -> [ValidationPair] {
        var generator = SeededGenerator(seed: seed, SeedPurpose.pairs, 0)
        let order = KeyedPermutation(count: people.count, using: &generator)
        var turns: [(start: Int, pairs: KeyedPermutation)] = order.compactMap { label in
            let samples = people[label].samples
            guard samples.count >= 2 else { return nil }
            var generator = SeededGenerator(seed: seed, SeedPurpose.pairs, 1, UInt64(label))
            let pairs = KeyedPermutation(count: samples.count * (samples.count - 1) / 2, using: &generator)
            return (samples.lowerBound, pairs)
        }
        var found: [ValidationPair] = []
        var round = 0
        while found.count < count, !turns.isEmpty {
            for turn in turns where found.count < count {
                let (low, high) = Self.pair(at: turn.pairs[round])
                found.append(ValidationPair(first: turn.start + low, second: turn.start + high, isSame: true))
            }
            round += 1
            turns.removeAll { $0.pairs.count == round }
        }
        return found
    }

    private func twoPeoplePairs(count: Int, seed: UInt64) -> [ValidationPair] {
        var generator = SeededGenerator(seed: seed, SeedPurpose.pairs, 2)
        let all = KeyedPermutation(count: samples.count * (samples.count - 1) / 2, using: &generator)
        var found: [ValidationPair] = []
        for index in all {
            guard found.count < count else { break }
            let (low, high) = Self.pair(at: index)
            guard samples[low].label != samples[high].label else { continue }
            found.append(ValidationPair(first: low, second: high, isSame: false))
        }
        return found
    }

    /// The pair at a place among (0, 1), (0, 2), (1, 2), (0, 3), ...: the low one and the high one.
    static func pair(at index: Int) -> (low: Int, high: Int) {
        // high (high - 1) / 2 is the place of (0, high); the root may be off by one in floating point.
        var high = Int((1 + (1 + 8 * Double(index)).squareRoot()) / 2)
        while high * (high - 1) / 2 > index { high -= 1 }
        while high * (high + 1) / 2 <= index { high += 1 }
        return (index - high * (high - 1) / 2, high)
    }
}
