import FaceImaging

extension DetectedFace {
    /// The face in a photo whose sides are other multiples.
    func scaled(x: Float, y: Float) -> DetectedFace {
        // Landmarks count from the centers of pixels, hence the halves.
        func moved(_ point: Point) -> Point { Point(x: (point.x + 0.5) * x - 0.5, y: (point.y + 0.5) * y - 0.5) }
        return DetectedFace(
            box: Rect(minX: box.minX * x, minY: box.minY * y, maxX: box.maxX * x, maxY: box.maxY * y),
            landmarks: FaceLandmarks(
                leftEye: moved(landmarks.leftEye),
                rightEye: moved(landmarks.rightEye),
                nose: moved(landmarks.nose),
                leftMouth: moved(landmarks.leftMouth),
                rightMouth: moved(landmarks.rightMouth)
            ),
            score: score,
            visibility: visibility,
            cover: cover
        )
    }
}
