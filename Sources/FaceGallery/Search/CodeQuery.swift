import CCodes
import FaceEmbedding

/// A query as the scan wants it: its code, padded, and what that code is worth.
struct CodeQuery: Sendable {
    /// The query itself, `[D]`.
    let embedding: Embedding
    /// The code, padded with zeros to whole cache lines.
    let code: [Int8]
    /// The query in steps, not rounded, padded with zeros.
    let point: [Float]
    /// How far the query is from its code's point.
    let error: Double

    init(_ embedding: Embedding) {
        self.embedding = embedding
        let code = EmbeddingCode(embedding)
        let padding = TemplateTable.stride(ofDimension: embedding.dimension) - embedding.dimension
        self.code = code.bytes + [Int8](repeating: 0, count: padding)
        point = embedding.coordinates.map { $0 * EmbeddingCode.scale } + [Float](repeating: 0, count: padding)
        error = Double(code.error(of: embedding))
    }

    /// How much rounding may change a squared distance of this dimension, relative to it.
    ///
    /// The longest chain of additions is a sixteenth of the coordinates, here as in `Embedding.squaredDistance`.
    var slack: Double { Double(Float.ulpOfOne) * Double(embedding.dimension / 16 + 16) }

    /// A bound from below on the squared distance to any embedding whose code is at `steps` or beyond.
    ///
    /// - Parameters:
    ///   - steps: A squared distance between codes, in steps.
    ///   - error: The greatest distance of an embedding from its code's point.
    /// - Returns: A squared distance, 0 if nothing is known.
    func lowerBound(steps: Int32, error: Float) -> Double {
        let distance = Double(steps).squareRoot() / Double(EmbeddingCode.scale) - self.error - Double(error)
        return distance > 0 ? distance * distance * (1 - slack) : 0
    }

    /// The distance, not squared, from the query, which is not rounded, to a code's point; a bound from below.
    func distance(toCode code: UnsafePointer<Int8>) -> Double {
        let steps = codes_point_distance(Self.path, point, code, point.count)
        return Double(steps).squareRoot() / Double(EmbeddingCode.scale) * (1 - slack)
    }

    private static let path = codes_best_path()

    /// The squared distance between codes, in steps, that no embedding within `squaredDistance` can reach; the greatest
    /// integer if there is none.
    func limit(squaredDistance: Double, error: Float) -> Int32 {
        let distance = (squaredDistance * (1 + slack)).squareRoot() + self.error + Double(error)
        let steps = distance * Double(EmbeddingCode.scale)
        let limit = (steps * steps).rounded(.up) + 1
        return limit < Double(Int32.max) ? Int32(limit) : .max
    }
}
