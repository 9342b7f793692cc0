/// In which directions real embeddings differ, and how much.
enum CrowdSpectrum {
    /// The share of each principal axis in the variance.
    ///
    /// Measured on one photo each of 4,275 LFW people under the classic 512-D model. Axes beyond these have less than a millionth each: that model's embeddings fill 49 dimensions.
    static let variances: [Float] = [
        0.04075, 0.03946, 0.03774, 0.03566, 0.03407, 0.03234, 0.03094, 0.02978, 0.02942, 0.02842,
        0.02675, 0.02566, 0.02540, 0.02502, 0.02341, 0.02288, 0.02226, 0.02222, 0.02100, 0.02080,
        0.02025, 0.02000, 0.01926, 0.01884, 0.01850, 0.01806, 0.01745, 0.01705, 0.01646, 0.01630,
        0.01603, 0.01579, 0.01521, 0.01507, 0.01487, 0.01444, 0.01383, 0.01355, 0.01335, 0.01274,
        0.01238, 0.01236, 0.01166, 0.01146, 0.01100, 0.01076, 0.01048, 0.00980, 0.00911,
    ]

    /// Random orthonormal rows, `[49, D]`, by Gram and Schmidt.
    static func basis(dimension: Int, seed: UInt64) -> [Float] {
        var generator = CrowdGenerator(seed, UInt64(dimension), 6)
        var rows: [[Float]] = []
        while rows.count < variances.count {
            var row = (0..<dimension).map { _ in generator.normal() }
            // Twice, as one pass in single precision leaves rounding errors behind.
            for _ in 0..<2 {
                for other in rows {
                    let share = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
                    for index in 0..<dimension { row[index] -= share * other[index] }
                }
                let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
                guard length > 1e-3 else { break }
                row = row.map { $0 / length }
            }
            if abs(row.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4 { rows.append(row) }
        }
        return rows.flatMap(\.self)
    }
}
