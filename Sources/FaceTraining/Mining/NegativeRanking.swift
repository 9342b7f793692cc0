/// The negatives of one anchor, nearest first, up to a distance.
///
/// All that miners ask, which negatives lie between two distances and how many, is then a binary search; so 123 million
/// triplets of a batch of 1,800 are counted, weighed and drawn from without being looked at one by one.
struct NegativeRanking {
    /// How many there are.
    private(set) var count = 0
    /// A distance's bits above, its row below: distances are not negative, so their bits are in their order.
    private var keys: [UInt64]
    private var spare: [UInt64]

    /// Makes room for a batch of `capacity` rows.
    init(capacity: Int) {
        keys = [UInt64](repeating: 0, count: capacity)
        spare = keys
    }

    /// The row of the negative at `rank`.
    func row(_ rank: Int) -> Int { Int(truncatingIfNeeded: keys[rank] & 0xffff_ffff) }

    /// The squared distance of the negative at `rank`.
    func distance(_ rank: Int) -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: keys[rank] >> 32)) }

    /// How many negatives are nearer than `distance`.
    func count(below distance: Float) -> Int { firstRank { $0 < distance } }

    /// How many negatives are at `distance` or nearer.
    func count(atMost distance: Float) -> Int { firstRank { $0 <= distance } }

    /// Ranks the negatives of `anchor` that are nearer than `limit`; ties stay in the order of rows.
    ///
    /// - Complexity: O(*N*): a radix sort.
    mutating func rank(_ anchor: Int, in batch: MiningBatch, below limit: Float) {
        let (size, own) = (batch.count, batch.people[anchor])
        var found = 0
        keys.withUnsafeMutableBufferPointer { keys in
            batch.distances.squared.withUnsafeBufferPointer { distances in
                batch.negatives.withUnsafeBufferPointer { people in
                    for row in 0..<size {
                        let distance = distances[anchor * size + row]
                        // Written in any case and kept by counting on: no branch to mispredict.
                        keys[found] = UInt64(distance.bitPattern) << 32 | UInt64(row)
                        let isNegative = people[row] >= 0 && people[row] != own && distance < limit
                        found += isNegative ? 1 : 0
                    }
                }
            }
        }
        count = found
        sort()
    }

    private func firstRank(where isBefore: (Float) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(distance(middle)) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Three stable passes of 11 bits over the distance, which has 31; fewer than a cache line or two by insertion.
    private mutating func sort() {
        guard count > 48 else {
            for index in stride(from: 1, to: count, by: 1) {
                let key = keys[index]
                var place = index
                while place > 0, keys[place - 1] > key {
                    keys[place] = keys[place - 1]
                    place -= 1
                }
                keys[place] = key
            }
            return
        }
        for shift in [32, 43, 54] as [UInt64] {
            scatter(shift)
            swap(&keys, &spare)
        }
    }

    private mutating func scatter(_ shift: UInt64) {
        let count = count
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2048) { starts in
            starts.initialize(repeating: 0)
            keys.withUnsafeBufferPointer { keys in
                spare.withUnsafeMutableBufferPointer { spare in
                    for index in 0..<count { starts[Int(keys[index] >> shift & 2047)] += 1 }
                    var total: Int32 = 0
                    for digit in 0..<2048 {
                        let here = starts[digit]
                        starts[digit] = total
                        total += here
                    }
                    for index in 0..<count {
                        let digit = Int(keys[index] >> shift & 2047)
                        spare[Int(starts[digit])] = keys[index]
                        starts[digit] += 1
                    }
                }
            }
        }
    }
}
