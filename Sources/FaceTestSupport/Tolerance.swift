public import FaceEngine
public import Testing

/// How far two floats may differ: `|x - y| <= max(absolute, relative * max(|x|, |y|))`.
public struct Tolerance: Sendable {
    /// The difference allowed near zero.
    public var absolute: Float
    /// The difference allowed, as a fraction of the larger magnitude.
    public var relative: Float

    /// Creates a tolerance.
    public init(absolute: Float, relative: Float) {
        self.absolute = absolute
        self.relative = relative
    }

    /// For what only copies scalars or chooses among them.
    public static let exact = Tolerance(absolute: 0, relative: 0)
    /// For an elementwise operation: the last few bits.
    public static let elementwise = Tolerance(absolute: 1e-6, relative: 1e-5)
    /// For a sum of a thousand or so products, in another order.
    public static let reduction = Tolerance(absolute: 1e-5, relative: 1e-4)
    /// For the coordinates of a unit vector at the end of a whole network: five times the worst of all architectures.
    public static let embedding = Tolerance(absolute: 3e-6, relative: 0)
    /// For a whole network against another implementation.
    public static let network = Tolerance(absolute: 1e-4, relative: 1e-3)
    /// For an analytic gradient against central differences in 32-bit floats.
    public static let gradient = Tolerance(absolute: 1e-3, relative: 1e-2)

    /// Whether `x` and `y` are that close; a NaN is close to nothing.
    func accepts(_ x: Float, _ y: Float) -> Bool {
        x == y || abs(x - y) <= max(absolute, relative * max(abs(x), abs(y)))
    }
}

/// Checks that two tensors have the same shape and, within `tolerance`, the same scalars.
///
/// A failure counts the scalars that differ and names the worst, so a transposed axis can be told from rounding.
public func expectClose(
    _ actual: Tensor,
    _ expected: Tensor,
    _ tolerance: Tolerance,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.shape == expected.shape else {
        Issue.record("shape \(actual.shape), expected \(expected.shape)", sourceLocation: sourceLocation)
        return
    }
    let wrong = actual.scalars.indices.filter { !tolerance.accepts(actual.scalars[$0], expected.scalars[$0]) }
    guard let worst = wrong.max(by: { error(at: $0) < error(at: $1) }) else { return }
    Issue.record(
        """
        \(wrong.count) of \(actual.scalars.count) scalars differ; worst at \(worst): \
        \(actual.scalars[worst]), expected \(expected.scalars[worst])
        """,
        sourceLocation: sourceLocation
    )

    func error(at index: Int) -> Float {
        let difference = abs(actual.scalars[index] - expected.scalars[index])
        return difference.isNaN ? .infinity : difference
    }
}
