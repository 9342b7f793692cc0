public import FaceImaging

/// Says which parts of a face are hidden.
///
/// A seam: a detector that learned to tell visibility can take the place of ``OcclusionJudge``.
public protocol OcclusionJudging: Sendable {
    /// Judges a face.
    ///
    /// - Parameter crop: The face at its place, 112x112 pixels, aligned as by `similarity112`.
    /// - Returns: For each part how likely it is hidden, 0 to 1; a part that is missing is taken for visible.
    func occlusion(of crop: Photo) -> [FacePart: Float]
}
