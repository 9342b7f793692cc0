/// Where the distances of one kind of pair lie.
public struct DistanceSpread: Hashable, Sendable, Codable {
    /// How many pairs there are.
    public let count: Int
    /// Their mean distance.
    public let mean: Double
    /// The standard deviation of their distances, dividing by their number.
    public let standardDeviation: Double

    /// Summarizes distances.
    ///
    /// - Parameter distances: At least one, all finite.
    public init(_ distances: [Double]) {
        precondition(!distances.isEmpty, "no distances")
        count = distances.count
        let mean = distances.reduce(0, +) / Double(distances.count)
        let squares = distances.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.mean = mean
        standardDeviation = (squares / Double(distances.count)).squareRoot()
    }

    /// Returns how far apart two kinds lie, in units of their spread: d', *d-prime*.
    ///
    ///     (other.mean - mean) / sqrt((variance + other.variance) / 2)
    ///
    /// - Parameter other: The kind that should be farther: the pairs of different people.
    /// - Returns: Negative if it is nearer; `nil` if neither kind has any spread.
    public func separation(from other: DistanceSpread) -> Double? {
        let variance = standardDeviation * standardDeviation + other.standardDeviation * other.standardDeviation
        guard variance > 0 else { return nil }
        return (other.mean - mean) / (variance / 2).squareRoot()
    }
}
