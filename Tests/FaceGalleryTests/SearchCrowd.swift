import FaceEmbedding
import Synchronization

@testable import FaceGallery

/// How the embeddings of a test's gallery lie.
enum CrowdKind: CaseIterable {
    case random, clustered, duplicated, allEqual, almostEqual
}

/// A gallery in memory, and its search by comparing all embeddings.
struct Crowd {
    let dimension: Int
    /// Template `i` has the id `10 i + 1` and is of person `i / 3`.
    let embeddings: [Embedding]
    let store: MemoryStore

    init(_ kind: CrowdKind, count: Int, dimension: Int, using generator: inout SplitMix64) {
        self.dimension = dimension
        let centers = (0..<20).map { _ in Self.unit(dimension, using: &generator) }
        embeddings = (0..<count).map { index in
            switch kind {
            case .random: Self.unit(dimension, using: &generator)
            case .clustered: Self.unit(near: centers[index % 20], spread: 0.5, using: &generator)
            case .duplicated where index % 7 > 0: centers[index % 20]
            case .duplicated: Self.unit(near: centers[index % 20], spread: 0.1, using: &generator)
            case .allEqual: centers[0]
            case .almostEqual: Self.unit(near: centers[0], spread: 1e-4, using: &generator)
            }
        }
        store = MemoryStore(embeddings)
    }

    static func id(_ index: Int) -> Int64 { Int64(10 * index + 1) }
    static func person(_ index: Int) -> Int64 { Int64(index / 3) }

    static func unit(_ dimension: Int, using generator: inout SplitMix64) -> Embedding {
        while true {
            let vector = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
            if let embedding = Embedding(normalizing: vector) { return embedding }
        }
    }

    static func unit(near center: Embedding, spread: Float, using generator: inout SplitMix64) -> Embedding {
        let noise = unit(center.dimension, using: &generator)
        let vector = zip(center.coordinates, noise.coordinates).map { $0 + spread * $1 }
        return Embedding(normalizing: vector) ?? center
    }

    func table() throws(GalleryError) -> TemplateTable { try table(embeddings.indices) }

    func table(_ rows: Range<Int>) throws(GalleryError) -> TemplateTable {
        var table = TemplateTable(dimension: dimension)
        for row in rows {
            try table.append(TemplateEntry(id: Self.id(row), person: Self.person(row), embedding: embeddings[row]))
        }
        return table
    }

    func snapshot(_ table: TemplateTable, graph: GraphIndex) -> GallerySnapshot {
        GallerySnapshot(revision: 1, model: .test(dimension), table: table, graph: graph, records: store)
    }

    func snapshot(threads: Int = 1) throws(GalleryError) -> GallerySnapshot {
        GallerySnapshot(revision: 1, model: .test(dimension), table: try table(), records: store, threads: threads)
    }

    /// Faces near the gallery's, far from it, and one of it.
    func queries(_ count: Int, using generator: inout SplitMix64) -> [Embedding] {
        (0..<count).map { index in
            guard index % 3 != 0, let near = embeddings.randomElement(using: &generator) else {
                return Self.unit(dimension, using: &generator)
            }
            return index % 3 == 1 ? near : Self.unit(near: near, spread: 0.4, using: &generator)
        }
    }

    /// The oracle: every embedding is compared.
    func nearest(
        to query: Embedding,
        count: Int,
        by grouping: NeighborGrouping = .templates,
        where isAdmitted: (Int64) -> Bool = { _ in true }
    ) -> [TemplateNeighbor] {
        var all = embeddings.enumerated().filter { isAdmitted(Self.person($0.offset)) }.map { index, embedding in
            TemplateNeighbor(
                template: TemplateID(rawValue: Self.id(index)),
                personRow: Self.person(index),
                squaredDistance: query.squaredDistance(to: embedding)
            )
        }
        all.sort { ($0.squaredDistance, $0.template.rawValue) < ($1.squaredDistance, $1.template.rawValue) }
        if grouping == .people {
            var seen: Set<Int64> = []
            all = all.filter { seen.insert($0.personRow).inserted }
        }
        return Array(all.prefix(count))
    }
}

/// Embeddings by template, in memory.
final class MemoryStore: GalleryRecords {
    private let rows: Mutex<[Int64: Embedding]>
    private let fetched = Mutex(0)

    init(_ embeddings: [Embedding]) {
        rows = Mutex(Dictionary(uniqueKeysWithValues: embeddings.enumerated().map { (Crowd.id($0), $1) }))
    }

    /// How many embeddings were asked for so far.
    var fetchCount: Int { fetched.withLock { $0 } }

    func remove(_ ids: [Int64]) { rows.withLock { for id in ids { $0[id] = nil } } }

    func embeddings(of ids: [Int64]) throws(GalleryError) -> [Embedding?] {
        fetched.withLock { $0 += ids.count }
        return rows.withLock { rows in ids.map { rows[$0] } }
    }

    func people(rows: [Int64]) throws(GalleryError) -> [Int64: Person] {
        [:]
    }

    func templateIDs(ofPeople people: [Int64]) throws(GalleryError) -> [Int64: [Int64]] {
        let known = Set(people)
        return rows.withLock { rows in
            Dictionary(grouping: rows.keys.sorted()) { Crowd.person(Int($0 / 10)) }.filter { known.contains($0.key) }
        }
    }
}

extension GalleryModel {
    static func test(_ dimension: Int) -> GalleryModel {
        GalleryModel(fingerprint: .test, name: "a test's", dimension: dimension)
    }
}

extension ModelFingerprint {
    static let test = ModelFingerprint(bytes: [UInt8](repeating: 7, count: byteCount)) ?? { preconditionFailure() }()
}
