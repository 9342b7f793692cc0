import FaceEmbedding

/// Whether a search counts templates, or people by their nearest template.
public enum NeighborGrouping: Hashable, Sendable {
    /// The nearest templates, several of a person if they are the nearest.
    case templates
    /// The nearest template of each of the nearest people.
    case people
}

/// Puts the rows a search found in the order of their embeddings, and fetches few embeddings for that.
///
/// A row's distance has bounds from below. The first is the distance between the codes, less the errors of both. The
/// second, for which the code is read, is the distance from the query itself to the code, less the code's own error.
/// Rows are taken in the order of the first bound while it does not exceed the radius, the last distance wanted; of those,
/// embeddings are fetched in the order of the second while that does not. What is left cannot be nearer.
struct Reranking {
    /// A row, and the least its squared distance can be.
    private struct Candidate {
        var bound: Double
        var id: Int64
        var person: Int64
    }

    /// How many embeddings are fetched at once, at least.
    private static let fetched = 16

    let table: TemplateTable
    let query: CodeQuery
    let records: any GalleryRecords
    /// What is farther is left out, as a range search wants.
    let limit: Float
    private let largestError: Float
    private var nearest: NearestTemplates

    init(
        _ query: CodeQuery,
        in table: TemplateTable,
        count: Int,
        by grouping: NeighborGrouping,
        within limit: Float = .infinity,
        records: any GalleryRecords
    ) {
        self.table = table
        self.query = query
        self.records = records
        self.limit = limit
        largestError = table.largestError
        nearest = NearestTemplates(count: count, grouping: grouping)
    }

    /// The nearest so far: in order, at most as many as wanted.
    var neighbors: [TemplateNeighbor] { nearest.sorted }

    /// The squared distance beyond which nothing can be among the nearest; infinite while there are too few.
    var radius: Double { min(nearest.radius, Double(limit)) }

    /// Ranks rows.
    mutating func rank(_ rows: [ScanCandidate]) throws(GalleryError) {
        let rows = rows.sorted { ($0.distance, $0.part, $0.row) < ($1.distance, $1.part, $1.row) }
        var next = 0
        // A few first, as the radius they give spares looking at most others.
        var size = min(max(2 * Self.fetched, nearest.count), 65_536)
        while next < rows.count {
            let batch = rows[next..<min(rows.count, next + size)].prefix { row in
                query.lowerBound(steps: row.distance, error: largestError) <= radius
            }
            guard !batch.isEmpty else { return }
            try fetch(batch.map(candidate))
            next += batch.count
            size = min(2 * size, 65_536)
        }
    }

    private func candidate(_ row: ScanCandidate) -> Candidate {
        let segment = table.parts[Int(row.part)].segment
        let index = Int(row.row)
        let distance = query.distance(toCode: segment.codes + index * segment.stride) - Double(segment.errors[index])
        let bound = distance > 0 ? distance * distance * (1 - query.slack) : 0
        return Candidate(bound: bound, id: segment.ids[index], person: segment.people[index])
    }

    private mutating func fetch(_ candidates: [Candidate]) throws(GalleryError) {
        let ordered = candidates.sorted { ($0.bound, $0.id) < ($1.bound, $1.id) }
        var next = 0
        while next < ordered.count {
            let size = max(Self.fetched, min(nearest.count / 4, 65_536))
            let batch = ordered[next..<min(ordered.count, next + size)].prefix { $0.bound <= radius }
            guard !batch.isEmpty else { return }
            for (candidate, embedding) in zip(batch, try records.embeddings(of: batch.map(\.id))) {
                guard let embedding else { continue }
                guard embedding.dimension == query.embedding.dimension else {
                    throw .dimension(expected: query.embedding.dimension, given: embedding.dimension)
                }
                let distance = query.embedding.squaredDistance(to: embedding)
                guard distance <= limit else { continue }
                let template = TemplateID(rawValue: candidate.id)
                nearest.insert(
                    TemplateNeighbor(template: template, personRow: candidate.person, squaredDistance: distance)
                )
            }
            nearest.settle()
            next += batch.count
        }
    }
}
