/// Which photo of a pair a condition is applied to.
public enum Side: String, Hashable, Sendable, Codable, CaseIterable {
    /// Both photos.
    case both
    /// The one shown to the camera: the pair's second photo.
    case probe
    /// The one that is enrolled: the pair's first photo.
    case gallery
}
