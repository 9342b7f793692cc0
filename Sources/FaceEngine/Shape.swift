/// The extents of a tensor, outermost first.
///
/// Images are `[N, C, H, W]`: batch, channels, rows, columns. This is the logical order, oneDNN's and ONNX's; how the
/// scalars lie in memory inside a compiled program is the program's own business. In a ``Network`` the batch axis is
/// left out, since a network is compiled for a batch size afterwards.
public struct Shape: Hashable, Sendable {
    /// The extent of each axis.
    public let dimensions: [Int]

    /// Creates a shape.
    ///
    /// - Precondition: Every dimension is zero or more.
    public init(_ dimensions: [Int]) {
        precondition(dimensions.allSatisfy { $0 >= 0 }, "shape \(dimensions) has a negative dimension")
        self.dimensions = dimensions
    }

    /// The number of axes.
    public var rank: Int { dimensions.count }

    /// The number of scalars a tensor of this shape holds.
    public var count: Int { dimensions.reduce(1, *) }

    /// The extent of the given axis.
    public subscript(axis: Int) -> Int { dimensions[axis] }

    /// This shape with a batch axis of extent `batch` in front.
    public func batched(_ batch: Int) -> Shape { Shape([batch] + dimensions) }

    /// The distance in scalars between neighbors along each axis of a dense, row-major tensor.
    public var strides: [Int] {
        var strides = [Int](repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * self[axis + 1] }
        return strides
    }
}

extension Shape: ExpressibleByArrayLiteral {
    /// Creates a shape from a literal, such as `[1, 3, 160, 160]`.
    public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
    /// The shape as messages print it, such as `[1, 3, 160, 160]`.
    public var description: String { "[\(dimensions.map(String.init).joined(separator: ", "))]" }
}
