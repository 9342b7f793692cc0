import FaceImaging
import FaceNetworks

extension DataConfiguration.Cut {
    /// What is cut out of a packed crop, or `nil` for all of it; also if there are no landmarks to cut by.
    func cut(_ landmarks: FaceLandmarks?, to size: ImageSize) -> Augmentation.Cut? {
        switch self {
        case .packed: nil
        case .similarity112:
            landmarks.flatMap { Augmentation.Cut(aligning: $0, width: size.columns, height: size.rows) }
        }
    }

    /// What a loader does to photos that are not to be changed otherwise; `nil` if it is nothing.
    func plain(to size: ImageSize) -> BatchLoader.Augmentation? {
        guard self != .packed else { return nil }
        return { photo, landmarks, _, generator in
            Augmentation.none(photo, landmarks: landmarks, cut: cut(landmarks, to: size), using: &generator).photo
        }
    }
}
