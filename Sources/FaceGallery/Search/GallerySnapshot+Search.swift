public import FaceEmbedding

extension GallerySnapshot {
    /// Returns the templates nearest to a face: exactly those that comparing all embeddings would give.
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
    /// - Returns: At most `count`, nearest first, ties in the order of enrollment.
    /// - Throws: ``GalleryError/dimension(expected:given:)``, or what the store throws.
    /// - Complexity: O(*n* x *D*), where *n* is the number of templates; and the fetching of the embeddings of a few
    ///   times `count` templates. Where very many templates are almost equally far, of all those.
    public func nearestTemplates(
        to query: Embedding,
        count: Int,
        by grouping: NeighborGrouping = .templates,
        among filter: PersonFilter? = nil
    ) throws(GalleryError) -> [TemplateNeighbor] {
        try nearestTemplates(toEach: [query], count: count, by: grouping, among: filter)[0]
    }

    /// Returns the templates nearest to each of several faces, sharing the passes over the codes.
    ///
    /// The results are those of ``nearestTemplates(to:count:by:among:)`` for each, in less time.
    ///
    /// - Parameters:
    ///   - queries: Each `[D]`, of the gallery's model.
    ///   - count: The most results for each.
    ///   - grouping: Whether `count` is of templates, or of people, each with the nearest template.
    ///   - filter: Whose templates may be found; everybody's if `nil`.
    /// - Returns: For each query at most `count`, nearest first, ties in the order of enrollment.
    /// - Throws: ``GalleryError/dimension(expected:given:)``, or what the store throws.
    /// - Complexity: As for each query alone; the codes are read once for 64 queries.
    public func nearestTemplates(
        toEach queries: [Embedding],
        count: Int,
        by grouping: NeighborGrouping = .templates,
        among filter: PersonFilter? = nil
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
        let ranking = Reranking(query: query, count: .max, grouping: .templates, records: records)
        return try ranking.rank(table.candidates(scan.candidates, for: query), within: squaredDistance).neighbors
    }
}
