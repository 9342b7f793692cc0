import FaceDetection
import FaceImaging

/// The face meant in a photo, or that there is none, as a record of a cache.
enum DetectionRecord {
    /// Box, five landmarks and score.
    static let valueCount = 15

    static func record(of face: DetectedFace?) -> RecordFile.Record {
        guard let face else {
            return RecordFile.Record(flags: 0, values: [Float](repeating: 0, count: valueCount))
        }
        let box = [face.box.minX, face.box.minY, face.box.maxX, face.box.maxY]
        let landmarks = face.landmarks.points.flatMap { [$0.x, $0.y] }
        return RecordFile.Record(flags: 1, values: box + landmarks + [face.score])
    }

    static func face(of record: RecordFile.Record) -> DetectedFace? {
        guard record.flags == 1 else { return nil }
        let values = record.values
        func point(_ index: Int) -> Point { Point(x: values[4 + 2 * index], y: values[5 + 2 * index]) }
        return DetectedFace(
            box: Rect(minX: values[0], minY: values[1], maxX: values[2], maxY: values[3]),
            landmarks: FaceLandmarks(
                leftEye: point(0),
                rightEye: point(1),
                nose: point(2),
                leftMouth: point(3),
                rightMouth: point(4)
            ),
            score: values[14]
        )
    }
}
