import FaceEngine
import FaceTestSupport
import FaceTraining
import Testing

/// Against pytorch-metric-learning and PyTorch; `Scripts/make-training-golden.py` has the definitions.
@Suite struct GoldenLossTests {
    private let golden: LossGolden
    private let batch: EmbeddingBatch

    init() throws {
        golden = try LossGolden.load()
        batch = golden.batch
    }

    private func expect(_ loss: Float, _ gradients: [[Float]], as golden: LossGolden.Graded) {
        #expect(gradients.count == golden.gradients.count)
        expectClose(Tensor([loss], shape: [1]), Tensor([golden.loss], shape: [1]), .reduction)
        // In the sum, gradients of hundreds cancel in part.
        let scale = golden.gradients.joined().lazy.map(abs).max() ?? 0
        for (actual, expected) in zip(gradients, golden.gradients) {
            expectClose(
                Tensor(actual, shape: [actual.count]),
                Tensor(expected, shape: [expected.count]),
                Tolerance(absolute: 3e-6 * max(scale, 1), relative: 1e-4)
            )
        }
    }

    @Test func `triplet losses of all triplets`() throws {
        for expected in golden.triplets {
            let loss = TripletLoss(
                margin: golden.margin,
                mining: .batchAll,
                form: try #require(expected.form),
                reduction: try #require(expected.reduction)
            )
            var generator = Generator(seed: 1)
            let outcome = try loss.evaluate(batch, using: &generator)
            expect(outcome.loss, [outcome.gradient.scalars], as: expected)
        }
    }

    @Test func `semi-hard negatives are among theirs, for every pair that has any`() throws {
        // Theirs are all of them; ours is one a pair.
        let theirs = try #require(golden.mined["semihard"]).map {
            Triplet(anchor: $0[0], positive: $0[1], negative: $0[2])
        }
        #expect(theirs.count == golden.counts["semihard"])
        let distances = try PairwiseDistances(batch)
        let mined = MiningBatch(distances: distances, labels: batch.labels)
        for choice in NegativeChoice.allCases {
            var generator = Generator(seed: 1)
            let ours = Mining.semiHard.triplets(in: mined, margin: golden.margin, choice: choice, using: &generator)
            #expect(Set(ours).isSubset(of: theirs))
            #expect(Set(ours.map { [$0.anchor, $0.positive] }) == Set(theirs.map { [$0.anchor, $0.positive] }))
            guard choice == .hardest else { continue }
            for triplet in ours {
                let nearest = theirs.filter { $0.anchor == triplet.anchor && $0.positive == triplet.positive }
                    .map { distances[$0.anchor, $0.negative] }.min()
                #expect(distances[triplet.anchor, triplet.negative] == nearest)
            }
        }
    }

    @Test func `ArcFace, also beyond the border`() throws {
        for expected in golden.arcFace {
            var generator = Generator(seed: 1)
            var head = ArcFaceHead(
                classes: golden.bias.count,
                dimension: golden.dimension,
                options: .init(scale: try #require(expected.scale), margin: try #require(expected.margin)),
                using: &generator
            )
            head.parameters.values = golden.weight
            let outcome = try head.evaluate(batch)
            expect(outcome.loss, [outcome.gradient.scalars, head.parameters.gradients], as: expected)
        }
    }

    @Test func `softmax, with and without label smoothing`() throws {
        for expected in golden.softmax {
            var generator = Generator(seed: 1)
            var head = SoftmaxHead(
                classes: golden.bias.count,
                dimension: golden.dimension,
                options: .init(labelSmoothing: try #require(expected.smoothing)),
                using: &generator
            )
            head.parameters.values = golden.weight + golden.bias
            let outcome = try head.evaluate(batch)
            let gradients = head.parameters.gradients
            let split = golden.weight.count
            expect(
                outcome.loss,
                [outcome.gradient.scalars, Array(gradients[..<split]), Array(gradients[split...])],
                as: expected
            )
        }
    }

    @Test func `distillation through a projection`() throws {
        for expected in golden.distillation {
            var generator = Generator(seed: 1)
            var head = DistillationHead(
                dimension: golden.dimension,
                teacherDimension: golden.projection.count / golden.dimension,
                options: .init(measure: try #require(expected.measure)),
                using: &generator
            )
            head.parameters.values = golden.projection
            let outcome = try head.evaluate(batch)
            expect(outcome.loss, [outcome.gradient.scalars, head.parameters.gradients], as: expected)
        }
    }
}
