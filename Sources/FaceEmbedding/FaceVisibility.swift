/// What of a face can be seen, as far as thresholds care.
///
/// What hides a face also hides how people differ, or lends them a likeness: two strangers in masks come nearer than
/// two bare ones. Three states, because a program can tell these three from a photo.
public enum FaceVisibility: String, Hashable, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    /// Nothing hides it.
    case bare
    /// The mouth is hidden, as by a mask or a scarf; the nose may be, too.
    case mouthCovered
    /// The eyes are hidden, as by dark glasses.
    case eyesCovered
}
