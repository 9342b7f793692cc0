/// A rectangle of whole pixels: columns `x..<x + width` of rows `y..<y + height`.
public struct PixelRegion: Hashable, Sendable {
    /// The first column.
    public var x: Int
    /// The first row.
    public var y: Int
    /// Columns.
    public var width: Int
    /// Rows.
    public var height: Int

    /// Creates a region from its first pixel and its size.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Creates the region whose edges are a rectangle's, rounded to whole pixels, halves away from zero.
    ///
    /// - Returns: `nil` if the rectangle is empty after rounding, not finite, or too far out for `Int32`.
    public init?(rounding rect: Rect) {
        let edges = [rect.minX, rect.minY, rect.maxX, rect.maxY].map { $0.rounded() }
        guard edges.allSatisfy({ $0.magnitude < 0x1p30 }) else { return nil }
        let whole = edges.map { Int($0) }
        guard whole[2] > whole[0], whole[3] > whole[1] else { return nil }
        self.init(x: whole[0], y: whole[1], width: whole[2] - whole[0], height: whole[3] - whole[1])
    }

    /// What both regions cover, or `nil` if they do not meet.
    public func intersection(_ other: PixelRegion) -> PixelRegion? {
        let (left, top) = (max(x, other.x), max(y, other.y))
        let (right, bottom) = (min(x + width, other.x + other.width), min(y + height, other.y + other.height))
        guard right > left, bottom > top else { return nil }
        return PixelRegion(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// Whether every pixel of `other` is one of this region's.
    public func contains(_ other: PixelRegion) -> Bool {
        other.x >= x && other.y >= y && other.x + other.width <= x + width && other.y + other.height <= y + height
    }
}
