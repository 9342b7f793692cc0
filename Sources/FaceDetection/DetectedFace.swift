public import FaceImaging

/// A face that a detector found in a photo.
public struct DetectedFace: Hashable, Sendable {
    /// Where the face is, in pixels from the photo's top left corner; it may reach beyond the photo.
    public var box: Rect
    /// Eyes, nose and mouth.
    public var landmarks: FaceLandmarks
    /// How sure the detector is, 0 to 1; comparable only between faces of one detector.
    public var score: Float
    /// How sure the detector is that each of the points can be seen; `nil` from a detector that does not tell.
    public var visibility: LandmarkVisibility?
    /// What covers the face; `nil` from a detector that does not tell.
    public var cover: FaceCover?

    /// Creates a face from its parts.
    public init(
        box: Rect,
        landmarks: FaceLandmarks,
        score: Float,
        visibility: LandmarkVisibility? = nil,
        cover: FaceCover? = nil
    ) {
        self.box = box
        self.landmarks = landmarks
        self.score = score
        self.visibility = visibility
        self.cover = cover
    }
}

/// How likely each of a face's five points can be seen, 0 to 1; left and right as the photo's viewer sees them.
public struct LandmarkVisibility: Hashable, Sendable, Codable {
    /// The eye to the left in the photo.
    public var leftEye: Float
    /// The eye to the right in the photo.
    public var rightEye: Float
    /// The tip of the nose.
    public var nose: Float
    /// The corner of the mouth to the left in the photo.
    public var leftMouth: Float
    /// The corner of the mouth to the right in the photo.
    public var rightMouth: Float

    /// Creates visibilities from those of the points.
    public init(leftEye: Float, rightEye: Float, nose: Float, leftMouth: Float, rightMouth: Float) {
        self.leftEye = leftEye
        self.rightEye = rightEye
        self.nose = nose
        self.leftMouth = leftMouth
        self.rightMouth = rightMouth
    }

    /// The numbers in the usual order: left eye, right eye, nose, left and right corner of the mouth.
    public var values: [Float] { [leftEye, rightEye, nose, leftMouth, rightMouth] }

    /// The parts that are more likely hidden than not; a mouth if both of its corners are.
    public var hidden: Set<FacePart> {
        var hidden: Set<FacePart> = []
        if leftEye < 0.5 { hidden.insert(.leftEye) }
        if rightEye < 0.5 { hidden.insert(.rightEye) }
        if nose < 0.5 { hidden.insert(.nose) }
        if leftMouth < 0.5, rightMouth < 0.5 { hidden.insert(.mouth) }
        return hidden
    }
}
