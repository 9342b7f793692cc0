/// Drawn people, and photos of each: a data set that is nothing but a few numbers until it is asked for.
///
/// A toy by its nature, see ``SyntheticFace``. Every photo follows from the set's seed and its own place: adding people
/// or photos changes none of the others.
public struct SyntheticFaceSet: Hashable, Sendable {
    /// Columns and rows of a photo, at least 16.
    public var size: Int
    /// What everything follows from.
    public var seed: UInt64
    /// How often something hides a part of a face, 0 to 1; what is behind stays the same.
    public var occluded: Float

    /// One photo of the set.
    public struct Sample: Hashable, Sendable {
        /// The picture.
        public var photo: Photo
        /// Eyes, nose and mouth, those hidden too.
        public var landmarks: FaceLandmarks
        /// What hides a part of the face, if anything does.
        public var occluder: Occluder?
    }

    /// Creates a set.
    ///
    /// - Parameters:
    ///   - size: Columns and rows of a photo, at least 16.
    ///   - seed: What everything follows from.
    ///   - occluded: How often something hides a part of a face, 0 to 1.
    public init(size: Int = 112, seed: UInt64 = 1, occluded: Float = 0) {
        precondition(size >= 16, "a face needs 16x16 pixels, got \(size)x\(size)")
        self.size = size
        self.seed = seed
        self.occluded = occluded
    }

    /// A person of the set.
    ///
    /// - Parameter number: Which, from 0 on.
    /// - Returns: The person, who is the same whatever the size and the share of occluded photos.
    public func person(_ number: Int) -> SyntheticFace {
        var dice = Dice(seed: seed, 0, UInt64(bitPattern: Int64(number)))
        return SyntheticFace(using: &dice)
    }

    /// A photo of a person.
    ///
    /// - Parameters:
    ///   - photo: Which of the person's, from 0 on.
    ///   - person: Which person, from 0 on.
    /// - Returns: The photo, and what is in it.
    /// - Complexity: O(*pixels*).
    public func sample(_ photo: Int, of person: Int) -> Sample {
        var dice = Dice(seed: seed, 1, UInt64(bitPattern: Int64(person)), UInt64(bitPattern: Int64(photo)))
        let view = SyntheticView(occluded: occluded, using: &dice)
        let (picture, landmarks) = self.person(person).photo(in: view, size: size)
        return Sample(photo: picture, landmarks: landmarks, occluder: view.occluder)
    }
}
