/// Joins what the ranks saw of batch normalization's running statistics.
///
/// One rank that sees the `n c` chunks of a batch moves every statistic `s` by each: `s <- (1 - m) s + m seen`. `n` ranks
/// that see `c` of them each, all starting from `s`, arrive at `r(0), ..., r(n - 1)`. As every move forgets at the same
/// rate, what the one rank would have arrived at follows from these:
///
///     a^(n c) s + sum over k of a^(c (n - 1 - k)) (r(k) - a^c s),  a = 1 - m
///
/// So the statistics do not depend on how many ranks share a batch; averaging the ranks' would be close, but not that.
public struct RunningStatistics: Sendable {
    /// How far a chunk moves the statistics, `m`.
    public let momentum: Float
    private let communicator: any Communicator
    private var start: [Float] = []

    /// Creates the joint.
    ///
    /// - Parameters:
    ///   - communicator: The ranks.
    ///   - momentum: How far a chunk moves the statistics.
    public init(_ communicator: any Communicator, momentum: Float) {
        self.communicator = communicator
        self.momentum = momentum
    }

    /// Remembers the statistics before a step; they are the same on every rank.
    ///
    /// - Parameter statistics: Those of a training program.
    public mutating func begin(_ statistics: UnsafeMutableBufferPointer<Float>) {
        if communicator.size > 1 { start = Array(statistics) }
    }

    /// Replaces the statistics after a step with those of one rank that saw everything.
    ///
    /// - Parameters:
    ///   - statistics: Those of the same program.
    ///   - chunks: How many chunks moved them since ``begin(_:)``, on every rank.
    /// - Throws: ``RanksError/failed(action:reason:)``.
    /// - Complexity: O(*n*), where *n* is the number of statistics, and one sum of *n* over the ranks.
    public mutating func join(
        _ statistics: UnsafeMutableBufferPointer<Float>,
        chunks: Int
    ) throws(RanksError) {
        guard communicator.size > 1 else { return }
        precondition(statistics.count == start.count, "the statistics of another program")
        let (own, later) = (retained(chunks), retained(chunks * (communicator.size - 1 - communicator.rank)))
        for index in statistics.indices {
            statistics[index] = Float(later * (Double(statistics[index]) - own * Double(start[index])))
        }
        try communicator.allReduceSum(statistics)
        let all = retained(chunks * communicator.size)
        for index in statistics.indices { statistics[index] += Float(all * Double(start[index])) }
    }

    /// How much is left of a statistic after so many moves.
    private func retained(_ moves: Int) -> Double {
        var (share, factor, rest) = (1.0, 1 - Double(momentum), moves)
        while rest > 0 {
            if rest & 1 == 1 { share *= factor }
            (factor, rest) = (factor * factor, rest / 2)
        }
        return share
    }
}
