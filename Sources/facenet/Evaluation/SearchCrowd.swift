import FaceEmbedding
import FaceEvaluation
import FaceGallery
import Foundation

/// A synthetic crowd in memory, and faces to look for in it.
struct SearchCrowd: GalleryRecords {
    /// Other photos of the crowd's people, and strangers, in turns.
    let queries: [Embedding]
    private let templates: Int
    private let dimension: Int
    /// `[templates, dimension]`; template `i` is person `i`, with the row `i + 1`.
    private let faces: [Float]

    init(templates: Int, queries: Int, dimension: Int) {
        let crowd = SyntheticCrowd(dimension: dimension, seed: 1)
        self.templates = templates
        self.dimension = dimension
        faces = [Float](unsafeUninitializedCapacity: templates * dimension) { buffer, count in
            crowd.write(photo: 0, of: 0..<templates, to: buffer)
            count = templates * dimension
        }
        self.queries = (0..<queries).map { number in
            // An odd step, so that the people asked for are spread over all.
            number % 2 == 0 ? crowd.photo(1, of: number * 7919 % templates) : crowd.photo(0, of: templates + number)
        }
    }

    /// The crowd as a gallery's snapshot.
    func snapshot(threads: Int) throws(Failure) -> GallerySnapshot {
        do throws(GalleryError) {
            let start = ContinuousClock.now
            var table = TemplateTable(dimension: dimension)
            for index in 0..<templates {
                guard let face = face(index) else { throw GalleryError.invalidEmbedding }
                try table.append(TemplateEntry(id: Int64(index + 1), person: Int64(index + 1), embedding: face))
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            Console.note("codes made in \(seconds.formatted(decimals: 1)) s, \(table.stride + 24) bytes a template")
            return snapshot(table, graph: nil, threads: threads)
        } catch {
            throw Failure("the crowd", error.description)
        }
    }

    /// The same with a graph.
    func snapshot(_ table: TemplateTable, graph: GraphIndex?, threads: Int) -> GallerySnapshot {
        let model = GalleryModel(fingerprint: .none, name: "synthetic crowd", dimension: dimension)
        return GallerySnapshot(revision: 0, model: model, table: table, graph: graph, records: self, threads: threads)
    }

    /// Writes `faces.npy`, `queries.npy` and `nearest.npy`, the rows of the nearest from 0, for other programs.
    func write(to folder: String, nearest: [[TemplateNeighbor]]) throws(Failure) {
        let asked = queries.flatMap(\.coordinates)
        let answers = nearest.flatMap { $0.map { Float($0.template.rawValue - 1) } }
        let files = [
            ("faces", faces, dimension), ("queries", asked, dimension), ("nearest", answers, nearest[0].count),
        ]
        do {
            for (name, numbers, columns) in files {
                var data = Data(NumPyHeader(rows: numbers.count / columns, columns: columns).bytes)
                numbers.withUnsafeBytes { data.append(contentsOf: $0) }
                try data.write(to: URL(fileURLWithPath: folder).appending(path: "\(name).npy"))
            }
        } catch {
            throw Failure(folder, "the crowd cannot be written")
        }
    }

    func embeddings(of ids: [Int64]) throws(GalleryError) -> [Embedding?] { ids.map { face(Int($0 - 1)) } }

    func people(rows: [Int64]) throws(GalleryError) -> [Int64: Person] { [:] }

    func templateIDs(ofPeople people: [Int64]) throws(GalleryError) -> [Int64: [Int64]] {
        Dictionary(uniqueKeysWithValues: people.map { ($0, [$0]) })
    }

    private func face(_ index: Int) -> Embedding? {
        Embedding(unit: Array(faces[index * dimension..<(index + 1) * dimension]))
    }
}

extension ModelFingerprint {
    /// No model's.
    fileprivate static let none: ModelFingerprint = {
        guard let none = ModelFingerprint(bytes: [UInt8](repeating: 0, count: byteCount)) else {
            preconditionFailure("a fingerprint has \(byteCount) bytes")
        }
        return none
    }()
}
