public import FaceImaging

/// What is drawn onto the photos that an adapter is trained and tried on.
public struct AdapterOcclusion: Hashable, Sendable {
    /// The drawings that every photo is trained with: each is of one of some kinds, by lot.
    public var drawings: [[Occluder.Kind]] = [
        [.surgicalMask, .clothMask, .ffpMask], [.surgicalMask, .clothMask, .ffpMask], [.sunglasses],
        [.scarf, .hand, .maskBelowNose],
    ]
    /// The kinds that photos of people held out are tried with.
    public var validation: [Occluder.Kind] = [.surgicalMask, .sunglasses]
    /// What kinds, colors, shapes and places follow from, beside the photo's name.
    public var seed: UInt64 = 1

    /// Creates the default: two masks, dark glasses, and something else.
    public init() {}
}

extension AdapterOcclusion: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case drawings, validation, seed }

    /// Reads a mapping; what it leaves out has its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        drawings = try container.decode(.drawings, or: base.drawings, "1 to 64 lists of kinds, none empty") {
            (1...64).contains($0.count) && !$0.contains(where: \.isEmpty)
        }
        validation = try container.decode(.validation, or: base.validation, "kinds, each once") {
            !$0.isEmpty && Set($0).count == $0.count
        }
        seed = try container.decode(.seed, or: base.seed)
    }
}

/// The views of a photo that are embedded: bare, and with each of some drawings.
struct OcclusionViews: Hashable, Sendable {
    /// The kinds of each drawing, of which one is drawn by lot.
    var drawings: [[Occluder.Kind]]
    /// What kinds and drawings follow from, beside the photo's name.
    var seed: UInt64

    /// The views of a photo, the bare one included.
    var count: Int { drawings.count + 1 }

    /// What tells these views from others, in a file's header.
    var description: String {
        "bare " + drawings.map { $0.map(\.rawValue).joined(separator: "|") }.joined(separator: " ") + " seed \(seed)"
    }

    /// All views of a photo, in their order.
    ///
    /// - Complexity: O(*views* x *pixels*).
    func photos(of photo: Photo, landmarks: FaceLandmarks, name: String) -> [Photo] {
        [photo]
            + drawings.indices.map { index in
                var generator = SeededGenerator(seed: seed, AdapterPurpose.drawing, Self.number(name), UInt64(index))
                var view = photo
                Occluder(of: drawings[index], using: &generator).draw(onto: &view, landmarks: landmarks)
                return view
            }
    }

    /// The number that a photo's drawings follow from: of its name alone, wherever it lies.
    private static func number(_ name: String) -> UInt64 {
        ContentHash(of: String(name.split(separator: "/").last ?? "")).prefix
    }
}

/// What of an adapter's seeds goes where, beside the uses of ``SeedPurpose`` and ``LoopPurpose``.
enum AdapterPurpose {
    static let drawing: UInt64 = 0x90
    static let people: UInt64 = 0x91
    static let view: UInt64 = 0x92
}
