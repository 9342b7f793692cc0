import FaceTraining
import Testing

@Suite struct RankCostTests {
    /// A gradient of 1 GB in four buckets, over 1 GB/s and 1 ms a message.
    private let cost = RankCost(
        compute: 10,
        backward: 1,
        mining: 0.5,
        minedBatch: 100,
        photos: 50,
        dimension: 250,
        gradient: 250_000_000,
        bucket: 62_500_000,
        bandwidth: 1e9,
        latency: 1e-3
    )

    private func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-9 }

    @Test func `one rank sums and gathers nothing`() {
        #expect(cost.reduction(ranks: 1) == 0 && cost.gathering(ranks: 1) == 0 && cost.exposed(ranks: 1) == 0)
        #expect(isNear(cost.step(ranks: 1), 10 + 0.5 / 4))
        #expect(cost.efficiency(ranks: 1) == 1)
    }

    @Test func `a ring sends almost twice the gradient, and its latency grows with the ranks`() {
        #expect(isNear(cost.reduction(ranks: 2), 1 + 4 * 2e-3))
        #expect(isNear(cost.reduction(ranks: 4), 1.5 + 4 * 6e-3))
    }

    @Test func `sums hide behind the backward pass, but the last bucket does not`() {
        #expect(isNear(cost.exposed(ranks: 2), 1.008 / 4))
        #expect(isNear(cost.exposed(ranks: 4), 1.524 - 1))
    }

    @Test func `mining grows with the square of the batch`() {
        #expect(isNear(cost.mining(ranks: 2), 0.5))
        #expect(isNear(cost.mining(ranks: 8), 8))
        #expect(isNear(cost.gathering(ranks: 3), 2 * (50e-6 * 1 + 1e-3)))
    }
}
