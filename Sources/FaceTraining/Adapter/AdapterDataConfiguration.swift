import FaceNetworks

/// Whose photos an adapter is trained on, and who is held out.
///
/// Photos are crops as the model sees them, with landmarks, such as `facenet data pack` makes; those without landmarks
/// are left out, since nobody knows where to draw on them.
public struct AdapterDataConfiguration: Hashable, Sendable {
    /// Folders of folders, CSV manifests, or folders of shards; see ``DatasetSource``.
    public var sources: [String] = []
    /// Only photos whose names, with their folders, contain one of these texts; all if there is none.
    public var photos: [String] = []
    /// The share of people held out.
    public var heldOut = 0.1
    /// What the choice of those people follows from.
    public var splitSeed: UInt64 = 1
    /// The fewest photos a person is kept with.
    public var minimumPhotos = 2
    /// The most photos of a person, the first ones by name; all if `nil`.
    public var photosPerPerson: Int?
    /// The most people, of an order that follows from the seed of the choice; all if `nil`.
    public var people: Int?
    /// A file of names, one a line, of people who are left out.
    public var leaveOut: String?
    /// What the data are and whose, for the adapter's card.
    public var provenance = ""
    /// The license of the data, for the adapter's card.
    public var license = ""

    /// Creates the default, which has no sources.
    public init() {}
}

extension AdapterDataConfiguration: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case sources, photos, heldOut, splitSeed, minimumPhotos, photosPerPerson, people, leaveOut, provenance, license
    }

    /// Reads a mapping; what it leaves out has its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        // One source may stand for itself.
        if let source = try? container.decode(String.self, forKey: .sources) {
            sources = [source]
        } else {
            sources = try container.decode(.sources, or: base.sources)
        }
        photos = try container.decode(.photos, or: base.photos)
        heldOut = try container.decode(.heldOut, or: base.heldOut, "more than 0 and below 1") { $0 > 0 && $0 < 1 }
        splitSeed = try container.decode(.splitSeed, or: base.splitSeed)
        minimumPhotos = try container.decode(.minimumPhotos, or: base.minimumPhotos, "2 or more") { $0 >= 2 }
        photosPerPerson = try container.decode(.photosPerPerson, or: base.photosPerPerson, "2 or more") { $0 ?? 2 >= 2 }
        people = try container.decode(.people, or: base.people, "4 or more") { $0 ?? 4 >= 4 }
        leaveOut = try container.decodeIfPresent(String.self, forKey: .leaveOut)
        provenance = try container.decode(.provenance, or: base.provenance)
        license = try container.decode(.license, or: base.license)
    }
}
