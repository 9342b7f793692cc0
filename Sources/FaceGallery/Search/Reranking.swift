import CCodes
import FaceEmbedding

/// Whether a search counts templates, or people by their nearest template.
public enum NeighborGrouping: Hashable, Sendable {
    /// The nearest templates, several of a person if they are the nearest.
    case templates
    /// The nearest template of each of the nearest people.
    case people
}

/// Puts the candidates of a scan in the order of their embeddings, and says whether that order is the whole truth.
///
/// Candidates come with a bound from below on their distance: that to the code, less how far the embedding is from it.
/// Embeddings are fetched in the order of the bounds, until the next bound exceeds the last distance wanted: no
/// candidate after it can be nearer.
struct Reranking {
    /// A candidate, and the least its squared distance can be.
    struct Candidate {
        var bound: Double
        var id: Int64
        var person: Int64
    }

    let query: CodeQuery
    let count: Int
    let grouping: NeighborGrouping
    let records: any GalleryRecords

    /// The result of a ranking.
    struct Outcome {
        /// The nearest found, at most `count`.
        var neighbors: [TemplateNeighbor]
        /// The squared distance beyond which nothing can be among the nearest; infinite with fewer than `count` found.
        var radius: Double
    }

    /// Ranks candidates; a limit leaves out what is farther, as a range search wants.
    func rank(_ candidates: [Candidate], within limit: Float = .infinity) throws(GalleryError) -> Outcome {
        let ordered = candidates.sorted { ($0.bound, $0.id) < ($1.bound, $1.id) }
        var nearest = NearestTemplates(count: count, grouping: grouping)
        var next = 0
        while next < ordered.count {
            let radius = min(nearest.radius, Double(limit))
            let end = min(ordered.count, next + max(16, min(count / 4, 65_536)))
            let batch = ordered[next..<end].prefix { $0.bound <= radius }
            guard !batch.isEmpty else { break }
            let embeddings = try records.embeddings(of: batch.map(\.id))
            for (candidate, embedding) in zip(batch, embeddings) {
                guard let embedding else { continue }
                guard embedding.dimension == query.embedding.dimension else {
                    throw .dimension(expected: query.embedding.dimension, given: embedding.dimension)
                }
                let distance = query.embedding.squaredDistance(to: embedding)
                guard distance <= limit else { continue }
                nearest.insert(
                    TemplateNeighbor(
                        template: TemplateID(rawValue: candidate.id),
                        personRow: candidate.person,
                        squaredDistance: distance
                    )
                )
            }
            nearest.settle()
            next += batch.count
        }
        return Outcome(neighbors: nearest.sorted, radius: nearest.radius)
    }
}

extension TemplateTable {
    /// The candidates of a scan with bounds: the distance from the query itself to the code, less the code's error.
    func candidates(_ found: [ScanCandidate], for query: CodeQuery) -> [Reranking.Candidate] {
        found.map { candidate in
            let segment = parts[Int(candidate.part)].segment
            let row = Int(candidate.row)
            let distance = query.distance(toCode: segment.codes + row * segment.stride) - Double(segment.errors[row])
            let bound = distance > 0 ? distance * distance * (1 - query.slack) : 0
            return Reranking.Candidate(bound: bound, id: segment.ids[row], person: segment.people[row])
        }
    }
}

extension CodeQuery {
    /// The distance, not squared, from the query, which is not rounded, to a code's point.
    func distance(toCode code: UnsafePointer<Int8>) -> Double {
        embedding.coordinates.withUnsafeBufferPointer { coordinates in
            var sums = SIMD8<Float>()
            var index = 0
            while index + 8 <= coordinates.count {
                var a = SIMD8<Float>()
                var b = SIMD8<Float>()
                for lane in 0..<8 {
                    a[lane] = coordinates[index + lane]
                    b[lane] = Float(code[index + lane])
                }
                let difference = a * EmbeddingCode.scale - b
                sums += difference * difference
                index += 8
            }
            var sum = sums.sum()
            for rest in index..<coordinates.count {
                let difference = coordinates[rest] * EmbeddingCode.scale - Float(code[rest])
                sum += difference * difference
            }
            return Double(sum).squareRoot() / Double(EmbeddingCode.scale) * (1 - slack)
        }
    }
}
