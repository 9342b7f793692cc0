import FaceEngine
import FaceTestSupport
import FaceTraining
import Foundation
import Testing

/// Loss, gradient, backward pass and update together, against PyTorch: an error in any bends the curve.
@Suite struct TenStepTests {
    private struct Golden: Decodable {
        struct Curve: Decodable {
            let losses: [Float]
            let weights: [Float]
        }

        let pixels: [Float]
        let labels: [Int]
        let weights: [Float]
        let head: [Float]
        let triplet: Curve
        let softmax: Curve
    }

    private let golden: Golden

    init() throws {
        let url = Bundle.module.bundleURL.appending(path: "Golden/curves.json")
        golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    }

    /// Ten steps on one batch.
    private func train(
        _ loss: LossConfiguration,
        _ rule: OptimizerConfiguration,
        rate: Float
    ) throws -> (losses: [Float], weights: [Float]) {
        var generator = Generator(seed: 1)
        var network = TinyNetwork(weights: golden.weights)
        var objective = Objective(loss, dimension: TinyNetwork.output, classes: 6, using: &generator)
        let ownCount = objective.parameters.layout.count
        if ownCount > 0 { objective.parameters.values = golden.head }
        var optimizer = rule.optimizer(count: TinyNetwork.count)
        var ownOptimizer = rule.optimizer(count: ownCount)
        var losses: [Float] = []
        for _ in 0..<10 {
            let (embeddings, backward) = network.forward(golden.pixels)
            let batch = EmbeddingBatch(embeddings: embeddings, labels: golden.labels)
            objective.parameters.zeroGradients()
            let outcome = try objective.evaluate(batch, using: &generator)
            losses.append(outcome.loss)
            optimizer.update(&network.weights, backward(outcome.gradient), rate: rate)
            ownOptimizer.update(&objective.parameters, rate: rate)
        }
        return (losses, network.weights + objective.parameters.values)
    }

    private func expect(_ run: (losses: [Float], weights: [Float]), as golden: Golden.Curve) {
        expectClose(Tensor(run.losses, shape: [10]), Tensor(golden.losses, shape: [10]), .reduction)
        let shape: Shape = [golden.weights.count]
        expectClose(Tensor(run.weights, shape: shape), Tensor(golden.weights, shape: shape), .reduction)
        #expect(golden.losses[9] < 0.9 * golden.losses[0], "the curve is too flat to tell anything")
    }

    @Test func `ten steps of the triplet loss with AdaGrad are PyTorch's`() throws {
        let loss = TripletLoss(mining: .batchAll)
        expect(try train(.triplet(loss), .adaGrad(.init()), rate: 0.05), as: golden.triplet)
    }

    @Test func `ten steps of a softmax with momentum are PyTorch's, its own weights too`() throws {
        expect(try train(.softmax(.init()), .sgd(.init()), rate: 0.2), as: golden.softmax)
    }
}
