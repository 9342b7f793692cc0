import CCodes
import Testing

/// Every path this machine has computes what the definition says, bit for bit: they are integers.
@Suite struct CodeDistanceTests {
    static let paths = [CODES_AVX2, CODES_VNNI, CODES_DOTPROD].filter { codes_path_is_available($0) != 0 }

    @Test(arguments: paths, [64, 128, 192, 512, 32_768])
    func `distances of rows and queries agree with the definition`(path: codes_path, stride: Int) {
        var generator = SplitMix64(seed: 1)
        let counts = stride > 512 ? [(rows: 5, queries: 3)] : [(1, 1), (3, 4), (16, 1), (37, 1), (37, 7), (64, 64)]
        for (rows, queries) in counts {
            let codes = generator.codes(rows * stride)
            let asked = generator.codes(queries * stride)
            let norms = (0..<rows).map { codes_norm(Array(codes[$0 * stride..<($0 + 1) * stride]), stride) }
            var found = [Int32](repeating: -1, count: rows * queries)
            var expected = found
            codes_distances(path, codes, norms, rows, stride, asked, queries, &found)
            codes_distances(CODES_REFERENCE, codes, norms, rows, stride, asked, queries, &expected)
            #expect(found == expected, "\(rows) rows, \(queries) queries")
        }
    }

    @Test(arguments: paths, [64, 128, 512])
    func `the distance of a pair agrees with the definition`(path: codes_path, stride: Int) {
        var generator = SplitMix64(seed: 2)
        for _ in 0..<100 {
            let a = generator.codes(stride)
            let b = generator.codes(stride)
            #expect(codes_distance(path, a, b, stride) == codes_distance(CODES_REFERENCE, a, b, stride))
        }
    }

    @Test(arguments: paths)
    func `the extremes fit`(path: codes_path) {
        let stride = 32_768
        let low = [Int8](repeating: -127, count: stride)
        let high = [Int8](repeating: 127, count: stride)
        #expect(codes_distance(path, low, high, stride) == 254 * 254 * Int32(stride))
        var found: [Int32] = [0, 0]
        let norms = [codes_norm(low, stride), codes_norm(high, stride)]
        codes_distances(path, low + high, norms, 2, stride, high, 1, &found)
        #expect(found == [254 * 254 * Int32(stride), 0])
    }

    @Test(arguments: paths + [CODES_REFERENCE])
    func `positions below a limit come in order`(path: codes_path) {
        var generator = SplitMix64(seed: 3)
        for count in [0, 1, 15, 16, 17, 100] {
            let distances = (0..<count).map { _ in Int32.random(in: 0..<10, using: &generator) }
            for limit in [0, 5, 10] as [Int32] {
                var positions = [UInt32](repeating: 0, count: count + 1)
                let found = codes_below(path, distances, count, limit, &positions)
                #expect(positions.prefix(found).map(Int.init) == distances.indices.filter { distances[$0] < limit })
            }
        }
    }

    @Test func `the best path is one this machine has`() {
        #expect(codes_path_is_available(codes_best_path()) != 0)
        #expect(codes_path_is_available(codes_path(rawValue: 77)) == 0)
    }
}

/// A small seeded generator (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Random bytes of codes, the extremes more often than chance would have them.
    mutating func codes(_ count: Int) -> [Int8] {
        (0..<count).map { _ in
            switch Int.random(in: 0..<8, using: &self) {
            case 0: 127
            case 1: -127
            default: Int8.random(in: -127...127, using: &self)
            }
        }
    }
}
