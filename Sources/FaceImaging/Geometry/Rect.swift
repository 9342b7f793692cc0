/// An upright rectangle in a photo's continuous coordinates; see `Point`.
///
/// It may leave the photo, and it is empty when an edge passes the one opposite.
public struct Rect: Hashable, Sendable {
    /// The left edge.
    public var minX: Float
    /// The top edge.
    public var minY: Float
    /// The right edge.
    public var maxX: Float
    /// The bottom edge.
    public var maxY: Float

    /// Creates a rectangle from its edges.
    public init(minX: Float, minY: Float, maxX: Float, maxY: Float) {
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    /// Creates a rectangle from its top left corner and its size.
    public init(x: Float, y: Float, width: Float, height: Float) {
        self.init(minX: x, minY: y, maxX: x + width, maxY: y + height)
    }

    /// Creates the rectangle that a region of whole pixels covers.
    public init(_ region: PixelRegion) {
        self.init(
            x: Float(region.x),
            y: Float(region.y),
            width: Float(region.width),
            height: Float(region.height)
        )
    }

    /// From the left edge to the right; negative if they are swapped.
    public var width: Float { maxX - minX }
    /// From the top edge to the bottom; negative if they are swapped.
    public var height: Float { maxY - minY }
    /// In square pixels; 0 if empty.
    public var area: Float { max(0, width) * max(0, height) }
    /// Halfway between the edges.
    public var center: Point { Point(x: (minX + maxX) / 2, y: (minY + maxY) / 2) }

    /// Whether a point lies within the edges, and on none of them.
    public func contains(_ point: Point) -> Bool {
        minX < point.x && point.x < maxX && minY < point.y && point.y < maxY
    }

    /// What both rectangles cover; empty if they do not meet.
    public func intersection(_ other: Rect) -> Rect {
        Rect(
            minX: max(minX, other.minX),
            minY: max(minY, other.minY),
            maxX: min(maxX, other.maxX),
            maxY: min(maxY, other.maxY)
        )
    }

    /// How much two rectangles agree: the area both cover over the area either covers.
    ///
    /// - Returns: 0 to 1; 0 if both are empty.
    public func intersectionOverUnion(_ other: Rect) -> Float {
        let shared = intersection(other).area
        let union = area + other.area - shared
        return union > 0 ? shared / union : 0
    }

    /// The rectangle with every edge moved outward by `margin` pixels; inward if negative.
    public func expanded(by margin: Float) -> Rect {
        Rect(minX: minX - margin, minY: minY - margin, maxX: maxX + margin, maxY: maxY + margin)
    }

    /// The rectangle grown about its center until both sides are `factor` times as long.
    public func scaled(by factor: Float) -> Rect {
        let (center, halfWidth, halfHeight) = (center, width / 2 * factor, height / 2 * factor)
        return Rect(
            minX: center.x - halfWidth,
            minY: center.y - halfHeight,
            maxX: center.x + halfWidth,
            maxY: center.y + halfHeight
        )
    }

    /// The smallest square with the same center that covers the rectangle.
    public var squared: Rect {
        let half = max(width, height) / 2
        let center = center
        return Rect(minX: center.x - half, minY: center.y - half, maxX: center.x + half, maxY: center.y + half)
    }
}
