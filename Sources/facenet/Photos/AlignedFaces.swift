import FaceDetection
import FaceImaging
import FaceNetworks

/// Takes every photo for a face that was cut out and aligned already, as those of verification sets are.
///
/// A model that aligns by landmarks gets the photo as it is, only scaled; one that cuts out boxes gets all of it.
struct AlignedFaces: FaceDetector {
    /// What tells it from other detectors.
    static let identity = "aligned"

    /// The side of the picture that the landmarks' places are given in.
    private static let templateSide: Float = 112

    func faces(in photo: Photo) throws(DetectionError) -> [DetectedFace] {
        let (columns, rows) = (Float(photo.width) / Self.templateSide, Float(photo.height) / Self.templateSide)
        // The places count from the centers of pixels, which scale about the corner.
        let points = ModelCard.Crop.fivePoints112.map { point in
            Point(x: (point.x + 0.5) * columns - 0.5, y: (point.y + 0.5) * rows - 0.5)
        }
        let landmarks = FaceLandmarks(
            leftEye: points[0],
            rightEye: points[1],
            nose: points[2],
            leftMouth: points[3],
            rightMouth: points[4]
        )
        return [DetectedFace(box: Rect(photo.bounds), landmarks: landmarks, score: 1)]
    }
}
