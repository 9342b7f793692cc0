/// All that the coach judges a photo by.
public struct PhotoEvidence: Hashable, Sendable {
    /// How a face compares with a person in the gallery.
    public struct Comparison: Hashable, Sendable {
        /// What the person, or the photo, is called.
        public var name: String
        /// The least squared distance to one of the person's faces.
        public var squaredDistance: Float
        /// The squared distance up to which two faces are taken for one person here.
        public var threshold: Float

        /// Creates a comparison.
        public init(name: String, squaredDistance: Float, threshold: Float) {
            self.name = name
            self.squaredDistance = squaredDistance
            self.threshold = threshold
        }
    }

    /// Which of the photo's faces is meant, or why that is not known.
    public enum Subject: Hashable, Sendable {
        /// The photo has no face.
        case noFace
        /// The photo has this many faces, and nobody said which one is meant.
        case several(Int)
        /// The face of this number was asked for, and there are only so many.
        case missing(number: Int, faces: Int)
        /// A face, as measured; `nil` for a face that is given as an embedding alone.
        case face(FaceQuality?)
    }

    /// Which face is meant.
    public var subject: Subject
    /// Whether the very same file is enrolled already, as the same person.
    public var isEnrolled = false
    /// Somebody else whom the very same file is enrolled as.
    public var enrolledAs: String?
    /// How the face compares with the person's other photos; `nil` if there are none.
    public var own: Comparison?
    /// How it compares with the nearest other person of the gallery; `nil` if there is none.
    public var other: Comparison?

    /// Creates evidence of a face alone.
    public init(_ subject: Subject) { self.subject = subject }
}
