import FaceDetection
import FaceEmbedding
import FaceLaboratory
import FacePipeline

/// One face of every photo of a folder a person.
struct LabeledFaces {
    /// Who each photo shows: the name of its folder.
    private(set) var people: [PersonID] = []
    /// The faces, as many.
    private(set) var embeddings: [Embedding] = []
    /// The photos, as many, as `person/file`.
    private(set) var names: [String] = []
    /// The photos without a face, or that could not be read.
    private(set) var skipped = 0

    /// Embeds the face nearest the middle of every photo.
    ///
    /// - Parameters:
    ///   - folder: Holds a folder of photos for each person.
    ///   - aliases: Other names of a person by the name they are taken as.
    ///   - source: Model and detector.
    /// - Returns: The faces, and the reader that found them.
    /// - Throws: ``Failure`` if there are no photos, or the model cannot be used. A photo that fails is noted and left out.
    static func read(
        _ folder: String,
        aliases: [String: String],
        by source: ReaderOptions
    ) async throws -> (Self, FaceReader) {
        let photos = try LabeledPhotos(in: folder, aliases: aliases)
        let names = photos.entries.map(\.name)
        let reader = try await source.reader(choice: .central, samples: names.map { photos.base + $0 })
        let found = try await Laboratory(reader: reader, undetected: .leftOut, unreadable: .leftOut)
            .watchedEmbeddings(of: names, in: folder, under: [.bare])
        for failure in found.failures { Console.note("\(photos.base)\(failure.name): \(failure.reason)") }
        for name in found.undetected { Console.note("\(photos.base)\(name): no face") }
        var faces = Self()
        for entry in photos.entries {
            guard let features = found.features[.bare]?[entry.name], let embedding = Embedding(unit: features) else {
                faces.skipped += 1
                continue
            }
            faces.people.append(PersonID(rawValue: entry.person))
            faces.embeddings.append(embedding)
            faces.names.append(entry.name)
        }
        return (faces, reader)
    }

    /// All photos of each person, people in order of their names.
    var byPerson: [[Embedding]] {
        Dictionary(grouping: people.indices) { people[$0] }.sorted { $0.key < $1.key }
            .map { $0.value.map { embeddings[$0] } }
    }

    /// The first photo of each person, people in order of their names.
    var oneEach: [Embedding] { byPerson.map { $0[0] } }
}
