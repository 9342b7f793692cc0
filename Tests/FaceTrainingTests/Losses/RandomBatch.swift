import FaceEngine
import FaceTraining

/// A generator that does not mind two modules having one of its name.
typealias Generator = FaceTraining.SeededGenerator

extension EmbeddingBatch {
    /// Unit vectors of people with so many faces each, in shuffled rows, a third of them occluded.
    ///
    /// The faces of a person lie `spread` apart; 1 is about as far as people do.
    static func random(
        faces: [Int],
        dimension: Int = 6,
        spread: Float = 0.7,
        seed: UInt64 = 1,
        teacher: Int? = nil
    ) -> EmbeddingBatch {
        var generator = Generator(seed: seed)
        let centers = faces.map { _ in vector(dimension, &generator) }
        let labels = faces.indices.flatMap { [Int](repeating: 10 * $0 - 7, count: faces[$0]) }
            .shuffled(using: &generator)
        let rows = labels.flatMap { label in
            let center = centers[(label + 7) / 10]
            return unit(zip(center, vector(dimension, &generator)).map { $0 + spread * $1 })
        }
        let isOccluded = labels.map { _ in Int.random(in: 0..<3, using: &generator) == 0 }
        let teaching = teacher.map { dimension in
            Tensor(labels.flatMap { _ in unit(vector(dimension, &generator)) }, shape: [labels.count, dimension])
        }
        return EmbeddingBatch(
            embeddings: Tensor(rows, shape: [labels.count, dimension]),
            labels: labels,
            isOccluded: isOccluded,
            teacher: teaching
        )
    }

    /// The same people at other places.
    func moved(to embeddings: Tensor) -> EmbeddingBatch {
        EmbeddingBatch(embeddings: embeddings, labels: labels, isOccluded: isOccluded, teacher: teacher)
    }

    private static func vector(_ dimension: Int, _ generator: inout Generator) -> [Float] {
        (0..<dimension).map { _ in (0..<6).reduce(into: -3) { sum, _ in sum += .random(in: 0..<1, using: &generator) } }
    }

    private static func unit(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return vector.map { $0 / length }
    }
}

/// The slope of `loss` along each coordinate by central differences, in 64 bits.
func numericalGradient(of loss: ([Double]) -> Double, at point: [Float], step: Double = 1e-4) -> [Float] {
    let point = point.map(Double.init)
    return point.indices.map { index in
        var (ahead, behind) = (point, point)
        ahead[index] += step
        behind[index] -= step
        return Float((loss(ahead) - loss(behind)) / (2 * step))
    }
}
