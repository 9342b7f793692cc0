public import FaceDetection
public import FaceImaging
import FaceNetworks

/// What of a face in a photo tells beforehand how well it will be recognized: size, sharpness, light, pose and what
/// hides it.
///
/// Measured, not learned, but for ``occlusion``. None of it depends on who it is or on the model that embeds the face.
public struct FaceQuality: Hashable, Sendable {
    /// The shorter side of the detector's box, in pixels of the photo.
    public var faceSide: Float
    /// How far apart the eyes are, or would be if the face looked into the camera, in pixels of the photo.
    public var eyeDistance: Float
    /// Fine detail against coarse detail; see `PictureQuality.sharpness`.
    public var sharpness: Float
    /// The mean luma of the face, 0 to 255.
    public var brightness: Float
    /// The standard deviation of the face's luma.
    public var contrast: Float
    /// Which way the head is turned.
    public var pose: HeadPose
    /// How sure the detector is, 0 to 1; comparable only between faces of one detector.
    public var detectionScore: Float
    /// How likely each part is hidden, 0 to 1.
    public var occlusion: [FacePart: Float]

    /// Measures a face.
    ///
    /// The result is `nil` if the landmarks are in one place or not finite: that is no face.
    ///
    /// - Parameters:
    ///   - face: What the detector found.
    ///   - photo: The photo it was found in.
    ///   - judge: Who says which parts are hidden; the one fitted for this program by default.
    /// - Complexity: O(*pixels of the face* + 112 x 112).
    public init?(of face: DetectedFace, in photo: Photo, occlusion judge: any OcclusionJudging = OcclusionJudge()) {
        guard let crop = AlignedFace.crop(of: face, from: photo) else { return nil }
        self.init(of: face, aligned: crop, occlusion: judge)
    }

    /// Measures a face that was brought to its place already, as ``AlignedFace`` does.
    init?(of face: DetectedFace, aligned crop: Photo, occlusion judge: any OcclusionJudging) {
        guard let pose = HeadPose(fitting: face.landmarks) else { return nil }
        let picture = PictureQuality(of: crop, in: AlignedFace.inner)
        self.init(
            faceSide: min(face.box.width, face.box.height),
            eyeDistance: pose.eyeDistance,
            sharpness: picture.sharpness,
            brightness: picture.brightness,
            contrast: picture.contrast,
            pose: pose,
            detectionScore: face.score,
            occlusion: judge.occlusion(of: crop)
        )
    }

    /// Creates a quality from its parts.
    public init(
        faceSide: Float,
        eyeDistance: Float,
        sharpness: Float,
        brightness: Float,
        contrast: Float,
        pose: HeadPose,
        detectionScore: Float,
        occlusion: [FacePart: Float]
    ) {
        self.faceSide = faceSide
        self.eyeDistance = eyeDistance
        self.sharpness = sharpness
        self.brightness = brightness
        self.contrast = contrast
        self.pose = pose
        self.detectionScore = detectionScore
        self.occlusion = occlusion
    }

    /// How likely an eye is hidden, as by dark glasses, 0 to 1: that of the likelier one.
    public var eyesCovered: Float { max(occlusion[.leftEye] ?? 0, occlusion[.rightEye] ?? 0) }
    /// How likely the mouth is hidden, as by a mask or a scarf, 0 to 1.
    public var mouthCovered: Float { occlusion[.mouth] ?? 0 }
    /// How likely the nose is hidden, 0 to 1.
    public var noseCovered: Float { occlusion[.nose] ?? 0 }
}

/// A face brought to its place, for measuring: 112x112 pixels, whatever the model wants.
enum AlignedFace {
    /// The side in pixels.
    static let side = 112
    /// The face without what is around it: brows to chin, cheek to cheek.
    static let inner = PixelRegion(x: 20, y: 28, width: 72, height: 80)

    /// Whether a model's crop of a face is what ``crop(of:from:)`` makes of it, to the bit.
    ///
    /// So it is if the model wants the same picture, and nothing of it lies beyond the photo, where the two differ.
    static func isCrop(of face: DetectedFace, from photo: Photo, for card: ModelCard) -> Bool {
        guard card.crop == .similarity112, card.inputSize == ImageSize(side),
            let inverse = face.alignment(width: side, height: side)?.inverse
        else { return false }
        // A pixel of the crop is blended of the pixels around its place, so one more than its corners must be there.
        let (right, bottom) = (Float(photo.width - 1), Float(photo.height - 1))
        return [(0, 0), (side, 0), (0, side), (side, side)].allSatisfy { x, y in
            let place = inverse(Point(x: Float(x), y: Float(y)))
            return 1 <= place.x && place.x <= right && 1 <= place.y && place.y <= bottom
        }
    }

    /// The face at its place, or `nil` if its landmarks are in one place.
    ///
    /// What lies beyond the photo is smeared outward: black would look like something before the face.
    static func crop(of face: DetectedFace, from photo: Photo) -> Photo? {
        guard let transform = face.alignment(width: side, height: side) else { return nil }
        return photo.warped(by: transform, width: side, height: side, border: .edge)
    }
}
