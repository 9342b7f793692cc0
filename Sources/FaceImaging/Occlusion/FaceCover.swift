/// What covers a part of a face, as a detector tells it.
public enum FaceCover: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing, or nothing that hides: eyeglasses with clear lenses are nothing.
    case bare
    /// A mask over the mouth, and most often over the nose.
    case mask
    /// Dark glasses.
    case sunglasses
    /// Something else: a hand, a scarf, a phone.
    case other
}

extension Occluder.Kind {
    /// What the drawing shows, as a detector tells it.
    public var cover: FaceCover {
        switch self {
        case .surgicalMask, .clothMask, .ffpMask, .maskBelowNose: .mask
        case .sunglasses: .sunglasses
        case .eyeglasses: .bare
        case .scarf, .hand, .phone, .microphone, .block: .other
        }
    }
}
