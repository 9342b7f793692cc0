import FaceEvaluation
import Foundation

/// Two evaluations side by side, as one HTML file that needs nothing else.
public struct ComparisonReport: Hashable, Sendable {
    /// The evaluations.
    public var documents: [EvaluationDocument]
    /// What of their difference is more than chance.
    public var comparison: DocumentComparison

    /// Creates a report.
    public init(_ first: EvaluationDocument, _ second: EvaluationDocument, comparison: DocumentComparison) {
        documents = [first, second]
        self.comparison = comparison
    }

    /// The page.
    ///
    /// - Complexity: O(*points of all curves*).
    public func html() -> String {
        let both = together
        let sections = [
            HTML.section("differences", "Side by side", [rows, HTML.note(key), lists]),
            HTML.section("curves", "What it depends on", [HTML.charts(of: both.results)]),
            HTML.section("rates", "False accepts and false rejects", [RateCharts(document: both).html()]),
            HTML.section("changes", "What was run otherwise", [changes]),
            HTML.section("first", "First run", [RunSection(run: documents[0].run).html()]),
            HTML.section("second", "Second run", [RunSection(run: documents[1].run).html()]),
        ]
        let titles = documents.map(\.title)
        let title = titles[0] == titles[1] ? "\(titles[0]), compared" : "\(titles[0]) and \(titles[1])"
        return HTML.page(
            title: title,
            body: """
                <header>
                <h1>\(HTML.text(title))</h1>
                <p>A is the first, B the second evaluation.</p>
                </header>
                <main>
                \(sections.filter { !$0.isEmpty }.joined(separator: "\n"))
                </main>
                """
        )
    }

    /// The results of both that are compared, each model with the letter of its document.
    private var together: EvaluationDocument {
        let matches = ResultMatching(documents[0].results, documents[1].results)
        let results = matches.pairs.flatMap { pair in
            zip(["A", "B"], [pair.first, pair.second]).map { letter, result in
                var result = result
                result.model = "\(letter): \(result.model)"
                return result
            }
        }
        return EvaluationDocument(title: "", run: documents[0].run, results: results)
    }

    private let key = """
        Differences are B less A; a star marks the better. McNemar's exact test takes the pairs that only one of both \
        decides wrongly: were both as good, they would be as many on either side, and p is the chance of counts at least as \
        far apart. Holm's p is corrected for the number of rows.
        """

    private var rows: String {
        let names = comparison.rows.flatMap { $0.figures.map(\.name) }.unique
        let tests = ["Only A wrong", "Only B wrong", "Accuracy B less A, % (95 %)", "p (McNemar)", "p (Holm)"]
        let columns = ["Condition", "A", "B"] + tests + names.map(Self.words)
        return HTML.table(
            "Side by side",
            columns: columns,
            rows: comparison.rows.map { row in
                let label = row.side == "both" ? row.label : "\(row.label), \(ResultNames.words(forSide: row.side))"
                let figures = names.map { name in row.figures.first { $0.name == name }.map(Self.cell) ?? "–" }
                let test = row.mcNemar
                let why = "<small>\(HTML.text(row.unpaired ?? ""))</small>"
                let cells: [String] = [
                    HTML.text(label), HTML.text(row.models[0]), HTML.text(row.models[1]),
                    test?.onlyFirstWrong.grouped ?? "–", test?.onlySecondWrong.grouped ?? "–",
                    test.map(Self.difference) ?? "–",
                    test.map { DocumentComparison.probability($0.pValue) } ?? why,
                    row.holm.map(DocumentComparison.probability) ?? "–",
                ]
                return cells + figures
            }
        )
    }

    /// The difference in accuracy with its interval.
    private static func difference(_ test: PairedComparison) -> String {
        let ends = [test.interval.lower, test.interval.upper].map { String(format: "%+.2f", 100 * $0) }
        return "\(String(format: "%+.2f", 100 * test.difference)) <small>\(ends.joined(separator: " – "))</small>"
    }

    /// A figure's name for people.
    private static func words(_ name: String) -> String {
        switch name {
        case "accuracy": "Accuracy over folds"
        case "dPrime": "d′"
        case _ where name.hasPrefix("val at "): "VAL at FAR " + name.dropFirst("val at ".count)
        default: name.uppercased()
        }
    }

    /// Both values and the difference, the better one with a star.
    private static func cell(_ figure: DocumentComparison.Figure) -> String {
        func mark(_ isBetter: Bool) -> String { isBetter ? " ★" : "" }
        let better = figure.isGreaterBetter ? figure.difference : -figure.difference
        let digits = "%.5f"
        return """
            \(String(format: digits, figure.first))\(mark(better < 0))<br>\(String(format: digits, figure.second))\
            \(mark(better > 0))<br><small>\(String(format: "%+.5f", figure.difference))</small>
            """
    }

    private var lists: String {
        let lists = zip(["A", "B"], [comparison.onlyInFirst, comparison.onlyInSecond]).filter { !$0.1.isEmpty }
        return lists.map { "<p class=\"note\">Only in \($0.0): \(HTML.text($0.1.joined(separator: "; ")))</p>" }
            .joined()
    }

    private var changes: String {
        guard !comparison.changes.isEmpty else {
            return HTML.note("Nothing: the same command, machine, models and data.")
        }
        let rows = comparison.changes.map {
            [HTML.text($0.name), HTML.text($0.first ?? "–"), HTML.text($0.second ?? "–")]
        }
        let table = HTML.table("What was run otherwise", columns: ["", "A", "B"], rows: rows)
        return table.replacingOccurrences(of: "<table>", with: "<table class=\"words\">")
    }
}
