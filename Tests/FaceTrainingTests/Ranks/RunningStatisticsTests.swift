import FaceTraining
import Testing

@Suite struct RunningStatisticsTests {
    /// What batch normalization saw in a chunk, of one statistic.
    private static func seen(_ step: Int, _ chunk: Int, _ index: Int) -> Float {
        Float((step * 31 + chunk * 7 + index * 3) % 17) / 4 - 1
    }

    /// Two steps of six chunks each, shared by ranks.
    private static func statistics(ranks size: Int, momentum: Float) throws -> [[Float]] {
        try ThreadRanks.run(size) { ranks in
            var values: [Float] = [0, 1, -2, 100]
            var joint = RunningStatistics(ranks, momentum: momentum)
            let share = try BatchShare(of: 6, chunk: 1, for: ranks)
            for step in 0..<2 {
                try values.withUnsafeMutableBufferPointer { values in
                    joint.begin(values)
                    for chunk in share.chunks {
                        for index in values.indices {
                            values[index] += momentum * (seen(step, chunk, index) - values[index])
                        }
                    }
                    try joint.join(values, chunks: share.chunks.count)
                }
            }
            return values
        }
    }

    @Test(arguments: [2, 3, 6], [0.1, 0.01, 1] as [Float])
    func `ranks arrive where one that saw all chunks in order arrives`(size: Int, momentum: Float) throws {
        let alone = try #require(Self.statistics(ranks: 1, momentum: momentum).first)
        for shared in try Self.statistics(ranks: size, momentum: momentum) {
            for (value, expected) in zip(shared, alone) { #expect(abs(value - expected) <= 1e-5 * (1 + abs(expected))) }
        }
    }
}
