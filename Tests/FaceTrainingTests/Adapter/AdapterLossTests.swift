import FaceEngine
import FaceTestSupport
import Testing

@testable import FaceTraining

@Suite struct AdapterLossTests {
    private let batch = EmbeddingBatch.random(faces: [4, 4, 3], seed: 3, teacher: 6)

    private func loss(_ loss: AdapterLoss, _ batch: EmbeddingBatch) throws -> AdapterLoss.Outcome {
        var generator = Generator(seed: 5)
        return try loss.evaluate(batch, using: &generator)
    }

    @Test func `the loss is the weighted sum of its two parts`() throws {
        let triplet = TripletLoss(margin: 0.4, mining: .batchAll, roles: .selfRestrained)
        let both = try loss(AdapterLoss(regression: 3, triplets: 0.5, triplet: triplet), batch)
        let first = try loss(AdapterLoss(regression: 1, triplets: 0, triplet: triplet), batch)
        let second = try loss(AdapterLoss(regression: 0, triplets: 1, triplet: triplet), batch)
        #expect(first.triplet == 0 && second.regression == 0)
        #expect(both.regression == first.loss && both.triplet == second.loss)
        #expect(first.loss > 0 && second.loss > 0)
        #expect(abs(both.loss - (3 * first.loss + 0.5 * second.loss)) < 1e-5)
        let sum = zip(first.gradient.scalars, second.gradient.scalars).map { 3 * $0 + 0.5 * $1 }
        expectClose(both.gradient, Tensor(sum, shape: both.gradient.shape), .elementwise)
    }

    @Test func `the regression is the mean squared distance to the targets`() throws {
        let outcome = try loss(AdapterLoss(regression: 1, triplets: 0), batch)
        let teacher = try #require(batch.teacher)
        let squares = zip(batch.embeddings.scalars, teacher.scalars).map { ($0 - $1) * ($0 - $1) }
        #expect(abs(outcome.loss - squares.reduce(0, +) / 11) < 1e-5)
    }

    @Test func `the gradient agrees with central differences`() throws {
        let adapter = AdapterLoss(regression: 2, triplets: 0.7, triplet: TripletLoss(margin: 2, mining: .batchAll))
        let outcome = try loss(adapter, batch)
        let numerical = numericalGradient(at: batch.embeddings, step: 1e-3) { moved in
            Double((try? loss(adapter, batch.moved(to: moved)))?.loss ?? .nan)
        }
        expectClose(outcome.gradient, numerical, .gradient)
    }

    @Test func `bare faces are not drawn to covered ones by self-restrained triplets`() throws {
        let outcome = try loss(
            AdapterLoss(regression: 0, triplets: 1, triplet: TripletLoss(mining: .batchAll, roles: .selfRestrained)),
            EmbeddingBatch(
                embeddings: batch.embeddings,
                labels: batch.labels,
                isOccluded: [Bool](repeating: false, count: batch.count)
            )
        )
        #expect(outcome.loss == 0)
        #expect(outcome.gradient.scalars.allSatisfy { $0 == 0 })
    }
}
