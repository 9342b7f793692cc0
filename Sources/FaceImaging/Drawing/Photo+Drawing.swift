/// Marks for people to look at: what a detector saw, drawn onto a copy of the photo.
///
/// Lines have hard edges, and whatever leaves the photo is cut off.
extension Photo {
    /// Draws the outline of a rectangle, its line centered on the edges.
    ///
    /// - Parameters:
    ///   - rect: The rectangle; it may leave the photo.
    ///   - color: The line's color.
    ///   - thickness: The line's width in pixels.
    public mutating func drawOutline(of rect: Rect, color: Color, thickness: Float = 2) {
        let outer = rect.expanded(by: thickness / 2)
        let inner = rect.expanded(by: -thickness / 2)
        fill(Rect(minX: outer.minX, minY: outer.minY, maxX: outer.maxX, maxY: inner.minY), with: color)
        fill(Rect(minX: outer.minX, minY: inner.maxY, maxX: outer.maxX, maxY: outer.maxY), with: color)
        fill(Rect(minX: outer.minX, minY: outer.minY, maxX: inner.minX, maxY: outer.maxY), with: color)
        fill(Rect(minX: inner.maxX, minY: outer.minY, maxX: outer.maxX, maxY: outer.maxY), with: color)
    }

    /// Fills a rectangle, its edges rounded to whole pixels.
    ///
    /// - Parameters:
    ///   - rect: The rectangle; it may leave the photo.
    ///   - color: The color inside.
    public mutating func fill(_ rect: Rect, with color: Color) {
        paint(within: rect.expanded(by: 0.5), color: color) { center in
            center.x >= rect.minX && center.x < rect.maxX && center.y >= rect.minY && center.y < rect.maxY
        }
    }

    /// Draws a filled circle.
    ///
    /// - Parameters:
    ///   - center: The middle, such as a landmark.
    ///   - radius: In pixels.
    ///   - color: The color inside.
    public mutating func drawDot(at center: Point, radius: Float = 2, color: Color) {
        let square = Rect(minX: center.x, minY: center.y, maxX: center.x, maxY: center.y)
        paint(within: square.expanded(by: radius + 0.5), color: color) { $0.distance(to: center) <= radius }
    }

    /// Draws a line with round ends.
    ///
    /// - Parameters:
    ///   - start: One end.
    ///   - end: The other.
    ///   - color: The line's color.
    ///   - thickness: The line's width in pixels.
    public mutating func drawLine(from start: Point, to end: Point, color: Color, thickness: Float = 2) {
        let around = Rect(
            minX: min(start.x, end.x),
            minY: min(start.y, end.y),
            maxX: max(start.x, end.x),
            maxY: max(start.y, end.y)
        )
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let squaredLength = dx * dx + dy * dy
        paint(within: around.expanded(by: thickness / 2 + 0.5), color: color) { center in
            let along = (center.x - start.x) * dx + (center.y - start.y) * dy
            let share = squaredLength > 0 ? min(max(along / squaredLength, 0), 1) : 0
            return center.distance(to: Point(x: start.x + share * dx, y: start.y + share * dy)) <= thickness / 2
        }
    }

    /// Colors the pixels whose centers satisfy a condition.
    private mutating func paint(within rect: Rect, color: Color, where isInside: (Point) -> Bool) {
        let photo = Rect(bounds)
        // Cut before rounding: a wild coordinate does not fit `Int`.
        guard let region = PixelRegion(rounding: rect.expanded(by: 0.5).intersection(photo)) else { return }
        for y in region.y..<region.y + region.height {
            for x in region.x..<region.x + region.width
            where isInside(Point(x: Float(x) + 0.5, y: Float(y) + 0.5)) {
                self[x, y] = color
            }
        }
    }
}
