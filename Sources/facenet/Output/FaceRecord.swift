import FaceDetection
import FaceImaging

/// A face as the command line prints it.
struct FaceRecord: Codable {
    /// A point, `[x, y]` in pixels.
    typealias Place = [Float]

    /// The box in pixels: `[x, y, width, height]` of its top left corner and its sides.
    var box: [Float]
    /// How sure the detector is, 0 to 1.
    var score: Float
    /// Left eye, right eye, nose, left and right corner of the mouth, as the viewer sees them.
    var landmarks: [Place]
    /// How sure the detector is that each of the points can be seen, if it tells.
    var visibility: [Float]?
    /// What covers the face, if the detector tells.
    var cover: FaceCover?

    init(_ face: DetectedFace) {
        box = [face.box.minX, face.box.minY, face.box.width, face.box.height]
        score = face.score
        landmarks = face.landmarks.points.map { [$0.x, $0.y] }
        visibility = face.visibility?.values
        cover = face.cover
    }

    /// The face, without visibility; `nil` if numbers are missing.
    var face: DetectedFace? {
        guard box.count == 4, landmarks.count == 5, landmarks.allSatisfy({ $0.count == 2 }) else { return nil }
        let points = landmarks.map { Point(x: $0[0], y: $0[1]) }
        return DetectedFace(
            box: Rect(x: box[0], y: box[1], width: box[2], height: box[3]),
            landmarks: FaceLandmarks(
                leftEye: points[0],
                rightEye: points[1],
                nose: points[2],
                leftMouth: points[3],
                rightMouth: points[4]
            ),
            score: score
        )
    }

    /// Score, box and landmarks, as text.
    var fields: [String] {
        [score.formatted(decimals: 4)] + (box + landmarks.joined()).map { $0.formatted(decimals: 2) }
    }
}
