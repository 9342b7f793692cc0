/// What a batch is made of.
public struct BatchConfiguration: Hashable, Sendable {
    /// Who comes into a batch.
    public enum Sampling: String, Hashable, Codable, CaseIterable, Sendable {
        /// ``identities`` for the triplet loss, ``shuffled`` for others.
        case automatic
        /// Several photos of each of some people; see ``IdentitySampler``.
        case identities
        /// Every photo once an epoch; see ``ShuffledSampler``.
        case shuffled
    }

    /// Who comes into a batch.
    public var sampling = Sampling.automatic
    /// The photos of a batch, all ranks together.
    public var size = 90
    /// The photos that one pass of the network takes; the whole batch, or a rank's part of it, if `nil`.
    ///
    /// Batch normalization sees a chunk. A batch of several chunks is run forward twice: once to mine, once to learn.
    public var chunk: Int?
    /// The most photos of a person; chosen from the set if `nil`.
    public var photosPerPerson: Int?
    /// The share of single photos of other people: random negatives.
    public var strangers = 0.0
    /// The share of photos that are there again with an occluder.
    public var occluded = 0.0
    /// Whether people with fewer photos give some of them twice.
    public var repeatsPhotos = false

    /// Creates the default.
    public init() {}
}

extension BatchConfiguration: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case sampling, size, chunk, photosPerPerson, strangers, occluded, repeatsPhotos
    }

    /// Reads a mapping; what it leaves out has its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        sampling = try container.decode(.sampling, or: base.sampling)
        size = try container.decode(.size, or: base.size, "1 or more") { $0 >= 1 }
        chunk = try container.decode(.chunk, or: base.chunk, "1 or more") { $0 ?? 1 >= 1 }
        photosPerPerson = try container.decode(.photosPerPerson, or: base.photosPerPerson, "2 or more") { $0 ?? 2 >= 2 }
        strangers = try container.decode(.strangers, or: base.strangers, "from 0 to 0.9") { (0...0.9).contains($0) }
        occluded = try container.decode(.occluded, or: base.occluded, "from 0 to 0.5") { (0...0.5).contains($0) }
        repeatsPhotos = try container.decode(.repeatsPhotos, or: base.repeatsPhotos)
    }

    /// Writes what ``init(from:)`` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sampling, forKey: .sampling)
        try container.encode(size, forKey: .size)
        try container.encode(chunk, forKey: .chunk)
        try container.encode(photosPerPerson, forKey: .photosPerPerson)
        try container.encode(strangers, forKey: .strangers)
        try container.encode(occluded, forKey: .occluded)
        try container.encode(repeatsPhotos, forKey: .repeatsPhotos)
    }
}
