import FaceEngine

/// The directions in which vectors are longest: the leading eigenvectors of the sum of `x xᵀ`, orthonormal.
///
/// By orthogonal iteration on a few more directions than are asked for (Golub and Van Loan, *Matrix Computations*, section
/// 8.2.4), which settles the space they span long before each direction; the space is all that distances depend on.
struct PrincipalDirections {
    /// The directions, `[count, dimension]`.
    let rows: [Float]
    /// The coordinates of a vector.
    let dimension: Int
    /// How many there are.
    let count: Int
    /// How much of the vectors' squared length the directions hold, 0 to 1.
    let share: Double

    private static let extra = 32
    private static let rounds = 40

    /// Finds the directions.
    ///
    /// - Parameters:
    ///   - vectors: `[N, dimension]`.
    ///   - dimension: The coordinates of a vector.
    ///   - count: How many directions, at most `dimension`.
    /// - Throws: ``LossError/engine(_:)``.
    /// - Complexity: O(*N* *dimension*² + *rounds* *dimension*² *count*).
    init(of vectors: [Float], dimension: Int, count: Int) throws(LossError) {
        precondition(count >= 1 && count <= dimension && vectors.count % dimension == 0, "no such directions")
        (self.dimension, self.count) = (dimension, count)
        let moment = try crossMoment(of: vectors, vectors, dimension: dimension)
        let width = min(dimension, count + Self.extra)
        var basis = [Float](repeating: 0, count: width * dimension)
        var generator = SeededGenerator(seed: 0x9C4)
        for place in basis.indices { basis[place] = Float.random(in: -1...1, using: &generator) }
        Self.orthonormalize(&basis, rows: width, dimension)
        let step = MatrixProduct(rows: width, columns: dimension, inner: dimension)
        var image = basis
        for _ in 0..<Self.rounds {
            try multiply(step, basis, moment, into: &image)
            swap(&basis, &image)
            Self.orthonormalize(&basis, rows: width, dimension)
        }
        try multiply(step, basis, moment, into: &image)
        let weights = (0..<width).map { row in
            (0..<dimension).reduce(0.0) {
                $0 + Double(basis[row * dimension + $1]) * Double(image[row * dimension + $1])
            }
        }
        let total = (0..<dimension).reduce(0.0) { $0 + Double(moment[$1 * dimension + $1]) }
        let order = weights.indices.sorted { weights[$0] > weights[$1] }.prefix(count)
        rows = order.flatMap { basis[$0 * dimension..<($0 + 1) * dimension] }
        share = total > 0 ? order.reduce(0) { $0 + weights[$1] } / total : 0
    }

    /// The coordinates of vectors along directions, those found here or kept from before.
    ///
    /// - Parameters:
    ///   - vectors: `[N, dimension]`.
    ///   - rows: The directions, `[count, dimension]`.
    ///   - dimension: The coordinates of a vector.
    /// - Returns: `[N, count]`.
    /// - Throws: ``LossError/engine(_:)``.
    /// - Complexity: O(*N* *dimension* *count*).
    static func project(_ vectors: [Float], onto rows: [Float], dimension: Int) throws(LossError) -> [Float] {
        let count = rows.count / dimension
        var result = [Float](repeating: 0, count: vectors.count / dimension * count)
        let product = MatrixProduct(
            rows: vectors.count / dimension,
            columns: count,
            inner: dimension,
            transposesRight: true
        )
        try multiply(product, vectors, rows, into: &result)
        return result
    }

    /// Gram and Schmidt's, twice over for what rounding leaves; a row that the ones before it span becomes zeros.
    private static func orthonormalize(_ basis: inout [Float], rows: Int, _ dimension: Int) {
        basis.withUnsafeMutableBufferPointer { basis in
            for row in 0..<rows {
                let own = row * dimension..<(row + 1) * dimension
                func length() -> Float { own.reduce(0) { $0 + basis[$1] * basis[$1] }.squareRoot() }
                let before = length()
                for _ in 0..<2 {
                    for other in 0..<row {
                        let start = other * dimension
                        var overlap: Float = 0
                        for place in 0..<dimension { overlap += basis[own.lowerBound + place] * basis[start + place] }
                        for place in 0..<dimension { basis[own.lowerBound + place] -= overlap * basis[start + place] }
                    }
                    let left = length()
                    // Of what is left when all was taken away, rounding has the direction.
                    let scale = left > 1e-5 * before || left > 0.5 ? 1 / left : 0
                    for place in own { basis[place] *= scale }
                    if scale == 0 { break }
                }
            }
        }
    }
}
