public import FaceEmbedding

/// Somebody a face could be.
public struct Candidate: Hashable, Sendable {
    /// The person.
    public let person: PersonID
    /// What people call them.
    public let name: String
    /// The squared distance by the rule of the decision, from 0 through 4.
    public let squaredDistance: Float
    /// The person's template that is nearest.
    public let template: TemplateID
    /// The number of templates of the person.
    public let faces: Int

    /// Creates a candidate.
    ///
    /// - Parameters:
    ///   - person: The person.
    ///   - name: What people call them.
    ///   - squaredDistance: The squared distance by the rule of the decision.
    ///   - template: The person's template that is nearest.
    ///   - faces: The number of templates of the person.
    public init(person: PersonID, name: String, squaredDistance: Float, template: TemplateID, faces: Int) {
        self.person = person
        self.name = name
        self.squaredDistance = squaredDistance
        self.template = template
        self.faces = faces
    }
}

/// Who a face is.
public enum Identification: Hashable, Sendable {
    /// This person, who is within the threshold.
    case match(Candidate)
    /// One of these, at least two: all within the threshold, and too near each other to tell; nearest first.
    case ambiguous([Candidate])
    /// Nobody of the gallery; and who comes nearest, if there is anybody.
    case nobody(nearest: Candidate?)

    /// The person, if it is one.
    public var match: Candidate? {
        guard case .match(let candidate) = self else { return nil }
        return candidate
    }
}

/// Who a face is, by which threshold, and how often such an answer is wrong.
public struct Decision: Hashable, Sendable {
    /// The answer.
    public let identification: Identification
    /// The nearest people, as many as were asked for, within the threshold or not; nearest first.
    public let candidates: [Candidate]
    /// The greatest squared distance that is a match.
    public let threshold: Float
    /// The share of strangers who are within the threshold of *one* template: FAR.
    public let expectedFAR: Double
    /// The share of strangers who are within the threshold of *somebody* in this gallery: FPIR.
    public let expectedFPIR: Double
    /// The number of templates searched, which the threshold depends on.
    public let gallerySize: Int
    /// How a person's distance was taken from their templates.
    public let rule: PersonRule
    /// What the threshold and the rates rest on.
    public let basis: Thresholds.Basis
    /// Which faces were compared to measure it: enrolled ones and probes.
    public let pairing: FacePairing
    /// Whether the rate or the gallery is beyond what was measured.
    public let isExtrapolated: Bool
    /// Those left out because feedback says that this face, or one it resembles more, is not theirs.
    public let rejected: [PersonID]

    /// Whether the rates were measured on this model, and not assumed.
    public var isCalibrated: Bool { basis != .standard }
}

/// Whether a face is the person it is said to be.
public struct Verification: Hashable, Sendable {
    /// Whether it is: within the threshold, and not contradicted by feedback.
    public let isMatch: Bool
    /// The person as a candidate; `nil` if there is no template of theirs.
    public let candidate: Candidate?
    /// The greatest squared distance that is a match.
    public let threshold: Float
    /// The share of strangers who would be taken for this person: FAR.
    public let expectedFAR: Double
    /// What the threshold and the rate rest on.
    public let basis: Thresholds.Basis
    /// Which faces were compared to measure it: enrolled ones and probes.
    public let pairing: FacePairing
    /// Whether feedback says that this face, or one it resembles more, is not theirs.
    public let isRejected: Bool
}
