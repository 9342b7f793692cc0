/// One thing that the coach has to say about a photo, and what would be better.
public struct Advice: Hashable, Sendable {
    /// What is the matter.
    public enum Reason: Hashable, Sendable {
        /// There is no face in the photo.
        case noFace
        /// There are several faces, and nobody said which one is meant.
        case severalFaces
        /// The photo has fewer faces than the number asked for.
        case noSuchFace
        /// The face has too few pixels.
        case tooSmall
        /// The face is out of focus or was moved.
        case tooBlurred
        /// The face is too dark, too bright, or without contrast.
        case badlyLit
        /// The head is turned to a side, up or down.
        case turnedAway
        /// Something hides a part of the face.
        case occluded(Covering)
        /// The very same file is enrolled already, as the same person.
        case alreadyEnrolled
        /// The very same file is enrolled as somebody else.
        case photoOfAnother
        /// The face is one that is enrolled under another name: one person twice, or somebody passed off as another.
        case duplicateOf
        /// The face is unlike all the person's other photos.
        case disagrees
    }

    /// What a covering hides.
    public enum Covering: String, Hashable, Sendable, CaseIterable {
        /// One eye or both, as dark glasses do.
        case eyes
        /// The mouth, and perhaps the nose, as a mask or a scarf does.
        case lowerFace = "lower_face"
        /// Eyes and mouth.
        case wholeFace = "whole_face"
        /// The nose alone, as by a hand.
        case other
    }

    /// What follows from it.
    public enum Severity: Int, Hashable, Sendable, Comparable {
        /// The photo enters; this is for whoever wants to know.
        case note
        /// The photo enters, and a better one should follow.
        case warning
        /// The photo is there already and need not enter again.
        case skip
        /// The photo does not enter.
        case refusal

        /// Orders by what follows.
        public static func < (first: Severity, second: Severity) -> Bool { first.rawValue < second.rawValue }
    }

    /// What is the matter.
    public var reason: Reason
    /// What follows from it.
    public var severity: Severity
    /// The number that was measured, in the reason's unit; `nil` where there is none.
    public var measured: Float?
    /// What the number should have kept to; `nil` where there is none.
    public var limit: Float?
    /// What is the matter, as a clause with its numbers, to follow the photo's name and a colon.
    public var finding: String
    /// What a better photo would be.
    public var remedy: String

    /// Creates advice from its parts.
    public init(
        _ reason: Reason,
        severity: Severity,
        measured: Float? = nil,
        limit: Float? = nil,
        finding: String,
        remedy: String
    ) {
        self.reason = reason
        self.severity = severity
        self.measured = measured
        self.limit = limit
        self.finding = finding
        self.remedy = remedy
    }
}

extension Advice: CustomStringConvertible {
    /// The finding and the remedy, to follow a path and a colon.
    public var description: String { "\(finding); \(remedy)" }
}

extension Advice.Reason: CustomStringConvertible {
    /// A stable word for programs: `too_small`.
    public var description: String {
        switch self {
        case .noFace: "no_face"
        case .severalFaces: "several_faces"
        case .noSuchFace: "no_such_face"
        case .tooSmall: "too_small"
        case .tooBlurred: "too_blurred"
        case .badlyLit: "badly_lit"
        case .turnedAway: "turned_away"
        case .occluded(let covering): "occluded_\(covering.rawValue)"
        case .alreadyEnrolled: "already_enrolled"
        case .photoOfAnother: "photo_of_another"
        case .duplicateOf: "duplicate_of"
        case .disagrees: "disagrees"
        }
    }
}
