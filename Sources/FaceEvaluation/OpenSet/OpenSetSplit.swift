public import FaceEmbedding

/// Which photos of many people are enrolled, which are looked up, and who stays a stranger.
///
/// People with more photos than are enrolled are enrolled by so many, drawn at random, and their other photos are the
/// probes that should be found. All other people are strangers, by one photo each: no two probes of one stranger, so
/// that the shares of them that find somebody are of independent people.
public struct OpenSetSplit: Hashable, Sendable {
    /// A person of the gallery.
    public struct Enrollment: Hashable, Sendable {
        /// Who.
        public let person: PersonID
        /// Which photos are enrolled.
        public let photos: [Int]
    }

    /// A photo that should be found.
    public struct Probe: Hashable, Sendable {
        /// Which photo.
        public let photo: Int
        /// Who it shows, as a place in ``OpenSetSplit/enrolled``.
        public let enrollment: Int
    }

    /// The people of the gallery, in order of their identifiers.
    public let enrolled: [Enrollment]
    /// Their other photos.
    public let probes: [Probe]
    /// One photo each of everybody else.
    public let strangers: [Int]

    /// Splits photos.
    ///
    /// - Parameters:
    ///   - people: Who each photo shows.
    ///   - count: How many photos of a person are enrolled, at least 1.
    ///   - seed: Chooses the photos; the same seed, the same split.
    /// - Complexity: O(*n* log *n*) for *n* photos.
    public init(people: [PersonID], enrolling count: Int, seed: UInt64) {
        precondition(count >= 1, "at least one photo of a person is enrolled, not \(count)")
        var generator = EvaluationGenerator(seed: seed)
        var enrolled: [Enrollment] = []
        var probes: [Probe] = []
        var strangers: [Int] = []
        let photos = Dictionary(grouping: people.indices) { people[$0] }
        for (person, theirs) in photos.sorted(by: { $0.key < $1.key }) {
            let shuffled = theirs.shuffled(using: &generator)
            if shuffled.count > count {
                probes += shuffled[count...].map { Probe(photo: $0, enrollment: enrolled.count) }
                enrolled.append(Enrollment(person: person, photos: Array(shuffled[..<count])))
            } else {
                strangers.append(shuffled[0])
            }
        }
        self.enrolled = enrolled
        self.probes = probes
        self.strangers = strangers
    }
}
