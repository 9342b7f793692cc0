/// What is known of faces before they are grouped, by their index in the list.
public struct ClusterConstraints: Hashable, Sendable {
    /// Two faces, by their index.
    public struct Pair: Hashable, Sendable {
        /// The one face.
        public var first: Int
        /// The other face.
        public var second: Int

        /// Creates a pair; the order means nothing.
        public init(_ first: Int, _ second: Int) { (self.first, self.second) = (first, second) }
    }

    /// Faces that are one person's: together whatever their distance.
    public var mustLink: [Pair]
    /// Faces of two people: never together, not through others either.
    public var cannotLink: [Pair]
    /// The photo each face is in, `[N]`, any numbers; `nil` if a person may be in a photo twice, as in a collage.
    ///
    /// "One person once per photo": two faces of one photo are never together.
    public var photos: [Int]?
    /// Who each face is known to be, `[N]`, any numbers; `nil` for nobody in particular.
    ///
    /// Faces of one known person are together, those of two never are.
    public var people: [Int?]?

    /// Creates constraints; none by default.
    public init(
        mustLink: [Pair] = [],
        cannotLink: [Pair] = [],
        photos: [Int]? = nil,
        people: [Int?]? = nil
    ) {
        (self.mustLink, self.cannotLink, self.photos, self.people) = (mustLink, cannotLink, photos, people)
    }

    /// Checks that the constraints are about `count` faces.
    func check(count: Int) throws(ClusteringError) {
        for given in [photos?.count, people?.count].compactMap(\.self) where given != count {
            throw .constraintCount(faces: count, given: given)
        }
        for pair in mustLink + cannotLink {
            for index in [pair.first, pair.second] where !(0..<count).contains(index) {
                throw .unknownFace(index: index, faces: count)
            }
        }
    }
}
