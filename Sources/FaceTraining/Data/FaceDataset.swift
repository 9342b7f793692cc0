/// People and their photos: what is trained and evaluated on.
///
/// A set is a value that knows where the photos are; nothing is decoded until somebody asks. People and photos are in
/// the order of their names' bytes, whatever order the system lists them in, so that a place in the set means the same
/// on every machine.
///
///     let set = try FaceDataset(reading: [DatasetSource(at: "faces/")])
///     let (training, heldOut) = IdentitySplit(share: 0.1, seed: 7).parts(of: set)
public struct FaceDataset: Sendable {
    /// A person, and which of the samples are theirs.
    public struct Person: Hashable, Sendable {
        /// What the set calls the person.
        public var name: String
        /// The places of their photos among the samples, at least one.
        public var samples: Range<Int>
    }

    /// The people; a person's place is the label of their photos.
    public let people: [Person]
    /// The photos, person by person.
    public let samples: [FaceSample]
    /// What was read, and what was wrong with it.
    public let report: DatasetReport
    /// What packed shards say about all their crops, such as `crop` and `size`; only what they agree on.
    public let metadata: [String: String]

    /// Creates a set.
    ///
    /// - Parameters:
    ///   - groups: Each person's name and photos; labels are set here. People without photos are left out.
    ///   - report: What was wrong, if anything; the counts are set here.
    ///   - metadata: What is true of all photos.
    public init(
        _ groups: [(name: String, samples: [FaceSample])],
        report: DatasetReport = DatasetReport(),
        metadata: [String: String] = [:]
    ) {
        var people: [Person] = []
        var samples: [FaceSample] = []
        samples.reserveCapacity(groups.reduce(0) { $0 + $1.samples.count })
        for group in groups where !group.samples.isEmpty {
            let start = samples.count
            for var sample in group.samples {
                sample.label = people.count
                samples.append(sample)
            }
            people.append(Person(name: group.name, samples: start..<samples.count))
        }
        var report = report
        report.photos = samples.count
        report.people = people.count
        report.peopleWithOnePhoto = people.count { $0.samples.count == 1 }
        (self.people, self.samples, self.report, self.metadata) = (people, samples, report, metadata)
    }

    /// The part of the set whose people are wanted, with labels of its own.
    ///
    /// - Parameter isWanted: Tells by a person, never by a photo: a person is in the part as a whole or not at all.
    /// - Returns: The people wanted in their order, with an empty list of problems.
    /// - Complexity: O(*photos*).
    public func filtered(_ isWanted: (Person) -> Bool) -> FaceDataset {
        FaceDataset(
            people.filter(isWanted).map { (name: $0.name, samples: Array(samples[$0.samples])) },
            metadata: metadata
        )
    }
}
