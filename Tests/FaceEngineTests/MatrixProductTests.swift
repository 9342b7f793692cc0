import FaceTestSupport
import Testing

@testable import FaceEngine

@Suite struct MatrixProductTests {
    private func numbers(_ count: Int, seed: UInt64) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
    }

    @Test(arguments: [(1, 1, 1), (5, 3, 7), (33, 17, 64), (70, 128, 31)], [false, true])
    func `a product agrees with its definition, whichever operand is transposed`(
        _ extents: (Int, Int, Int),
        _ transposesLeft: Bool
    ) throws {
        for (transposesRight, threads) in [(false, 1), (true, 2)] {
            let product = MatrixProduct(
                rows: extents.0,
                columns: extents.1,
                inner: extents.2,
                transposesLeft: transposesLeft,
                transposesRight: transposesRight,
                threads: threads
            )
            let a = numbers(product.rows * product.inner, seed: 1)
            let b = numbers(product.inner * product.columns, seed: 2)
            let before = numbers(product.rows * product.columns, seed: 3)
            for (alpha, beta) in [(1, 0), (-2, 1), (0.5, -0.25)] as [(Float, Float)] {
                var (c, expected) = (before, before)
                try product.multiply(a, b, into: &c, alpha: alpha, beta: beta)
                product.multiplyReference(a, b, into: &expected, alpha: alpha, beta: beta)
                let shape: Shape = [product.rows, product.columns]
                expectClose(Tensor(c, shape: shape), Tensor(expected, shape: shape), .reduction)
            }
        }
    }

    @Test func `what was there before does not matter if it is not asked for`() throws {
        var c = [Float](repeating: .nan, count: 6)
        try MatrixProduct(rows: 2, columns: 3, inner: 1).multiply([1, 2], [3, 4, 5], into: &c)
        #expect(c == [3, 4, 5, 6, 8, 10])
    }

    @Test func `empty products are zeros, or what was there before`() throws {
        var c: [Float] = [1, 2]
        try MatrixProduct(rows: 2, columns: 1, inner: 0).multiply([], [], into: &c, beta: 3)
        #expect(c == [3, 6])
        try MatrixProduct(rows: 2, columns: 1, inner: 0).multiply([], [], into: &c)
        #expect(c == [0, 0])
        var nothing: [Float] = []
        try MatrixProduct(rows: 0, columns: 4, inner: 2).multiply([], [Float](repeating: 1, count: 8), into: &nothing)
    }
}
