public import FaceImaging

/// Finds faces in photos.
///
/// A detector is immutable: any number of tasks may use one at once. Each call computes on the thread that makes it,
/// so photos are best handed out to as many tasks as there are cores.
public protocol FaceDetector: Sendable {
    /// Finds the faces in a photo.
    ///
    /// - Parameter photo: An upright photo of any size.
    /// - Returns: The faces, the surest first; empty if there is none.
    /// - Throws: ``DetectionError`` if the detector itself fails; a photo without a face is not an error.
    func faces(in photo: Photo) throws(DetectionError) -> [DetectedFace]
}
