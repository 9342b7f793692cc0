import FaceImaging

extension DetectedFace {
    /// The face with its points moved back by how far they are found from where they are.
    ///
    /// - Parameter shift: To the right along the line of the eyes, and down, for each of the five points, in distances between
    ///   the eyes; nothing is moved if it is empty.
    /// - Returns: The face, the rest of it as it was.
    func unshifted(by shift: [Float]) -> DetectedFace {
        guard shift.count == 10, let frame = EyeFrame(landmarks) else { return self }
        func moved(_ index: Int) -> Point {
            frame.point((-shift[2 * index], -shift[2 * index + 1]), from: landmarks.points[index])
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
