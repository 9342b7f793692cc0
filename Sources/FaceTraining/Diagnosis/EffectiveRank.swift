public import FaceEngine
import Foundation

/// In how many directions a batch of embeddings really lies.
public enum EffectiveRank {
    /// The exponential of the entropy of the singular values, taken as shares of their sum.
    ///
    /// From 1, all on one line through the origin, to `min(N, D)`, as much in every direction. The mean is *not* taken
    /// off, so that a collapse onto one point shows as 1. Singular values below 0.14 % of the greatest are rounding, and
    /// count as zero. Roy and Vetterli, "The effective rank: a measure of effective dimensionality", 2007.
    ///
    /// - Parameters:
    ///   - embeddings: `[N, D]`.
    ///   - threads: The threads for the matrix product.
    /// - Returns: The effective rank; 0 of an empty batch or of zeros, NaN if something is not finite.
    /// - Throws: ``LossError/engine(_:)``.
    /// - Complexity: O(*N* *D* *m* + *m*³), where *m* is the smaller of *N* and *D*.
    public static func of(_ embeddings: Tensor, threads: Int = 1) throws(LossError) -> Double {
        precondition(embeddings.shape.rank == 2, "embeddings must be [N, D], got \(embeddings.shape)")
        let (count, dimension) = (embeddings.shape[0], embeddings.shape[1])
        // Either Gram matrix has the squared singular values; the smaller is cheaper.
        let isTall = count > dimension
        let size = min(count, dimension)
        let product = MatrixProduct(
            rows: size,
            columns: size,
            inner: max(count, dimension),
            transposesLeft: isTall,
            transposesRight: !isTall,
            threads: threads
        )
        var gram = [Float](repeating: 0, count: size * size)
        try multiply(product, embeddings.scalars, embeddings.scalars, into: &gram)
        let squares = symmetricEigenvalues(gram.map { Double($0) }, count: size)
        guard let greatest = squares.first else { return 0 }
        guard greatest.isFinite else { return .nan }
        let values = squares.filter { $0 > 2e-6 * greatest }.map { $0.squareRoot() }
        let sum = values.reduce(0, +)
        guard sum > 0 else { return 0 }
        return exp(-values.reduce(0) { $0 + $1 / sum * log($1 / sum) })
    }
}
