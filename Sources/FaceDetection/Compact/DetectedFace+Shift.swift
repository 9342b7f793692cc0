import FaceImaging

extension DetectedFace {
    /// The face with its points moved back by how far they are found from where they are.
    ///
    /// - Parameter shift: To the right along the line of the eyes, and down, for each of the five points, in distances between
    ///   the eyes; nothing is moved if it is empty.
    /// - Returns: The face, the rest of it as it was.
    func unshifted(by shift: [Float]) -> DetectedFace {
        guard shift.count == 10 else { return self }
        let (left, right) = (landmarks.leftEye, landmarks.rightEye)
        let (x, y) = (right.x - left.x, right.y - left.y)
        func moved(_ index: Int) -> Point {
            let (along, down) = (shift[2 * index], shift[2 * index + 1])
            let point = landmarks.points[index]
            return Point(x: point.x - along * x + down * y, y: point.y - along * y - down * x)
        }
        var face = self
        face.landmarks = FaceLandmarks(
            leftEye: moved(0),
            rightEye: moved(1),
            nose: moved(2),
            leftMouth: moved(3),
            rightMouth: moved(4)
        )
        return face
    }
}
