import Foundation

/// The eigenvalues of a symmetric matrix, in descending order.
///
/// By Householder's reflections to three diagonals, and from there by QL steps with implicit shifts: Golub and Van Loan,
/// *Matrix Computations*, sections 8.3.1 and 8.3.3. Eigenvectors are not computed.
///
/// - Parameters:
///   - matrix: `[n, n]`, row-major; only read.
///   - count: `n`.
/// - Returns: `n` eigenvalues; those that did not settle, of a matrix with a NaN say, are NaN.
/// - Complexity: O(*n*³).
func symmetricEigenvalues(_ matrix: [Double], count: Int) -> [Double] {
    precondition(matrix.count == count * count, "\(matrix.count) scalars are no square matrix of \(count) rows")
    guard matrix.allSatisfy({ $0.isFinite }) else { return [Double](repeating: .nan, count: count) }
    var (diagonal, beside) = tridiagonal(matrix, count)
    for first in 0..<count {
        var rounds = 0
        while let last = block(from: first, diagonal, beside), last > first {
            rounds += 1
            guard rounds < 60 else { return [Double](repeating: .nan, count: count) }
            turn(first, last, &diagonal, &beside)
        }
    }
    return diagonal.sorted(by: >)
}

/// The diagonal, and the one beside it, of a matrix with the same eigenvalues and nothing else.
private func tridiagonal(_ matrix: [Double], _ count: Int) -> (diagonal: [Double], beside: [Double]) {
    var (a, beside) = (matrix, [Double](repeating: 0, count: count))
    var (v, w) = (beside, beside)
    for k in stride(from: 0, to: count - 1, by: 1) {
        let rest = k + 1..<count
        let length = rest.reduce(0) { $0 + a[$1 * count + k] * a[$1 * count + k] }.squareRoot()
        let head = a[(k + 1) * count + k]
        guard length > abs(head) else {
            beside[k] = head
            continue
        }
        // Reflects the column below the diagonal onto its first coordinate, the far way around.
        let target = head > 0 ? -length : length
        beside[k] = target
        for i in rest { v[i] = a[i * count + k] }
        v[k + 1] -= target
        let scale = 2 / rest.reduce(0) { $0 + v[$1] * v[$1] }
        a.withUnsafeMutableBufferPointer { a in
            for i in rest {
                var sum = 0.0
                for j in rest { sum += a[i * count + j] * v[j] }
                w[i] = scale * sum
            }
            let overlap = scale / 2 * rest.reduce(0) { $0 + w[$1] * v[$1] }
            for i in rest { w[i] -= overlap * v[i] }
            for i in rest {
                let (vi, wi) = (v[i], w[i])
                for j in rest { a[i * count + j] -= vi * w[j] + wi * v[j] }
            }
        }
    }
    return ((0..<count).map { a[$0 * count + $0] }, beside)
}

/// The end of the block that starts at `first` and still hangs together.
private func block(from first: Int, _ diagonal: [Double], _ beside: [Double]) -> Int? {
    (first..<diagonal.count).first { place in
        guard place + 1 < diagonal.count else { return true }
        return abs(beside[place]) <= .ulpOfOne * (abs(diagonal[place]) + abs(diagonal[place + 1]))
    }
}

/// One QL step on a block, by plane rotations from its end to its start.
private func turn(_ first: Int, _ last: Int, _ diagonal: inout [Double], _ beside: inout [Double]) {
    let half = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first])
    let root = half >= 0 ? hypot(half, 1) : -hypot(half, 1)
    var g = diagonal[last] - diagonal[first] + beside[first] / (half + root)
    var (sine, cosine, shift) = (1.0, 1.0, 0.0)
    for i in stride(from: last - 1, through: first, by: -1) {
        let (f, b) = (sine * beside[i], cosine * beside[i])
        let r = hypot(f, g)
        beside[i + 1] = r
        guard r > 0 else {
            diagonal[i + 1] -= shift
            beside[last] = 0
            return
        }
        (sine, cosine) = (f / r, g / r)
        g = diagonal[i + 1] - shift
        let turned = (diagonal[i] - g) * sine + 2 * cosine * b
        shift = sine * turned
        diagonal[i + 1] = g + shift
        g = cosine * turned - b
    }
    diagonal[first] -= shift
    beside[first] = g
    beside[last] = 0
}
