public import FaceEmbedding

extension GallerySnapshot {
    /// How many people are looked at more closely for each that is asked for.
    static let peopleExamined = 16

    /// Returns the people nearest to a face by a rule over their templates.
    ///
    /// The people with the nearest templates, four times as many as asked for and at least 16, are ranked by the rule
    /// over all their templates. For ``PersonRule/minimum`` that is exact. For the others somebody farther down could
    /// in principle overtake, if their mean is nearer than any of their photos and than 16 people's photos.
    ///
    /// - Parameters:
    ///   - query: `[D]`, of the gallery's model.
    ///   - count: The most results.
    ///   - rule: How a person's distance is taken from their templates.
    ///   - filter: Who may be found; everybody if `nil`.
    /// - Returns: At most `count`, nearest first, ties in the order of enrollment.
    /// - Throws: ``GalleryError/dimension(expected:given:)``, or what the store throws.
    /// - Complexity: A search, and reading the templates of four times `count` people.
    public func nearestPeople(
        to query: Embedding,
        count: Int,
        rule: PersonRule = .standard,
        among filter: PersonFilter? = nil
    ) throws(GalleryError) -> [PersonDistance] {
        guard count > 0 else { return [] }
        let (examined, overflow) = count.multipliedReportingOverflow(by: 4)
        let neighbors = try nearestTemplates(
            to: query,
            count: overflow ? .max : max(Self.peopleExamined, examined),
            by: .people,
            among: filter
        )
        var people = try distances(from: query, toPeople: neighbors.map(\.personRow), rule: rule)
        people.sort { ($0.squaredDistance, $0.template) < ($1.squaredDistance, $1.template) }
        return Array(people.prefix(count))
    }

    /// Returns how far a face is from people; those without a template are missing.
    func distances(
        from query: Embedding,
        toPeople rows: [Int64],
        rule: PersonRule
    ) throws(GalleryError) -> [PersonDistance] {
        guard query.dimension == table.dimension else {
            throw .dimension(expected: table.dimension, given: query.dimension)
        }
        let identifiers = try records.templateIDs(ofPeople: rows)
        // What was enrolled after the snapshot was taken is no part of it, what was removed is no part of the answer.
        let known = rows.map { row in (identifiers[row] ?? []).filter { table.person(of: $0) == row } }
        let embeddings = try records.embeddings(of: known.flatMap(\.self))
        var people: [PersonDistance] = []
        var start = 0
        for (row, ids) in zip(rows, known) {
            let theirs = zip(ids, embeddings[start...]).compactMap { id, embedding in embedding.map { (id, $0) } }
            start += ids.count
            guard let nearest = theirs.min(by: { query.squaredDistance(to: $0.1) < query.squaredDistance(to: $1.1) })
            else { continue }
            people.append(
                PersonDistance(
                    personRow: row,
                    squaredDistance: rule.squaredDistance(from: query, to: theirs.map(\.1)),
                    template: TemplateID(rawValue: nearest.0),
                    templates: theirs.count
                )
            )
        }
        return people
    }
}
