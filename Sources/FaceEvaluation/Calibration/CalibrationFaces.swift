public import FaceEmbedding

/// The faces that thresholds are measured on: a few photos each of many people, each photo bare and with parts hidden.
public struct CalibrationFaces: Sendable {
    /// A person and their photos.
    public struct Person: Sendable {
        /// Who: what the split goes by.
        public let name: String
        /// The face of each photo, by what of it can be seen; the same states for all.
        public let photos: [[FaceVisibility: Embedding]]

        /// Creates a person.
        ///
        /// - Parameters:
        ///   - name: Who.
        ///   - photos: At least one; all embeddings of one dimension.
        public init(name: String, photos: [[FaceVisibility: Embedding]]) {
            precondition(!photos.isEmpty, "a person without photos")
            self.name = name
            self.photos = photos
        }
    }

    /// The people, in order of their names.
    public let people: [Person]
    /// The states that every photo is there in, bare first.
    public let visibilities: [FaceVisibility]

    /// Creates a set of faces.
    ///
    /// - Parameters:
    ///   - people: The people, each once.
    ///   - visibilities: The states that every photo is there in.
    public init(people: [Person], visibilities: [FaceVisibility]) {
        precondition(
            people.allSatisfy { $0.photos.allSatisfy { photo in visibilities.allSatisfy { photo[$0] != nil } } },
            "a photo is not there in every state"
        )
        self.people = people.sorted { $0.name < $1.name }
        self.visibilities = FaceVisibility.allCases.filter(visibilities.contains)
    }

    /// The number of photos.
    public var photoCount: Int { people.reduce(0) { $0 + $1.photos.count } }

    /// What can be compared with what.
    public var pairings: [FacePairing] {
        FacePairing.allCases.filter {
            visibilities.contains($0.sides.enrolled) && visibilities.contains($0.sides.probe)
        }
    }

    /// The first photo of each person in one state: strangers to each other.
    ///
    /// - Complexity: O(*people*).
    func firsts(_ visibility: FaceVisibility) -> [Embedding] { people.compactMap { $0.photos[0][visibility] } }

    /// The distances of pairs of one person: of each photo to the next, so that many photos are not many pairs.
    ///
    /// - Complexity: O(*photos* x *D*).
    func genuineDistances(_ pairing: FacePairing) -> [Float] {
        let (enrolled, probe) = pairing.sides
        return people.flatMap { person in
            zip(person.photos, person.photos.dropFirst()).compactMap { first, second in
                guard let a = first[enrolled], let b = second[probe] else { return nil }
                return a.squaredDistance(to: b)
            }
        }
    }

    /// Keeps a share of the people apart, to check on them what was measured on the others.
    ///
    /// Who is kept apart follows from the name and the seed alone: a person stays on their side when others come or go.
    ///
    /// - Parameters:
    ///   - share: About this share is kept apart, above 0 and below 1.
    ///   - seed: Chooses them.
    /// - Returns: Those to measure on, and those kept apart.
    public func split(heldOut share: Double, seed: UInt64) -> (measured: CalibrationFaces, heldOut: CalibrationFaces) {
        let apart = people.map { Self.draw($0.name, seed: seed) < share }
        func part(_ isApart: Bool) -> CalibrationFaces {
            CalibrationFaces(
                people: zip(people, apart).filter { $0.1 == isApart }.map(\.0),
                visibilities: visibilities
            )
        }
        return (part(false), part(true))
    }

    /// A number from 0 to 1 that follows from a name: FNV-1a, then SplitMix64 with the seed.
    static func draw(_ name: String, seed: UInt64) -> Double {
        let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return Double(EvaluationGenerator.mixed(hash ^ EvaluationGenerator.mixed(seed)) >> 11) * 0x1p-53
    }
}
