/// A person of a training set and one of a test set who may be the same.
public struct OverlapSuspect: Hashable, Sendable, Codable {
    /// Why they may be.
    public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// A photo of the one is a photo of the other, byte for byte.
        case file
        /// Their names are one: see ``PersonNameKey``.
        case name
        /// Their faces are near.
        case face
    }

    /// A photo and whom it is said to show.
    public struct Photo: Hashable, Sendable, Codable {
        /// The person's name in its data set.
        public var person: String
        /// The photo's name in its data set.
        public var name: String

        /// Creates a photo's description.
        public init(person: String, name: String) { (self.person, self.name) = (person, name) }
    }

    /// Why they may be, in the order of ``Reason``'s cases; at least one.
    public let reasons: [Reason]
    /// A photo of the training set: of the nearest pair, or the one that is the same file.
    public let training: Photo
    /// The photo of the test set.
    public let test: Photo
    /// The squared distance between the two faces, 0 through 4; `nil` if one has no face that was found.
    public let squaredDistance: Float?
}
