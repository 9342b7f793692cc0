import CCodes
import FaceEmbedding

/// Embeddings as one block of numbers, scaled to length 1 exactly, for products of many with many.
struct FaceMatrix {
    let count: Int
    let dimension: Int
    /// `[N, D]`.
    let rows: [Float]

    /// Copies embeddings.
    ///
    /// - Throws: ``ClusteringError/dimension(index:expected:given:)`` if they are not of one dimension.
    init(_ embeddings: [Embedding]) throws(ClusteringError) {
        count = embeddings.count
        dimension = embeddings.first?.dimension ?? 0
        guard count <= Int(Int32.max) / 2 else { throw .tooManyFaces(count) }
        var rows: [Float] = []
        rows.reserveCapacity(count * dimension)
        for (index, embedding) in embeddings.enumerated() {
            guard embedding.dimension == dimension else {
                throw .dimension(index: index, expected: dimension, given: embedding.dimension)
            }
            var length: Float = 0
            for coordinate in embedding.coordinates { length += coordinate * coordinate }
            let scale = 1 / length.squareRoot()
            for coordinate in embedding.coordinates { rows.append(coordinate * scale) }
        }
        self.rows = rows
    }

    /// The rows in panels of 32 columns, zeros behind the last: `[ceil(N / 32), D, 32]`.
    func panels() -> [Float] {
        let width = Int(PRODUCTS_COLUMNS)
        let panels = (count + width - 1) / width
        return [Float](unsafeUninitializedCapacity: panels * width * dimension) { buffer, used in
            buffer.initialize(repeating: 0)
            rows.withUnsafeBufferPointer { rows in
                for face in 0..<count {
                    let base = face / width * width * dimension + face % width
                    for k in 0..<dimension { buffer[base + k * width] = rows[face * dimension + k] }
                }
            }
            used = panels * width * dimension
        }
    }
}
