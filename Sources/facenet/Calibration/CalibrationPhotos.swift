import FaceEmbedding
import FaceEvaluation
import FaceImaging
import FaceLaboratory
import FacePipeline

/// The photos that a calibration reads: the first few of each person of a folder.
struct CalibrationPhotos {
    /// Of each person the first makes strangers, and two a pair of one person; more would only weigh famous people more.
    static let photosEach = 2
    /// What is drawn over a mouth, one of them a photo; over the eyes are dark glasses.
    static let mouthOccluders: [Occluder.Kind] = [.surgicalMask, .clothMask, .ffpMask, .scarf]

    /// The folder.
    let folder: String
    /// The photos of each person, relative to the folder, in order of the people's names.
    let people: [(name: String, photos: [String])]

    /// Lists a folder of photos for each person.
    ///
    /// - Parameters:
    ///   - folder: Holds a folder of photos for each person.
    ///   - aliases: Other names of a person by the name they are taken as.
    /// - Throws: ``Failure`` if there are no such folders.
    init(in folder: String, aliases: [String: String]) throws(Failure) {
        let photos = try LabeledPhotos(in: folder, aliases: aliases).entries
        let people = Dictionary(grouping: photos, by: \.person).mapValues { $0.map(\.name) }
        self.folder = folder
        self.people = people.sorted { $0.key < $1.key }.map { ($0.key, Array($0.value.prefix(Self.photosEach))) }
    }

    /// All photos.
    var names: [String] { people.flatMap(\.photos) }

    /// The faces of the photos, in order of the people's names.
    ///
    /// - Parameters:
    ///   - laboratory: Leaves out photos that cannot be read or show no face; each is noted.
    ///   - visibilities: What of the faces shall be seen.
    /// - Returns: The people of whom a face was found.
    /// - Throws: ``Failure`` if the model or the cache cannot be used.
    func faces(
        by laboratory: Laboratory,
        showing visibilities: [FaceVisibility]
    ) async throws(Failure) -> CalibrationFaces {
        let faces = try await Self.faces(of: names, in: folder, by: laboratory, showing: visibilities)
        return CalibrationFaces(
            people: people.compactMap { person in
                let photos = person.photos.compactMap { faces[$0] }
                return photos.isEmpty ? nil : CalibrationFaces.Person(name: person.name, photos: photos)
            },
            visibilities: visibilities
        )
    }

    /// The faces of photos by their names, in every state; photos without a face are noted and missing.
    static func faces(
        of names: [String],
        in folder: String,
        by laboratory: Laboratory,
        showing visibilities: [FaceVisibility]
    ) async throws(Failure) -> [String: [FaceVisibility: Embedding]] {
        var faces: [String: [FaceVisibility: Embedding]] = [:]
        // Photos of one mask together, so that each is decoded and searched once for all states.
        let kinds = Dictionary(grouping: names) { visibilities.contains(.mouthCovered) ? mouthOccluder(for: $0) : nil }
        for (kind, names) in kinds.sorted(by: { ($0.key?.rawValue ?? "") < ($1.key?.rawValue ?? "") }) {
            let conditions = Dictionary(uniqueKeysWithValues: visibilities.map { ($0, condition($0, mouth: kind)) })
            let found = try await laboratory.watchedEmbeddings(
                of: names,
                in: folder,
                under: visibilities.compactMap { conditions[$0] }
            )
            for failure in found.failures { Console.note("\(folder)/\(failure.name): \(failure.reason)") }
            for name in found.undetected { Console.note("\(folder)/\(name): no face") }
            for name in names {
                var states: [FaceVisibility: Embedding] = [:]
                for (visibility, condition) in conditions {
                    states[visibility] = found.features[condition]?[name].flatMap { Embedding(normalizing: $0) }
                }
                if states.count == visibilities.count { faces[name] = states }
            }
        }
        return faces
    }

    /// What is drawn over the mouth in a photo: follows from the file's name.
    static func mouthOccluder(for name: String) -> Occluder.Kind? {
        // Not the lowest bits, from which the drawing itself follows.
        mouthOccluders[Int((Condition.seed(ofPhotoNamed: name) >> 32) % UInt64(mouthOccluders.count))]
    }

    private static func condition(_ visibility: FaceVisibility, mouth: Occluder.Kind?) -> Condition {
        switch visibility {
        case .bare: .bare
        case .mouthCovered: .occluded(mouth ?? mouthOccluders[0])
        case .eyesCovered: .occluded(.sunglasses)
        }
    }
}
