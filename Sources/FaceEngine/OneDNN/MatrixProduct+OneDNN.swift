import COneDNN

extension OneDNN {
    /// The product by the library's `sgemm`, which is row-major: the leading dimension is the length of a stored row.
    static func multiply(
        _ product: MatrixProduct,
        _ a: UnsafePointer<Float>,
        _ b: UnsafePointer<Float>,
        _ c: UnsafeMutablePointer<Float>,
        _ alpha: Float,
        _ beta: Float
    ) throws(EngineError) {
        setThreadCount(product.threads)
        let (m, n, k) = (dnnl_dim_t(product.rows), dnnl_dim_t(product.columns), dnnl_dim_t(product.inner))
        let (left, right) = (letter(product.transposesLeft), letter(product.transposesRight))
        let (rowOfA, rowOfB) = (product.transposesLeft ? m : k, product.transposesRight ? k : n)
        let status = dnnl_sgemm(left, right, m, n, k, alpha, a, rowOfA, b, rowOfB, beta, c, n)
        try check(status, "multiplying matrices")
    }

    private static func letter(_ transposes: Bool) -> CChar {
        CChar(UInt8(ascii: transposes ? "T" : "N"))
    }
}
