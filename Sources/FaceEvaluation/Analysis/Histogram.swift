/// How many distances lie in each of a row of equal bins.
public struct Histogram: Hashable, Sendable, Codable {
    /// Where the first bin begins.
    public let lower: Double
    /// Where the last bin ends.
    public let upper: Double
    /// How many distances each bin holds; a bin includes its lower edge, the last one both.
    ///
    /// What lies beyond an end is in the bin at that end.
    public let counts: [Int]

    /// Counts distances.
    ///
    /// - Parameters:
    ///   - distances: Finite numbers, in any order.
    ///   - range: From the first bin's beginning to the last one's end; not empty.
    ///   - bins: How many bins, at least 1.
    /// - Complexity: O(*n*), where *n* is the number of distances.
    public init(_ distances: some Sequence<Double>, in range: ClosedRange<Double>, bins: Int = 80) {
        precondition(bins >= 1 && range.upperBound > range.lowerBound, "\(bins) bins over \(range)")
        lower = range.lowerBound
        upper = range.upperBound
        var counts = [Int](repeating: 0, count: bins)
        let scale = Double(bins) / (upper - lower)
        for distance in distances {
            let place = (distance - lower) * scale
            counts[max(0, min(bins - 1, Int(max(-1, min(Double(bins), place)).rounded(.down))))] += 1
        }
        self.counts = counts
    }

    /// The width of a bin.
    public var binWidth: Double { (upper - lower) / Double(counts.count) }
}
