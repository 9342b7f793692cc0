import FaceEngine
import Testing

@testable import FaceTraining

@Suite struct EffectiveRankTests {
    @Test func `eigenvalues of known matrices`() {
        let cases: [(matrix: [Double], values: [Double])] = [
            ([], []), ([7], [7]), ([2, 1, 1, 2], [3, 1]), ([0, 0, 0, 0], [0, 0]),
            ([4, 0, 0, 0, -1, 0, 0, 0, 9], [9, 4, -1]),
            // 1 - cos of it are the eigenvalues of the second difference: 2 - 2 cos(k π / 4).
            ([2, -1, 0, -1, 2, -1, 0, -1, 2], [2 + 2.0.squareRoot(), 2, 2 - 2.0.squareRoot()]),
        ]
        for (matrix, expected) in cases {
            let values = symmetricEigenvalues(matrix, count: expected.count)
            #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(values)")
        }
    }

    @Test(arguments: [2, 3, 17, 128])
    func `eigenvalues keep the trace and the sum of squares`(count: Int) {
        var generator = Generator(seed: UInt64(count))
        var matrix = [Double](repeating: 0, count: count * count)
        for row in 0..<count {
            for column in 0...row {
                let value = Double.random(in: -1...1, using: &generator)
                (matrix[row * count + column], matrix[column * count + row]) = (value, value)
            }
        }
        let values = symmetricEigenvalues(matrix, count: count)
        let trace = (0..<count).reduce(0) { $0 + matrix[$1 * count + $1] }
        #expect(abs(values.reduce(0, +) - trace) < 1e-10)
        let squares = matrix.reduce(0) { $0 + $1 * $1 }
        #expect(abs(values.reduce(0) { $0 + $1 * $1 } / squares - 1) < 1e-12)
        #expect(values == values.sorted(by: >))
    }

    @Test func `singular values and effective rank are PyTorch's`() throws {
        let golden = try OptimizerGolden.load().rank
        let columns = golden.matrix.count / golden.rows
        let x = golden.matrix.map { Double($0) }
        var gram = [Double](repeating: 0, count: columns * columns)
        for i in 0..<columns {
            for j in 0..<columns {
                gram[i * columns + j] = (0..<golden.rows).reduce(0) { $0 + x[$1 * columns + i] * x[$1 * columns + j] }
            }
        }
        let values = symmetricEigenvalues(gram, count: columns).map { $0.squareRoot() }
        #expect(zip(values, golden.singularValues).allSatisfy { abs($0 / $1 - 1) < 1e-8 })
        let rank = try EffectiveRank.of(Tensor(golden.matrix, shape: [golden.rows, columns]))
        #expect(abs(rank - golden.effectiveRank) < 1e-3)
        // The same by the other Gram matrix.
        let turned = (0..<columns).flatMap { column in (0..<golden.rows).map { golden.matrix[$0 * columns + column] } }
        let other = try EffectiveRank.of(Tensor(turned, shape: [columns, golden.rows]), threads: 2)
        #expect(abs(other - rank) < 1e-4)
    }

    @Test func `one point has rank 1, the axes have as many as there are`() throws {
        let point = [[Float]](repeating: [0.6, 0, 0.8], count: 9).flatMap(\.self)
        #expect(abs(try EffectiveRank.of(Tensor(point, shape: [9, 3])) - 1) < 1e-6)
        let axes: [Float] = [1, 0, 0, 0, 1, 0, 0, 0, 1, -1, 0, 0, 0, -1, 0, 0, 0, -1]
        #expect(abs(try EffectiveRank.of(Tensor(axes, shape: [6, 3])) - 3) < 1e-6)
    }

    @Test func `nothing has rank 0, and what is no number has none`() throws {
        #expect(try EffectiveRank.of(Tensor(zeros: [0, 4])) == 0)
        #expect(try EffectiveRank.of(Tensor(zeros: [5, 4])) == 0)
        #expect(try EffectiveRank.of(Tensor([1, 0, .nan, 0], shape: [2, 2])).isNaN)
    }
}
