import FaceEngine
import FaceTraining
import Foundation

/// What PyTorch and pytorch-metric-learning compute on one batch: `Golden/losses.json`.
struct LossGolden: Decodable {
    struct Graded: Decodable {
        let loss: Float
        let gradients: [[Float]]
        var reduction: TripletLoss.Reduction?
        var form: TripletLoss.Form?
        var scale: Float?
        var margin: Float?
        var smoothing: Float?
        var measure: DistillationHead.Measure?
    }

    let dimension: Int
    let embeddings: [Float]
    let labels: [Int]
    let margin: Float
    let triplets: [Graded]
    let counts: [String: Int]
    let mined: [String: [[Int]]]
    let weight: [Float]
    let bias: [Float]
    let arcFace: [Graded]
    let softmax: [Graded]
    let teacher: [Float]
    let projection: [Float]
    let distillation: [Graded]

    static func load() throws -> LossGolden {
        let url = Bundle.module.bundleURL.appending(path: "Golden/losses.json")
        return try JSONDecoder().decode(LossGolden.self, from: Data(contentsOf: url))
    }

    var batch: EmbeddingBatch {
        EmbeddingBatch(
            embeddings: Tensor(embeddings, shape: [labels.count, dimension]),
            labels: labels,
            teacher: Tensor(teacher, shape: [labels.count, teacher.count / labels.count])
        )
    }
}
