public import FaceEmbedding
public import FaceGallery
public import FacePipeline

/// A face in a photo, and who it is.
public struct IdentifiedFace: Sendable {
    /// The face.
    public var face: Face
    /// What it was measured as; `nil` if its landmarks are no face's.
    public var quality: FaceQuality?
    /// What of it can be seen, as the occlusion judge has it: chooses the model's thresholds.
    public var visibility: FaceVisibility
    /// Who it is, by which threshold, and how often such an answer is wrong.
    public var decision: Decision

    /// Creates an identified face from its parts.
    public init(face: Face, quality: FaceQuality?, visibility: FaceVisibility = .bare, decision: Decision) {
        self.face = face
        self.quality = quality
        self.visibility = visibility
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
