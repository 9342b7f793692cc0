public import FaceImaging

/// Directions and lengths as a face has them: along the line of its eyes and down, in distances between the eyes.
public struct EyeFrame: Hashable, Sendable {
    /// From the left eye to the right.
    private let x: Float
    private let y: Float

    /// Creates the frame of a face.
    ///
    /// - Returns: `nil` if both eyes are at one place.
    public init?(_ landmarks: FaceLandmarks) {
        x = landmarks.rightEye.x - landmarks.leftEye.x
        y = landmarks.rightEye.y - landmarks.leftEye.y
        guard x * x + y * y > 0 else { return nil }
    }

    /// How far one point is from another, to the right along the line of the eyes, and down.
    public func offset(from start: Point, to end: Point) -> (along: Float, down: Float) {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let square = x * x + y * y
        return ((dx * x + dy * y) / square, (dy * x - dx * y) / square)
    }

    /// The point that is so far from another.
    public func point(_ offset: (along: Float, down: Float), from start: Point) -> Point {
        Point(
            x: start.x + offset.along * x - offset.down * y,
            y: start.y + offset.along * y + offset.down * x
        )
    }
}
