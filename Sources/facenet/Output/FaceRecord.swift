import FaceDetection
import FaceImaging

/// A face as the command line prints it.
struct FaceRecord: Encodable {
    /// A point, `[x, y]` in pixels.
    typealias Place = [Float]

    /// The box in pixels: `[x, y, width, height]` of its top left corner and its sides.
    var box: [Float]
    /// How sure the detector is, 0 to 1.
    var score: Float
    /// Left eye, right eye, nose, left and right corner of the mouth, as the viewer sees them.
    var landmarks: [Place]

    init(_ face: DetectedFace) {
        box = [face.box.minX, face.box.minY, face.box.width, face.box.height]
        score = face.score
        landmarks = face.landmarks.points.map { [$0.x, $0.y] }
    }

    /// Score, box and landmarks, as text.
    var fields: [String] {
        [score.formatted(decimals: 4)] + (box + landmarks.joined()).map { $0.formatted(decimals: 2) }
    }
}
