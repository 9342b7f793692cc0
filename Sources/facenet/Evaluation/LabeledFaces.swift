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
    ///   - cache: Where embeddings are kept.
    /// - Returns: The faces, and the reader that found them.
    /// - Throws: ``Failure`` if there are no photos, or the model cannot be used. A photo that fails is noted and left out.
    static func read(
        _ folder: String,
        aliases: [String: String],
        by source: ReaderOptions,
        cache: EmbeddingCache? = nil
    ) async throws -> (Self, FaceReader) {
        let photos = PhotoList.photos(at: [folder])
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        let parts = photos.map { $0.dropFirst(base.count).split(separator: "/") }
        guard zip(photos, parts).contains(where: { $0.0.hasPrefix(base) && $0.1.count > 1 }) else {
            throw Failure(folder, "holds no folders of photos, one for each person")
        }
        let chosen = photos.indices.filter { parts[$0].count > 1 }
        let reader = try await source.reader(choice: .central, samples: chosen.map { photos[$0] })
        let names = chosen.map { parts[$0].joined(separator: "/") }
        let found = try await Laboratory(reader: reader, cache: cache, undetected: .leftOut, unreadable: .leftOut)
            .watchedEmbeddings(of: names, in: folder, under: [.bare])
        for failure in found.failures { Console.note("\(base)\(failure.name): \(failure.reason)") }
        for name in found.undetected { Console.note("\(base)\(name): no face") }
        var faces = Self()
        for (name, index) in zip(names, chosen) {
            guard let features = found.features[.bare]?[name], let embedding = Embedding(unit: features) else {
                faces.skipped += 1
                continue
            }
            let person = String(parts[index][0])
            faces.people.append(PersonID(rawValue: aliases[person] ?? person))
            faces.embeddings.append(embedding)
            faces.names.append(name)
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

    /// Reads a list of people who are in a data set under two names: two names a line, a tab between; `#` begins a remark.
    static func aliases(at path: String?) throws(Failure) -> [String: String] {
        guard let path else { return [:] }
        var aliases: [String: String] = [:]
        for (number, line) in try TextFile.contents(of: path).split(separator: "\n").enumerated() {
            guard !line.hasPrefix("#") else { continue }
            let names = line.split(separator: "\t").map(String.init)
            guard names.count == 2 else {
                throw Failure(path, "line \(number + 1) is not two names with a tab between")
            }
            aliases[names[1]] = names[0]
        }
        return aliases
    }
}
