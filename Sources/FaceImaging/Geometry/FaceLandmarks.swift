/// Five points of a face, left and right as the photo's viewer sees them.
///
/// Coordinates count from the centers of pixels, as the published detectors give them and alignment expects them: the
/// center of the top left pixel is (0, 0).
public struct FaceLandmarks: Hashable, Sendable {
    /// The eye to the left in the photo.
    public var leftEye: Point
    /// The eye to the right in the photo.
    public var rightEye: Point
    /// The tip of the nose.
    public var nose: Point
    /// The corner of the mouth to the left in the photo.
    public var leftMouth: Point
    /// The corner of the mouth to the right in the photo.
    public var rightMouth: Point

    /// Creates landmarks from their points.
    public init(leftEye: Point, rightEye: Point, nose: Point, leftMouth: Point, rightMouth: Point) {
        self.leftEye = leftEye
        self.rightEye = rightEye
        self.nose = nose
        self.leftMouth = leftMouth
        self.rightMouth = rightMouth
    }

    /// The points in the usual order: left eye, right eye, nose, left and right corner of the mouth.
    public var points: [Point] { [leftEye, rightEye, nose, leftMouth, rightMouth] }
}
