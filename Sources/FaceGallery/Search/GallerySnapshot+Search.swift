public import FaceEmbedding

/// How a search finds its candidates.
public enum SearchMode: Hashable, Sendable {
    /// By the graph where there is one and nobody is filtered out, else by a scan.
    case automatic
    /// By a scan of all codes: the answer is that of comparing all embeddings.
    case exact
    /// By the graph, looking this widely (`ef`): the wider, the likelier the nearest are all found.
    case graph(breadth: Int)

    /// How widely ``automatic`` looks: so 99 of 100 of the ten nearest are found in a synthetic crowd of a million, half of
    /// whose queries are strangers; 128 would find 93 (`facenet benchmark search --method graph`).
    public static let automaticBreadth = 663
}

extension GallerySnapshot {
    /// Returns the templates nearest to a face: with ``SearchMode/exact`` those that comparing all embeddings would give.
    ///
    /// One pass over the codes finds candidates; their embeddings decide. A code and its embedding are at most a known
    /// distance apart, so it is known when no other template can be nearer; if the candidates do not suffice for that,
    /// a second pass takes all that could be.
    ///
    /// - Parameters:
    ///   - query: `[D]`, of the gallery's model.
    ///   - count: The most results.
    ///   - grouping: Whether `count` is of templates, or of people, each with the nearest template.
    ///   - filter: Whose templates may be found; everybody's if `nil`.
    ///   - mode: How candidates are found. A gallery without a graph, and a filter, mean a scan.
    /// - Returns: At most `count`, nearest first, ties in the order of enrollment.
    /// - Throws: ``GalleryError/dimension(expected:given:)``, or what the store throws.
    /// - Complexity: O(*n* x *D*), where *n* is the number of templates; and the fetching of the embeddings of a few
    ///   times `count` templates. Where very many templates are almost equally far, of all those.
    public func nearestTemplates(
        to query: Embedding,
        count: Int,
        by grouping: NeighborGrouping = .templates,
        among filter: PersonFilter? = nil,
        mode: SearchMode = .automatic
    ) throws(GalleryError) -> [TemplateNeighbor] {
        try nearestTemplates(toEach: [query], count: count, by: grouping, among: filter, mode: mode)[0]
    }

    /// Returns the templates nearest to each of several faces, sharing the passes over the codes.
    ///
    /// The results are those of ``nearestTemplates(to:count:by:among:mode:)`` for each, in less time.
    ///
    /// - Parameters:
    ///   - queries: Each `[D]`, of the gallery's model.
    ///   - count: The most results for each.
    ///   - grouping: Whether `count` is of templates, or of people, each with the nearest template.
    ///   - filter: Whose templates may be found; everybody's if `nil`.
    ///   - mode: How candidates are found.
    /// - Returns: For each query at most `count`, nearest first, ties in the order of enrollment.
    /// - Throws: ``GalleryError/dimension(expected:given:)``, or what the store throws.
    /// - Complexity: As for each query alone; the codes are read once for 64 queries.
    public func nearestTemplates(
        toEach queries: [Embedding],
        count: Int,
        by grouping: NeighborGrouping = .templates,
        among filter: PersonFilter? = nil,
        mode: SearchMode = .automatic
    ) throws(GalleryError) -> [[TemplateNeighbor]] {
        let queries = try codeQueries(queries)
        guard count > 0, table.count > 0 else { return Array(repeating: [], count: queries.count) }
        var results: [[TemplateNeighbor]] = []
        results.reserveCapacity(queries.count)
        let search = ExactSearch(
            table: table,
            count: count,
            grouping: grouping,
            filter: filter,
            records: records,
            threads: threads
        )
        if let graph, let breadth = mode.breadth, filter == nil {
            let quick = GraphSearch(
                table: table,
                graph: graph,
                count: count,
                grouping: grouping,
                records: records,
                breadth: breadth
            )
            for query in queries {
                if let found = try quick.nearest(to: query) {
                    results.append(found)
                } else {
                    results += try search.nearest(to: [query])
                }
            }
            return results
        }
        for start in stride(from: 0, to: queries.count, by: TemplateTable.batch) {
            let batch = Array(queries[start..<min(queries.count, start + TemplateTable.batch)])
            results += try search.nearest(to: batch)
        }
        return results
    }

    /// Returns all templates within a distance of a face.
    ///
    /// - Parameters:
    ///   - squaredDistance: The greatest squared distance, 0 through 4.
    ///   - query: `[D]`, of the gallery's model.
    ///   - filter: Whose templates may be found; everybody's if `nil`.
    /// - Returns: Nearest first, ties in the order of enrollment.
    /// - Throws: ``GalleryError/dimension(expected:given:)``, or what the store throws.
    /// - Complexity: O(*n* x *D*), and the fetching of the embeddings of the results and of those near the limit.
    public func templates(
        within squaredDistance: Float,
        of query: Embedding,
        among filter: PersonFilter? = nil
    ) throws(GalleryError) -> [TemplateNeighbor] {
        let queries = try codeQueries([query])
        guard squaredDistance >= 0, table.count > 0 else { return [] }
        return try within(squaredDistance, queries[0], among: filter)
    }

    private func codeQueries(_ queries: [Embedding]) throws(GalleryError) -> [CodeQuery] {
        for query in queries where query.dimension != table.dimension {
            throw .dimension(expected: table.dimension, given: query.dimension)
        }
        return queries.map(CodeQuery.init)
    }

    private func within(
        _ squaredDistance: Float,
        _ query: CodeQuery,
        among filter: PersonFilter?
    ) throws(GalleryError) -> [TemplateNeighbor] {
        let limit = query.limit(squaredDistance: Double(min(4, squaredDistance)), error: table.largestError)
        let scan = table.scan([query], nearerThan: [limit], among: filter, threads: threads)[0]
        var ranking = Reranking(
            query,
            in: table,
            count: .max,
            by: .templates,
            within: squaredDistance,
            records: records
        )
        try ranking.rank(scan.candidates)
        return ranking.neighbors
    }
}

extension SearchMode {
    /// How widely to search a graph; `nil` if not at all.
    fileprivate var breadth: Int? {
        switch self {
        case .automatic: Self.automaticBreadth
        case .exact: nil
        case .graph(let breadth): max(1, breadth)
        }
    }
}
