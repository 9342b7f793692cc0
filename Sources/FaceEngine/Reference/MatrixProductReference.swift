extension MatrixProduct {
    /// The product by its definition, summed in 64 bits: the oracle of the tests.
    func multiplyReference(_ a: [Float], _ b: [Float], into c: inout [Float], alpha: Float = 1, beta: Float = 0) {
        check(a.count, b.count, c.count)
        for row in 0..<rows {
            for column in 0..<columns {
                var sum = 0.0
                for k in 0..<inner {
                    let left = transposesLeft ? a[k * rows + row] : a[row * inner + k]
                    let right = transposesRight ? b[column * inner + k] : b[k * columns + column]
                    sum += Double(left) * Double(right)
                }
                let before = beta == 0 ? 0 : Double(beta) * Double(c[row * columns + column])
                c[row * columns + column] = Float(Double(alpha) * sum + before)
            }
        }
    }
}
