public import FaceEmbedding

/// Finds people of a test set among those of a training set, by file, by name and by face.
///
/// A figure measured on people the network was trained on says nothing about others. Labels alone do not tell: data sets
/// name people differently or only number them, so faces are compared as well.
public struct OverlapCheck: Sendable {
    /// A photo of a data set.
    public struct Photo: Sendable {
        /// The person's name in its data set.
        public var person: String
        /// The photo's name in its data set.
        public var name: String
        /// A digest of the file's bytes, such as its SHA-256 in hexadecimal; `nil` if it could not be read.
        public var digest: String?
        /// Its face, if one was found.
        public var embedding: Embedding?

        /// Creates a photo.
        public init(person: String, name: String, digest: String?, embedding: Embedding?) {
            (self.person, self.name, self.digest, self.embedding) = (person, name, digest, embedding)
        }
    }

    /// Two faces that are near.
    public struct Neighbor: Hashable, Sendable {
        /// The place of the photo in the training set.
        public var training: Int
        /// The place of the photo in the test set.
        public var test: Int

        /// Creates a pair.
        public init(training: Int, test: Int) { (self.training, self.test) = (training, test) }
    }

    /// The training set.
    public let training: [Photo]
    /// The test set.
    public let test: [Photo]

    /// Creates a check.
    ///
    /// - Parameters:
    ///   - training: The photos of the training set.
    ///   - test: The photos of the test set.
    public init(training: [Photo], test: [Photo]) { (self.training, self.test) = (training, test) }

    /// Returns the pairs of people who may be the same: those of equal names, those with a file in common, and those
    /// of the pairs given.
    ///
    /// - Parameter neighbors: Pairs of photos with near faces, as a search found them. A pair of people may be there
    ///   by many photos.
    /// - Returns: One suspect for a pair of people, the nearest first, those without a distance last, then by name.
    /// - Complexity: O(*photos* + *neighbors*), and the photos of one person times those of the other for each pair
    ///   of people.
    public func suspects(neighbors: [Neighbor]) -> [OverlapSuspect] {
        var found: [People: Set<OverlapSuspect.Reason>] = [:]
        var files: [People: Neighbor] = [:]
        for pair in samePhotos {
            let people = People(training[pair.training].person, test[pair.test].person)
            found[people, default: []].insert(.file)
            if files[people] == nil { files[people] = pair }
        }
        for people in sameNames { found[people, default: []].insert(.name) }
        for pair in neighbors {
            found[People(training[pair.training].person, test[pair.test].person), default: []].insert(.face)
        }
        let (trained, tested) = (Self.photos(training), Self.photos(test))
        return found.map { people, reasons in
            let (theirs, others) = (trained[people.training] ?? [], tested[people.test] ?? [])
            let pair = files[people] ?? nearest(theirs, others) ?? Neighbor(training: theirs[0], test: others[0])
            return suspect(pair, reasons)
        }
        .sorted { a, b in
            let (one, other) = (a.squaredDistance ?? .infinity, b.squaredDistance ?? .infinity)
            guard one == other else { return one < other }
            return (a.training.person, a.test.person) < (b.training.person, b.test.person)
        }
    }

    /// A person of each set.
    private struct People: Hashable {
        var training: String
        var test: String

        init(_ training: String, _ test: String) { (self.training, self.test) = (training, test) }
    }

    private var samePhotos: [Neighbor] {
        var places: [String: [Int]] = [:]
        for (index, photo) in training.enumerated() {
            if let digest = photo.digest { places[digest, default: []].append(index) }
        }
        return test.enumerated().flatMap { index, photo in
            (photo.digest.flatMap { places[$0] } ?? []).map { Neighbor(training: $0, test: index) }
        }
    }

    private var sameNames: [People] {
        var names: [PersonNameKey: [String]] = [:]
        for name in Set(training.map(\.person)) { PersonNameKey(name).map { names[$0, default: []].append(name) } }
        return Set(test.map(\.person)).flatMap { name in
            (PersonNameKey(name).flatMap { names[$0] } ?? []).map { People($0, name) }
        }
    }

    private static func photos(_ set: [Photo]) -> [String: [Int]] {
        Dictionary(grouping: set.indices) { set[$0].person }
    }

    private func nearest(_ theirs: [Int], _ others: [Int]) -> Neighbor? {
        var nearest: (pair: Neighbor, distance: Float)?
        for one in theirs {
            guard let face = training[one].embedding else { continue }
            for other in others {
                guard let distance = test[other].embedding?.squaredDistance(to: face) else { continue }
                if distance < nearest?.distance ?? .infinity {
                    nearest = (Neighbor(training: one, test: other), distance)
                }
            }
        }
        return nearest?.pair
    }

    private func suspect(_ pair: Neighbor, _ reasons: Set<OverlapSuspect.Reason>) -> OverlapSuspect {
        let (one, other) = (training[pair.training], test[pair.test])
        return OverlapSuspect(
            reasons: OverlapSuspect.Reason.allCases.filter(reasons.contains),
            training: OverlapSuspect.Photo(person: one.person, name: one.name),
            test: OverlapSuspect.Photo(person: other.person, name: other.name),
            squaredDistance: one.embedding.flatMap { face in other.embedding?.squaredDistance(to: face) }
        )
    }
}
