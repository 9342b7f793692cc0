/// What a step costs on many ranks, foretold from what one rank and a network are measured to take.
///
/// Each rank computes equally many photos, so the batch grows with the ranks. Sums are counted as rings make them:
/// every rank sends and receives `2 (n - 1) / n` of the gradient in `2 (n - 1)` messages a bucket, one after the other.
/// Patarasuk and Yuan, "Bandwidth optimal all-reduce algorithms for clusters of workstations", 2009.
public struct RankCost: Hashable, Sendable {
    /// The seconds in which a rank computes its part of a step, mining apart.
    public var compute: Double
    /// The seconds of the last backward pass in them, behind which sums hide.
    public var backward: Double
    /// The seconds to mine ``minedBatch`` embeddings; they grow with the square of the batch.
    public var mining: Double
    /// The embeddings that ``mining`` was measured with.
    public var minedBatch: Int
    /// The photos that a rank computes in a step.
    public var photos: Int
    /// The coordinates of an embedding, `D`.
    public var dimension: Int
    /// The floats of the gradient.
    public var gradient: Int
    /// The floats of a bucket.
    public var bucket: Int
    /// The bytes a second that a rank sends while it receives as many.
    public var bandwidth: Double
    /// The seconds of a message of no bytes.
    public var latency: Double

    /// Creates a cost.
    public init(
        compute: Double,
        backward: Double,
        mining: Double,
        minedBatch: Int,
        photos: Int,
        dimension: Int,
        gradient: Int,
        bucket: Int,
        bandwidth: Double,
        latency: Double
    ) {
        (self.compute, self.backward, self.mining, self.minedBatch) = (compute, backward, mining, minedBatch)
        (self.photos, self.dimension, self.gradient, self.bucket) = (photos, dimension, gradient, bucket)
        (self.bandwidth, self.latency) = (bandwidth, latency)
    }

    private var buckets: Int { (gradient + bucket - 1) / bucket }

    /// The seconds to sum the gradient over `ranks`.
    public func reduction(ranks: Int) -> Double {
        let (others, n) = (Double(ranks - 1), Double(ranks))
        return 2 * others / n * 4 * Double(gradient) / bandwidth + 2 * others * latency * Double(buckets)
    }

    /// The part of ``reduction(ranks:)`` that the backward pass does not hide; of the last bucket it hides nothing.
    public func exposed(ranks: Int) -> Double {
        let all = reduction(ranks: ranks)
        return max(all - backward, all / Double(buckets))
    }

    /// The seconds to gather the batch's embeddings from `ranks`.
    public func gathering(ranks: Int) -> Double {
        let others = Double(ranks - 1)
        return others * Double(photos * dimension * 4) / bandwidth + others * latency
    }

    /// The seconds in which every rank mines the whole batch of `ranks`.
    public func mining(ranks: Int) -> Double {
        let share = Double(ranks * photos) / Double(minedBatch)
        return mining * share * share
    }

    /// The seconds of a step on `ranks`.
    public func step(ranks: Int) -> Double {
        compute + mining(ranks: ranks) + gathering(ranks: ranks) + exposed(ranks: ranks)
    }

    /// How much of `ranks` times the speed of one rank is reached, from 0 to 1.
    public func efficiency(ranks: Int) -> Double { step(ranks: 1) / step(ranks: ranks) }
}
