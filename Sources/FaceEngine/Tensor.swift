/// A dense, row-major array of 32-bit floats with value semantics.
public struct Tensor: Equatable, Sendable {
    /// The extents, outermost first.
    public let shape: Shape
    /// The elements, row-major.
    public var scalars: [Float]

    /// Creates a tensor from its elements.
    ///
    /// - Precondition: `scalars.count == shape.count`.
    public init(_ scalars: [Float], shape: Shape) {
        precondition(scalars.count == shape.count, "\(scalars.count) scalars cannot fill shape \(shape)")
        self.shape = shape
        self.scalars = scalars
    }

    /// Creates a tensor of zeros.
    public init(zeros shape: Shape) { self.init([Float](repeating: 0, count: shape.count), shape: shape) }

    /// The same scalars under another shape.
    ///
    /// - Precondition: Both shapes hold as many scalars.
    public func reshaped(to shape: Shape) -> Tensor { Tensor(scalars, shape: shape) }
}
