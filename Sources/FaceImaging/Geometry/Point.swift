/// A place in a photo, in pixels from its top left corner.
///
/// Coordinates are continuous: the photo spans 0 to its width and 0 to its height, and the pixel in column `c` and row
/// `r` is the square from `(c, r)` to `(c + 1, r + 1)` with its center at `(c + 0.5, r + 0.5)`. Some libraries (OpenCV's
/// `warpAffine`) put centers on whole numbers instead; `AffineTransform2D.init(betweenPixelCenters:)` converts.
public struct Point: Hashable, Sendable {
    /// Pixels to the right of the left edge.
    public var x: Float
    /// Pixels below the top edge.
    public var y: Float

    /// Creates a point from its coordinates.
    public init(x: Float, y: Float) {
        self.x = x
        self.y = y
    }

    /// Where both coordinates are 0: the photo's top left corner.
    public static let zero = Point(x: 0, y: 0)

    /// The distance to another point, in pixels.
    public func distance(to other: Point) -> Float {
        let (dx, dy) = (other.x - x, other.y - y)
        return (dx * dx + dy * dy).squareRoot()
    }
}
