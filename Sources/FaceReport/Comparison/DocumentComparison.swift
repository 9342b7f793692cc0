public import FaceEvaluation

/// Two evaluations side by side, and what of their difference is more than chance.
public struct DocumentComparison: Hashable, Sendable, Codable {
    /// The titles of both.
    public var titles: [String]
    /// What was run otherwise in the second.
    public var changes: [Change]
    /// The results that both have, in the order of the first.
    public var rows: [Row]
    /// What only the first has, in words.
    public var onlyInFirst: [String]
    /// What only the second has, in words.
    public var onlyInSecond: [String]

    /// A result that both have.
    public struct Row: Hashable, Sendable, Codable {
        /// The model of the first, and that of the second.
        public var models: [String]
        /// The data set.
        public var dataset: String
        /// The condition's key.
        public var condition: String
        /// The condition for people.
        public var label: String
        /// Which photos of a pair it applies to.
        public var side: String
        /// Figures of both.
        public var figures: [Figure]
        /// What the pairs say that only one of both decides rightly; `nil` if ``unpaired`` says why not.
        public var mcNemar: PairedComparison?
        /// The chance of such a difference corrected for the number of rows, by Holm's method.
        public var holm: Double?
        /// Why decisions cannot be set side by side.
        public var unpaired: String?
    }

    /// A figure of both.
    public struct Figure: Hashable, Sendable, Codable {
        /// What it is.
        public var name: String
        /// That of the first.
        public var first: Double
        /// That of the second.
        public var second: Double
        /// The second less the first.
        public var difference: Double
        /// Whether more is better.
        public var isGreaterBetter: Bool
    }

    /// What was run otherwise.
    public struct Change: Hashable, Sendable, Codable {
        /// What it is.
        public var name: String
        /// That of the first; `nil` if it has none.
        public var first: String?
        /// That of the second; `nil` if it has none.
        public var second: String?
    }

    /// Compares two evaluations.
    ///
    /// Results of one model, data set, condition and side are compared with one another. Where a document has no such
    /// result but a single one of another model, that is what it is compared with.
    ///
    /// - Throws: ``ReportError/nothingShared(reason:)`` if they share no condition, or no list of pairs.
    public init(_ first: EvaluationDocument, _ second: EvaluationDocument) throws(ReportError) {
        let matches = ResultMatching(first.results, second.results)
        guard !matches.pairs.isEmpty else {
            throw .nothingShared(
                reason: "the first has \(Self.listed(first.results)), the second \(Self.listed(second.results))"
            )
        }
        guard matches.pairs.contains(where: { $0.first.pairs.hash == $0.second.pairs.hash }) else {
            let (a, b) = (matches.pairs[0].first.pairs, matches.pairs[0].second.pairs)
            throw .nothingShared(reason: "the pairs are others: \(Self.words(a)), and \(Self.words(b))")
        }
        titles = [first.title, second.title]
        changes = first.run.changes(to: second.run)
        rows = Self.corrected(matches.pairs.map { Row($0.first, $0.second) })
        onlyInFirst = matches.onlyInFirst.map(ResultNames(first.results).full)
        onlyInSecond = matches.onlyInSecond.map(ResultNames(second.results).full)
    }

    private static func listed(_ results: [EvaluationDocument.Result]) -> String {
        let names = results.map(ResultNames(results).full)
        guard !names.isEmpty else { return "no results" }
        return names.prefix(3).joined(separator: "; ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
    }

    private static func words(_ pairs: EvaluationDocument.PairsRecord) -> String {
        "\(pairs.count) of \(pairs.name) (\(pairs.hash.prefix(12)))"
    }

    /// The rows, each with its chance corrected for the number of tests.
    private static func corrected(_ rows: [Row]) -> [Row] {
        var rows = rows
        let tested = rows.indices.filter { rows[$0].mcNemar != nil }
        let chances = tested.compactMap { rows[$0].mcNemar?.pValue }
        for (row, chance) in zip(tested, holm(chances)) { rows[row].holm = chance }
        return rows
    }

    /// Holm's correction: the least chance counts as often as there are tests, the next once less, and so on.
    ///
    /// S. Holm, *A simple sequentially rejective multiple test procedure*, Scandinavian Journal of Statistics 6 (1979).
    static func holm(_ chances: [Double]) -> [Double] {
        var corrected = chances
        var greatest = 0.0
        for (rank, place) in chances.indices.sorted(by: { (chances[$0], $0) < (chances[$1], $1) }).enumerated() {
            greatest = max(greatest, min(1, Double(chances.count - rank) * chances[place]))
            corrected[place] = greatest
        }
        return corrected
    }
}
