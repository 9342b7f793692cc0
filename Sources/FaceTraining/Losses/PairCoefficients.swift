import FaceEngine

/// How much the loss grows with each squared distance, `[N, N]`: `dL / d d²(i, j)`.
///
/// Every loss made of squared distances has the gradient
///
///     dL/dx_i = 2 sum_j (c_ij + c_ji) (x_i - x_j)
///
/// so however many triplets there are, it takes two matrix products.
struct PairCoefficients {
    let count: Int
    var values: [Float]

    init(count: Int) {
        self.count = count
        values = [Float](repeating: 0, count: count * count)
    }

    /// The gradient with respect to the embeddings, times `scale`, `[N, D]`.
    ///
    /// - Complexity: O(*N*² *D*).
    func gradient(_ embeddings: Tensor, scale: Float, threads: Int) throws(LossError) -> Tensor {
        let dimension = embeddings.shape[1]
        var gradient = [Float](repeating: 0, count: count * dimension)
        var product = MatrixProduct(rows: count, columns: dimension, inner: count, threads: threads)
        try multiply(product, values, embeddings.scalars, into: &gradient, alpha: -2 * scale)
        product.transposesLeft = true
        try multiply(product, values, embeddings.scalars, into: &gradient, alpha: -2 * scale, beta: 1)
        let totals = totals()
        gradient.withUnsafeMutableBufferPointer { gradient in
            embeddings.scalars.withUnsafeBufferPointer { x in
                for row in 0..<count {
                    let factor = Float(2 * Double(scale) * totals[row])
                    for place in row * dimension..<(row + 1) * dimension { gradient[place] += factor * x[place] }
                }
            }
        }
        return Tensor(gradient, shape: embeddings.shape)
    }

    /// `sum_j (c_ij + c_ji)`, in 64 bits: what is added and subtracted here may all but cancel.
    private func totals() -> [Double] {
        var totals = [Double](repeating: 0, count: count)
        values.withUnsafeBufferPointer { values in
            totals.withUnsafeMutableBufferPointer { totals in
                for row in 0..<count {
                    var sum = 0.0
                    for column in 0..<count {
                        let value = Double(values[row * count + column])
                        sum += value
                        totals[column] += value
                    }
                    totals[row] += sum
                }
            }
        }
        return totals
    }
}
