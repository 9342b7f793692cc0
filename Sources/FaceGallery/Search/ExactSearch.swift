import FaceEmbedding

/// Finds the nearest templates of several queries by scanning codes, as often as it takes to be certain.
///
/// The first pass keeps the rows with the nearest codes, and ranks them by their embeddings. The last distance found,
/// the radius, is certain if no row left out can be nearer: codes are off by a known error at most. If it is not, a
/// second pass takes all rows that could be within the radius; or more rows, if too few of those kept were any use.
/// Queries that need another pass share it.
struct ExactSearch {
    /// How many rows the first pass keeps, at least.
    ///
    /// On a million synthetic faces of 128 dimensions the ten nearest needed 76 to be certain in half of the cases,
    /// and never more than 172.
    static let fewestKept = 256

    let table: TemplateTable
    let count: Int
    let grouping: NeighborGrouping
    let filter: PersonFilter?
    let records: any GalleryRecords
    let threads: Int

    /// A query, and what the next pass is to look for.
    private struct Task {
        var query: CodeQuery
        var position: Int
        var limit: Int32
    }

    /// Returns the nearest of each of at most ``TemplateTable/batch`` queries.
    func nearest(to queries: [CodeQuery]) throws(GalleryError) -> [[TemplateNeighbor]] {
        var results = [[TemplateNeighbor]](repeating: [], count: queries.count)
        var tasks = queries.indices.map { Task(query: queries[$0], position: $0, limit: .max) }
        var kept = max(Self.fewestKept, 16 * min(count, table.count))
        while !tasks.isEmpty {
            let ranged = tasks.filter { $0.limit < .max }
            let limits = ranged.map(\.limit)
            let found = table.scan(ranged.map(\.query), nearerThan: limits, among: filter, threads: threads)
            for (task, scan) in zip(ranged, found) {
                results[task.position] = try rank(scan, task.query).neighbors
            }
            let open = tasks.filter { $0.limit == .max }
            tasks = []
            let scans = table.scan(open.map(\.query), keeping: kept, among: filter, threads: threads)
            for (var task, scan) in zip(open, scans) {
                let outcome = try rank(scan, task.query)
                let beyond = scan.droppedFrom.map { task.query.lowerBound(steps: $0, error: table.largestError) }
                guard let beyond, outcome.radius >= beyond else {
                    results[task.position] = outcome.neighbors
                    continue
                }
                task.limit = task.query.limit(squaredDistance: outcome.radius, error: table.largestError)
                tasks.append(task)
            }
            kept *= 8
        }
        return results
    }

    private func rank(_ scan: ScanResult, _ query: CodeQuery) throws(GalleryError) -> Reranking {
        var ranking = Reranking(query, in: table, count: count, by: grouping, records: records)
        try ranking.rank(scan.candidates)
        return ranking
    }
}
