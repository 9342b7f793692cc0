import FaceImaging

/// Which of a photo's faces are meant.
public enum FaceChoice: String, Hashable, Sendable, CaseIterable {
    /// All of them, the surest first.
    case all
    /// The one with the largest box.
    case largest
    /// The one nearest to the middle of the photo, weighted by size.
    ///
    /// The greatest `area - 2 d^2`, where `d` is the distance in pixels from the center of the box to that of the
    /// photo: how the published FaceNet models choose in photos of several people, LFW's among them.
    case central

    /// The faces meant, of those found in a photo.
    ///
    /// - Parameters:
    ///   - faces: What a detector found.
    ///   - width: The photo's columns.
    ///   - height: The photo's rows.
    /// - Returns: All faces in their order, or at most one; the first of equals.
    /// - Complexity: O(*faces*).
    public func callAsFunction(_ faces: [DetectedFace], width: Int, height: Int) -> [DetectedFace] {
        let center = Point(x: Float(width) / 2, y: Float(height) / 2)
        switch self {
        case .all:
            return faces
        case .largest:
            return Self.best(faces) { $0.box.area }
        case .central:
            return Self.best(faces) { face in
                let (dx, dy) = (face.box.center.x - center.x, face.box.center.y - center.y)
                return face.box.width * face.box.height - 2 * (dx * dx + dy * dy)
            }
        }
    }

    private static func best(_ faces: [DetectedFace], by value: (DetectedFace) -> Float) -> [DetectedFace] {
        guard var best = faces.first else { return [] }
        for face in faces.dropFirst() where value(face) > value(best) { best = face }
        return [best]
    }
}
