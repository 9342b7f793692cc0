/// One of the grids of a ``CompactNetwork``: where its cells lie, and what its numbers count.
///
/// Places are in a photo's continuous coordinates, in which the first pixel's center is at (0.5, 0.5).
public struct CompactGrid: Hashable, Sendable {
    /// Pixels from a cell to the next.
    public var stride: Int
    /// Cells from top to bottom.
    public var rows: Int
    /// Cells from left to right.
    public var columns: Int

    /// Creates a grid over a photo.
    ///
    /// - Parameters:
    ///   - stride: Pixels from a cell to the next.
    ///   - height: The photo's rows, a multiple of the stride.
    ///   - width: The photo's columns, a multiple of the stride.
    public init(stride: Int, height: Int, width: Int) {
        (self.stride, rows, columns) = (stride, height / stride, width / stride)
    }

    /// The grids of a photo, the finest first.
    public static func grids(height: Int, width: Int) -> [CompactGrid] {
        CompactNetwork.strides.map { CompactGrid(stride: $0, height: height, width: width) }
    }

    /// The cells.
    public var count: Int { rows * columns }

    /// The pixels that numbers of 1 stand for: about the faces that the grid is for.
    public var unit: Float { Float(4 * stride) }

    /// The middle of a cell, which are counted row by row.
    public func center(of cell: Int) -> (x: Float, y: Float) {
        let (row, column) = cell.quotientAndRemainder(dividingBy: columns)
        return ((Float(column) + 0.5) * Float(stride), (Float(row) + 0.5) * Float(stride))
    }
}
