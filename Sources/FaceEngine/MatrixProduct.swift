/// A product of two dense, row-major matrices: `C = alpha op(A) op(B) + beta C`.
///
///     let gram = MatrixProduct(rows: n, columns: n, inner: d, transposesRight: true)
///     try gram.multiply(x, x, into: &distances)
///
/// `op(A)` is `[M, K]`, `op(B)` is `[K, N]` and `C` is `[M, N]`. Losses and mining are made of little else.
public struct MatrixProduct: Hashable, Sendable {
    /// The rows of `C`, `M`.
    public var rows: Int
    /// The columns of `C`, `N`.
    public var columns: Int
    /// The extent that is summed over, `K`.
    public var inner: Int
    /// Whether `A` is stored as `[K, M]`.
    public var transposesLeft: Bool
    /// Whether `B` is stored as `[N, K]`.
    public var transposesRight: Bool
    /// The threads that the product may use.
    public var threads: Int

    /// Describes a product.
    ///
    /// - Precondition: The extents are zero or more, `threads` is one or more.
    public init(
        rows: Int,
        columns: Int,
        inner: Int,
        transposesLeft: Bool = false,
        transposesRight: Bool = false,
        threads: Int = 1
    ) {
        precondition(rows >= 0 && columns >= 0 && inner >= 0, "a matrix has no negative extent")
        precondition(threads >= 1, "threads start at 1")
        self.rows = rows
        self.columns = columns
        self.inner = inner
        self.transposesLeft = transposesLeft
        self.transposesRight = transposesRight
        self.threads = threads
    }

    /// Computes the product.
    ///
    /// With `beta` 0, what `c` held before does not matter, not even a NaN.
    ///
    /// - Parameters:
    ///   - a: `[M, K]`, or `[K, M]` if ``transposesLeft``.
    ///   - b: `[K, N]`, or `[N, K]` if ``transposesRight``.
    ///   - c: `[M, N]`, shares no memory with the others.
    ///   - alpha: What the product is multiplied by.
    ///   - beta: What `c` is multiplied by before the product is added.
    /// - Throws: ``EngineError/backend(action:status:)`` if the library refuses.
    /// - Precondition: The buffers hold exactly these extents.
    /// - Complexity: O(*M* *N* *K*).
    public func multiply(
        _ a: UnsafeBufferPointer<Float>,
        _ b: UnsafeBufferPointer<Float>,
        into c: UnsafeMutableBufferPointer<Float>,
        alpha: Float = 1,
        beta: Float = 0
    ) throws(EngineError) {
        check(a.count, b.count, c.count)
        if rows == 0 || columns == 0 { return }
        guard inner > 0, let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else {
            for index in c.indices { c[index] = beta == 0 ? 0 : beta * c[index] }
            return
        }
        try OneDNN.multiply(self, a, b, c, alpha, beta)
    }

    /// The same for arrays.
    ///
    /// - Throws: ``EngineError/backend(action:status:)`` if the library refuses.
    public func multiply(
        _ a: [Float],
        _ b: [Float],
        into c: inout [Float],
        alpha: Float = 1,
        beta: Float = 0
    ) throws(EngineError) {
        // The standard library's closures cannot throw typed errors through three levels: carried out instead.
        var failure: EngineError?
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                c.withUnsafeMutableBufferPointer { c in
                    do throws(EngineError) {
                        try multiply(a, b, into: c, alpha: alpha, beta: beta)
                    } catch {
                        failure = error
                    }
                }
            }
        }
        if let failure { throw failure }
    }

    func check(_ a: Int, _ b: Int, _ c: Int) {
        precondition(
            a == rows * inner && b == inner * columns && c == rows * columns,
            "a product [\(rows), \(inner)] x [\(inner), \(columns)] cannot take \(a), \(b) and \(c) scalars"
        )
    }
}
