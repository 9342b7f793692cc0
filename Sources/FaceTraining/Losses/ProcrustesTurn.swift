import FaceEngine

/// The turn, mirrored or not, that brings vectors nearest to others of the same number: Procrustes' problem.
///
/// Least squares are solved by the orthogonal factor of the sum of `to fromᵀ` (Golub and Van Loan, *Matrix Computations*,
/// section 6.4.1), which Newton's and Schulz's iteration `X ← 3/2 X - 1/2 X Xᵀ X` finds with products alone. Directions that
/// no vector has stay without an image.
struct ProcrustesTurn {
    /// The turn, `[dimension, dimension]`: `y = R x`.
    let rows: [Float]
    /// The coordinates of a vector.
    let dimension: Int

    /// Each round brings a factor 1.5, so that singular values down to 1e-9 of the greatest arrive at 1.
    private static let rounds = 64

    /// Finds the turn.
    ///
    /// - Parameters:
    ///   - vectors: `[N, dimension]`.
    ///   - targets: `[N, dimension]`.
    ///   - dimension: The coordinates of a vector.
    /// - Throws: ``LossError/engine(_:)``.
    /// - Complexity: O(*N* *dimension*² + *rounds* *dimension*³).
    init(of vectors: [Float], to targets: [Float], dimension: Int) throws(LossError) {
        precondition(vectors.count == targets.count && vectors.count % dimension == 0, "each vector has a target")
        self.dimension = dimension
        var turn = try crossMoment(of: targets, vectors, dimension: dimension)
        let length = turn.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        for place in turn.indices where length > 0 { turn[place] /= Float(length) }
        let square = MatrixProduct(rows: dimension, columns: dimension, inner: dimension, transposesLeft: true)
        let product = MatrixProduct(rows: dimension, columns: dimension, inner: dimension)
        var (gram, cube) = (turn, turn)
        for _ in 0..<Self.rounds {
            try multiply(square, turn, turn, into: &gram)
            try multiply(product, turn, gram, into: &cube)
            for place in turn.indices { turn[place] = 1.5 * turn[place] - 0.5 * cube[place] }
        }
        rows = turn
    }

    /// The images of vectors.
    ///
    /// - Parameter vectors: `[N, dimension]`.
    /// - Returns: `[N, dimension]`.
    /// - Throws: ``LossError/engine(_:)``.
    func image(of vectors: [Float]) throws(LossError) -> [Float] {
        try PrincipalDirections.project(vectors, onto: rows, dimension: dimension)
    }

    /// The directions along which vectors have the coordinates that their images have along the axes.
    ///
    /// - Parameters:
    ///   - directions: `[dimension, width]`: vectors are made of coordinates along these.
    ///   - width: The coordinates of a direction.
    /// - Returns: As many directions.
    /// - Throws: ``LossError/engine(_:)``.
    func turned(_ directions: [Float], width: Int) throws(LossError) -> [Float] {
        var result = directions
        let product = MatrixProduct(rows: dimension, columns: width, inner: dimension)
        try multiply(product, rows, directions, into: &result)
        return result
    }
}
