public import FaceEmbedding
public import FaceGallery
public import FacePipeline

/// What became of one photo that was to be enrolled.
public struct Enrollment: Sendable {
    /// What the photo is called.
    public var photo: String
    /// The name it was to be enrolled under.
    public var name: String
    /// The person; `nil` if nobody of that name is in the gallery, as no photo was good enough yet.
    public var person: PersonID?
    /// The face that was meant, if one was found.
    public var face: Face?
    /// What the face was measured as, if one was found.
    public var quality: FaceQuality?
    /// What the coach says.
    public var verdict: Verdict
    /// The new template; `nil` if the photo did not enter.
    public var template: TemplateID?
    /// What was drawn onto the face, each a further template, if the photo entered; see ``Recognizer/variants``.
    public var variants: [String] = []
    /// Why the photo could not be judged at all, if so.
    public var error: RecognitionError?

    /// Whether the photo is in the gallery now, by this enrollment.
    public var isEnrolled: Bool { template != nil }
    /// Whether the very same photo was in the gallery before, as the same person.
    public var isSkipped: Bool { error == nil && verdict.isSkipped }
}

extension Enrollment: CustomStringConvertible {
    /// The photo, a colon, and what became of it with all advice: one line.
    public var description: String {
        let outcome =
            if let error {
                "\(error)"
            } else {
                ([isEnrolled ? "enrolled" : isSkipped ? "skipped" : "refused"] + verdict.advice.map(\.description))
                    .joined(separator: "; ")
            }
        return "\(photo): \(outcome)"
    }
}
