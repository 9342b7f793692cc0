public import FaceGallery
public import FacePipeline

/// A face in a photo, and who it is.
public struct IdentifiedFace: Sendable {
    /// The face.
    public var face: Face
    /// What it was measured as; `nil` if its landmarks are no face's.
    public var quality: FaceQuality?
    /// Who it is, by which threshold, and how often such an answer is wrong.
    public var decision: Decision

    /// Creates an identified face from its parts.
    public init(face: Face, quality: FaceQuality?, decision: Decision) {
        self.face = face
        self.quality = quality
        self.decision = decision
    }
}

extension IdentifiedFace: CustomStringConvertible {
    /// Who it is, with distance and threshold.
    public var description: String {
        let threshold = "threshold \(decision.threshold)"
        return switch decision.identification {
        case .match(let candidate): "\(candidate.name) (distance \(candidate.squaredDistance), \(threshold))"
        case .ambiguous(let candidates): "one of \(candidates.map(\.name).joined(separator: ", ")) (\(threshold))"
        case .nobody(let nearest?): "nobody (the nearest at \(nearest.squaredDistance), \(threshold))"
        case .nobody(nil): "nobody (nobody is enrolled)"
        }
    }
}
