/// Judges photos before they enter a gallery: one bad photo of a person costs more than one photo less.
///
/// What follows from what, where *poor* and *useless* are the two limits of ``CoachLimits``:
///
/// | what | off | standard | strict |
/// | :-- | :-- | :-- | :-- |
/// | no face; several faces and nobody said which; no face of that number | refused | refused | refused |
/// | the same file, enrolled as the same person | skipped | skipped | skipped |
/// | the same file, enrolled as somebody else | - | refused | refused |
/// | the same face under another name | - | refused | refused |
/// | too small, blurred, badly lit, turned away: useless | - | refused | refused |
/// | too small, blurred, badly lit, turned away: poor | - | warning | refused |
/// | eyes and mouth both hidden | - | refused | refused |
/// | eyes, lower face or nose hidden | - | warning | refused |
/// | unlike all the person's other photos | - | warning | refused |
///
/// A face under another name is refused and not only told of, as it is either one person twice, or one passed off as
/// another; both make every later answer ambiguous. Whoever knows better, as with twins, turns the review off.
public struct EnrollmentCoach: Hashable, Sendable {
    /// How strictly photos are judged.
    public var review: EnrollmentReview
    /// From where on a photo is bad.
    public var limits: CoachLimits

    /// Creates a coach.
    ///
    /// - Parameters:
    ///   - review: How strictly photos are judged.
    ///   - limits: From where on a photo is bad; as measured by default.
    public init(review: EnrollmentReview = .standard, limits: CoachLimits = CoachLimits()) {
        self.review = review
        self.limits = limits
    }

    /// How badly a rule is broken.
    enum Grade { case poor, useless }

    /// What follows of a rule that is broken, or `nil` if this review does not mind.
    func severity(of grade: Grade) -> Advice.Severity? {
        switch (review, grade) {
        case (.off, _): nil
        case (.standard, .poor): .warning
        case (.standard, .useless), (.strict, _): .refusal
        }
    }

    /// Judges a photo.
    ///
    /// - Parameter evidence: What was measured.
    /// - Returns: The verdict; without advice if there is nothing against the photo.
    public func verdict(on evidence: PhotoEvidence) -> Verdict {
        switch evidence.subject {
        case .noFace:
            return Verdict([
                Advice(
                    .noFace,
                    severity: .refusal,
                    finding: "no face was found",
                    remedy: "take one in which the face looks into the camera and nothing hides it"
                )
            ])
        case .several(let count):
            return Verdict([
                Advice(
                    .severalFaces,
                    severity: .refusal,
                    measured: Float(count),
                    limit: 1,
                    finding: "there are \(count) faces",
                    remedy: "cut the photo to one face, or say which one is meant"
                )
            ])
        case .missing(let number, let faces):
            return Verdict([
                Advice(
                    .noSuchFace,
                    severity: .refusal,
                    measured: Float(faces),
                    finding: "there is no face number \(number), but \(faces) of them",
                    remedy: "faces are numbered from 0, the surest first"
                )
            ])
        case .face(let quality):
            return Verdict(identityAdvice(evidence) + (quality.map(qualityAdvice) ?? []))
        }
    }
}
