public import FaceImaging
public import FaceNetworks

/// Whose photos are trained on, who is held out, and how photos are changed.
public struct DataConfiguration: Hashable, Sendable {
    /// Folders of folders, CSV manifests, or folders of shards; see ``DatasetSource``.
    public var sources: [String] = []
    /// The share of people held out for validation.
    public var heldOut = 0.1
    /// What the choice of those people follows from.
    public var splitSeed: UInt64 = 1
    /// The fewest photos a person is kept with.
    public var minimumPhotos = 1
    /// How closely photos are looked at before the training: `names`, `bytes` or `pixels`.
    public var examination: FaceDataset.ReadingOptions.Examination = .bytes
    /// How the faces were cut out, for the model's card.
    public var crop: ModelCard.Crop = .tight
    /// Whether faces are cut once more, out of the packed crops, when they are loaded.
    public var cut: Cut = .packed
    /// How bytes become the network's numbers: `(byte - mean) * scale`.
    public var normalization: PixelNormalization = .facenet
    /// How training photos are changed; validation photos are not.
    public var augmentation = Augmentation()
    /// The threads that decode and change photos.
    public var threads = 1
    /// The batches prepared before they are asked for.
    public var ahead = 3
    /// The bytes of decoded photos to remember, in units of 2^20.
    public var megabytes = 512
    /// What the data are and whose, for the model's card.
    public var provenance = ""
    /// The license of the data, for the model's card.
    public var license = ""

    /// Creates the default, which has no sources.
    public init() {}

    /// What of a packed crop a network sees.
    public enum Cut: String, Hashable, Sendable, Codable, CaseIterable {
        /// All of it, as ``DataConfiguration/crop`` says it was cut.
        case packed
        /// The face aligned by its landmarks. So crops with a margin serve a teacher that wants the margin, and a network
        /// that wants ``FaceNetworks/ModelCard/Crop/similarity112``, which is then what the model's card says.
        case similarity112
    }

    /// How a face has to be cut for the network that is trained.
    public var modelCrop: ModelCard.Crop {
        switch cut {
        case .packed: crop
        case .similarity112: .similarity112
        }
    }
}

extension DataConfiguration: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case sources, heldOut, splitSeed, minimumPhotos, examination, crop, cut, normalization, augmentation, threads,
            ahead
        case megabytes, provenance, license
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
        heldOut = try container.decode(.heldOut, or: base.heldOut, "from 0 to below 1") { (0..<1).contains($0) }
        splitSeed = try container.decode(.splitSeed, or: base.splitSeed)
        minimumPhotos = try container.decode(.minimumPhotos, or: base.minimumPhotos, "1 or more") { $0 >= 1 }
        examination = try container.decode(.examination, or: base.examination)
        crop = try container.decode(.crop, or: base.crop)
        cut = try container.decode(.cut, or: base.cut)
        normalization = try container.decode(.normalization, or: base.normalization, "three finite means and scales") {
            $0.mean.count == 3 && $0.scale.count == 3 && ($0.mean + $0.scale).allSatisfy(\.isFinite)
        }
        augmentation = try container.decode(.augmentation, or: base.augmentation)
        threads = try container.decode(.threads, or: base.threads, "1 to 256") { (1...256).contains($0) }
        ahead = try container.decode(.ahead, or: base.ahead, "1 to 1000") { (1...1000).contains($0) }
        megabytes = try container.decode(.megabytes, or: base.megabytes, "0 to 1000000") {
            (0...1_000_000).contains($0)
        }
        provenance = try container.decode(.provenance, or: base.provenance)
        license = try container.decode(.license, or: base.license)
    }
}
