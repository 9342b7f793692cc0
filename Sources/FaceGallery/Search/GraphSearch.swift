import CCodes
import FaceEmbedding

/// Finds about the nearest templates by the graph, and ranks them by their embeddings.
///
/// Which templates are found is approximate, their distances and order are exact. Templates that are not in the graph
/// yet are scanned, so that a new one is found at once.
struct GraphSearch {
    let table: TemplateTable
    let graph: GraphIndex
    let count: Int
    let grouping: NeighborGrouping
    let records: any GalleryRecords
    let breadth: Int

    /// The most templates that may be missing in the graph; with more a scan of all is faster.
    static let mostMissing = 65_536

    /// Returns at most `count`; `nil` if the graph cannot say, and a scan must.
    func nearest(to query: CodeQuery) throws(GalleryError) -> [TemplateNeighbor]? {
        // Read before the search: what is inserted meanwhile is among the new ones.
        let last = graph.lastID
        let fresh = table.count(after: last)
        guard fresh <= Self.mostMissing, table.count > count else { return nil }
        let hits = try graph.nearest(to: query.code, breadth: max(breadth, 2 * count))
        var found = hits.compactMap { hit -> ScanCandidate? in
            guard hit.id <= last, let place = table.place(of: hit.id) else { return nil }
            return ScanCandidate(distance: hit.distance, part: Int32(place.part), row: Int32(place.row))
        }
        if fresh > 0 { found += table.distances(of: fresh, to: query) }
        var ranking = Reranking(query, in: table, count: count, by: grouping, records: records)
        try ranking.rank(found)
        let neighbors = ranking.neighbors
        return neighbors.count == count ? neighbors : nil
    }
}

extension TemplateTable {
    /// How many rows have ids greater than `id`.
    func count(after id: Int64) -> Int {
        var total = 0
        for part in parts.reversed() {
            let ids = part.segment.ids
            guard ids[part.count - 1] > id else { break }
            if ids[0] > id { total += part.count } else { total += (0..<part.count).count { ids[$0] > id } }
        }
        return total
    }

    /// The last `count` rows with their distances to a query, by code.
    func distances(of count: Int, to query: CodeQuery) -> [ScanCandidate] {
        var candidates: [ScanCandidate] = []
        candidates.reserveCapacity(count)
        var left = count
        for (index, part) in parts.enumerated().reversed() where left > 0 {
            let rows = min(left, part.count)
            let first = part.count - rows
            let codes = part.segment.codes + first * stride
            var distances = [Int32](repeating: 0, count: rows)
            codes_distances(
                codes_best_path(),
                codes,
                part.segment.norms + first,
                rows,
                stride,
                query.code,
                1,
                &distances
            )
            for row in 0..<rows {
                let position = Int32(first + row)
                candidates.append(ScanCandidate(distance: distances[row], part: Int32(index), row: position))
            }
            left -= rows
        }
        return candidates
    }
}
