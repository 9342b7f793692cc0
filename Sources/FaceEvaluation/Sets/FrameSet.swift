/// A set of embeddings of one person, such as the frames of a video, for comparing set with set.
///
/// Two sets are as far apart as all their members are on average:
///
///     mean over i, j of |a_i - b_j|^2  =  mean |a|^2 + mean |b|^2 - 2 (mean a) (mean b)
///
/// so that the means decide, and 100 x 100 comparisons become one. The paper measures YouTube Faces so: *the average
/// similarity of all pairs of the first one hundred frames*, section 5.7.
public struct FrameSet: Hashable, Sendable {
    /// How many frames the paper takes of a video.
    public static let paperLimit = 100

    /// How many members there are.
    public let count: Int
    /// The mean of the members, `[D]`.
    let mean: [Double]
    /// The mean of their squared norms: 1 of unit vectors.
    let meanSquaredNorm: Double

    /// Creates a set.
    ///
    /// - Parameters:
    ///   - features: The members in order, `[N, D]`; at least one, all of one dimension.
    ///   - limit: The most that count, from the first.
    /// - Complexity: O(*n* x *d*) for *n* members of *d* dimensions.
    public init(_ features: [[Float]], limit: Int = Self.paperLimit) {
        let features = features.prefix(limit)
        precondition(!features.isEmpty, "a set without members")
        var sum = [Double](repeating: 0, count: features[0].count)
        var squares = 0.0
        for row in features {
            precondition(row.count == sum.count, "\(row.count) features, others have \(sum.count)")
            for (column, value) in row.enumerated() {
                sum[column] += Double(value)
                squares += Double(value) * Double(value)
            }
        }
        let total = Double(features.count)
        count = features.count
        mean = sum.map { $0 / total }
        meanSquaredNorm = squares / total
    }

    /// Returns the mean of the squared distances of all pairs of members.
    ///
    /// - Parameter other: A set of the same dimension.
    /// - Returns: From 0 through 4 for unit vectors.
    /// - Complexity: O(*d*).
    public func meanSquaredDistance(to other: FrameSet) -> Double {
        precondition(mean.count == other.mean.count, "\(mean.count) dimensions and \(other.mean.count)")
        var product = 0.0
        for column in mean.indices { product += mean[column] * other.mean[column] }
        return max(0, meanSquaredNorm + other.meanSquaredNorm - 2 * product)
    }

    /// Compares every member of one set with every member of another: the definition, for tests.
    ///
    /// - Parameters:
    ///   - first: `[N, D]`.
    ///   - second: `[M, D]`.
    ///   - limit: The most that count of each, from the first.
    /// - Returns: The mean of the squared distances.
    /// - Complexity: O(*n* x *m* x *d*).
    public static func meanSquaredDistanceReference(
        _ first: [[Float]],
        _ second: [[Float]],
        limit: Int = Self.paperLimit
    ) -> Double {
        var total = 0.0
        for a in first.prefix(limit) {
            for b in second.prefix(limit) {
                for (x, y) in zip(a, b) { total += (Double(x) - Double(y)) * (Double(x) - Double(y)) }
            }
        }
        return total / Double(min(first.count, limit) * min(second.count, limit))
    }
}
