public import FaceImaging

/// A face that a detector found in a photo.
public struct DetectedFace: Hashable, Sendable {
    /// Where the face is, in pixels from the photo's top left corner; it may reach beyond the photo.
    public var box: Rect
    /// Eyes, nose and mouth.
    public var landmarks: FaceLandmarks
    /// How sure the detector is, 0 to 1; comparable only between faces of one detector.
    public var score: Float

    /// Creates a face from its parts.
    public init(box: Rect, landmarks: FaceLandmarks, score: Float) {
        self.box = box
        self.landmarks = landmarks
        self.score = score
    }
}
