import FaceEngine

/// What a batch says about the embedding: how hard its triplets are, how far faces lie apart, how much of the sphere is
/// used.
public struct EmbeddingDiagnosis: Equatable, Codable, Sendable {
    /// Where squared distances lie: `p5` is greater than 5 % of them, and so on; to 1/2048.
    public struct Percentiles: Equatable, Codable, Sendable {
        /// Greater than 5 % of the distances.
        public var p5: Float
        /// Greater than a quarter.
        public var p25: Float
        /// The median.
        public var p50: Float
        /// Greater than three quarters.
        public var p75: Float
        /// Greater than 95 %.
        public var p95: Float
    }

    /// The triplets that labels and roles allow.
    public var tripletCount: Int
    /// The share of them that violates the margin: `d(a,n) < d(a,p) + α`.
    public var activeShare: Double
    /// The share that is active and yet has the negative farther than the positive.
    public var semiHardShare: Double
    /// The share that has the negative as near as the positive, or nearer.
    public var hardShare: Double
    /// Squared distances within people; `nil` if nobody has two faces.
    public var positives: Percentiles?
    /// Squared distances between people; `nil` if there is but one.
    public var negatives: Percentiles?
    /// The length of the mean embedding: near 0 if the sphere is used all around, 1 if all lie on one point.
    public var meanNorm: Float
    /// In how many directions the embeddings lie; `nil` if it was not asked for.
    public var effectiveRank: Double?

    /// Diagnoses a batch.
    ///
    /// - Parameters:
    ///   - batch: `[N, D]`.
    ///   - distances: Those of `batch`.
    ///   - margin: `α`, in squared distance.
    ///   - roles: Who may take which place in a triplet.
    ///   - ranks: Whether to compute the effective rank, which takes longest.
    ///   - threads: The threads for matrix products.
    /// - Throws: ``LossError/engine(_:)``.
    /// - Complexity: O(*N*² + *N* *K* log *N*), and what ``EffectiveRank`` takes.
    public init(
        _ batch: EmbeddingBatch,
        _ distances: PairwiseDistances,
        margin: Float,
        roles: TripletRoles = .any,
        ranks: Bool = true,
        threads: Int = 1
    ) throws(LossError) {
        let mined = MiningBatch(
            distances: distances,
            labels: batch.labels,
            isOccluded: batch.isOccluded,
            roles: roles
        )
        tripletCount = mined.tripletCount
        var (active, hard) = (0, 0)
        var ranking = NegativeRanking(capacity: mined.count)
        for anchor in 0..<mined.count {
            let positives = mined.positives(of: anchor)
            guard let farthest = positives.lazy.map({ distances[anchor, $0] }).max() else { continue }
            ranking.rank(anchor, in: mined, below: farthest + margin)
            for positive in positives {
                let distance = distances[anchor, positive]
                active += ranking.count(below: distance + margin)
                hard += min(ranking.count(atMost: distance), ranking.count(below: distance + margin))
            }
        }
        let total = Double(max(tripletCount, 1))
        activeShare = Double(active) / total
        semiHardShare = Double(active - hard) / total
        hardShare = Double(hard) / total
        var (same, different) = (Histogram(), Histogram())
        for row in 0..<mined.count {
            for column in row + 1..<max(mined.count, row + 1) {
                if mined.people[row] == mined.people[column] {
                    same.add(distances[row, column])
                } else {
                    different.add(distances[row, column])
                }
            }
        }
        positives = same.percentiles
        negatives = different.percentiles
        meanNorm = Self.meanNorm(of: batch)
        effectiveRank = ranks ? try EffectiveRank.of(batch.embeddings, threads: threads) : nil
    }

    /// The length of the mean of a batch's embeddings; 0 if there are none.
    ///
    /// The mean squared distance of a batch of unit vectors is `2 - 2 |mean|²`.
    ///
    /// - Complexity: O(*N* *D*).
    public static func meanNorm(of batch: EmbeddingBatch) -> Float {
        let dimension = batch.dimension
        var sums = [Double](repeating: 0, count: dimension)
        for row in 0..<batch.count {
            for place in 0..<dimension { sums[place] += Double(batch.embeddings.scalars[row * dimension + place]) }
        }
        let length = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return Float(length / Double(max(batch.count, 1)))
    }
}

/// Counts of squared distances, in bins of 1/2048.
private struct Histogram {
    private var bins = [Int](repeating: 0, count: 4 * 2048 + 1)
    private var total = 0

    mutating func add(_ distance: Float) {
        bins[Int(distance * 2048)] += 1
        total += 1
    }

    var percentiles: EmbeddingDiagnosis.Percentiles? {
        guard total > 0 else { return nil }
        let values = [0.05, 0.25, 0.5, 0.75, 0.95].map(value)
        return .init(p5: values[0], p25: values[1], p50: values[2], p75: values[3], p95: values[4])
    }

    /// The middle of the bin where `share` of the distances is reached.
    private func value(at share: Double) -> Float {
        var seen = 0
        for (bin, count) in bins.enumerated() {
            seen += count
            if Double(seen) >= share * Double(total) { return min((Float(bin) + 0.5) / 2048, 4) }
        }
        return 4
    }
}
