import FaceEvaluation

/// An evaluation as one HTML file that needs nothing else: no script, and nothing from the network.
///
/// It follows the reader's preference for light or dark, prints on white, and is read at the width of a telephone: tables
/// scroll in boxes of their own. Equal documents give equal bytes.
public struct EvaluationReport: Hashable, Sendable {
    /// A photo that a pair names.
    public struct Photo: Hashable, Sendable {
        /// The data set, by the name the document has for it.
        public var dataset: String
        /// The photo, by the name the pairs have for it.
        public var name: String

        /// Creates a name.
        public init(dataset: String, name: String) {
            self.dataset = dataset
            self.name = name
        }
    }

    /// What is shown.
    public var document: EvaluationDocument
    /// Small JPEGs of ``photosOfWrongPairs``; without them, wrong pairs are not shown: they are people.
    public var thumbnails: [Photo: [UInt8]]

    /// Creates a report.
    ///
    /// - Parameters:
    ///   - document: What is shown.
    ///   - thumbnails: Small JPEGs of photos, if they are to be shown.
    public init(_ document: EvaluationDocument, thumbnails: [Photo: [UInt8]] = [:]) {
        self.document = document
        self.thumbnails = thumbnails
    }

    /// The photos that the page shows if it has them, each once.
    public var photosOfWrongPairs: [Photo] {
        document.results.flatMap { result in
            ResultDetails.shownPairs(of: result).flatMap { wrong in
                [wrong.pair.first, wrong.pair.second].map { Photo(dataset: result.dataset, name: $0) }
            }
        }
        .unique
    }

    /// More results than this are folded up.
    private static let mostOpen = 4

    /// The page.
    ///
    /// - Complexity: O(*points of all curves*).
    public func html() -> String {
        let names = ResultNames(document.results)
        let isOpen = document.results.count <= Self.mostOpen
        let details = document.results.map { result in
            ResultDetails(
                result: result,
                name: names(result),
                isOpen: isOpen,
                thumbnails: thumbnails
            ).html()
        }
        let sections = [
            (
                "summary", "Summary",
                [SummaryTable(document: document).html(), document.results.isEmpty ? "" : HTML.note(key)]
            ),
            ("conditions", "What it depends on", [HTML.charts(of: document.results)]),
            ("rates", "False accepts and false rejects", [RateCharts(document: document).html(), rateNote]),
            ("tables", "Further measurements", (document.tables ?? []).map { TableSection(table: $0).html() }),
            ("results", "Each result", [isOpen ? "" : foldedNote] + details),
            ("run", "What was run", [RunSection(run: document.run).html()]),
        ]
        let parts = sections.map { ($0, HTML.section($0.0, $0.1, $0.2)) }.filter { !$0.1.isEmpty }
        let links = parts.map { "<a href=\"#\($0.0.0)\">\(SVG.escaped($0.0.1))</a>" }
        let notes = (document.notes ?? []).map { "<p class=\"remark\">\(HTML.text($0))</p>" }
        return HTML.page(
            title: document.title,
            body: """
                <header>
                <h1>\(HTML.text(document.title))</h1>
                <p>\(HTML.text(opening))</p>
                \(notes.joined(separator: "\n"))
                <nav aria-label="Contents">\(links.joined(separator: "\n"))</nav>
                </header>
                <main>
                \(parts.map(\.1).joined(separator: "\n"))
                </main>
                """
        )
    }

    /// One sentence on what is below.
    private var opening: String {
        let results = document.results
        guard !results.isEmpty else { return "Measured by facenet \(document.run.version)." }
        func listed(_ items: [String]) -> String {
            items.count < 2 ? items.joined() : items.dropLast().joined(separator: ", ") + " and " + (items.last ?? "")
        }
        let conditions = results.map(\.condition).unique.count
        let under = conditions > 1 ? ", under \(conditions) conditions" : ""
        return "\(listed(results.map(\.model).unique)) on \(listed(results.map(\.dataset).unique))\(under)."
    }

    private let key = """
        VAL is the share of pairs of one person that are accepted, FAR the share of pairs of different people. Over folds, \
        the threshold comes from the other folds; otherwise one threshold decides all pairs. (95 %) is an interval that \
        holds the true rate 95 times of 100. EER: where as many of one person are refused as of different people \
        accepted. AUC: the area under the ROC. d′: the distance between both means, in standard deviations. A star marks \
        the best of a condition where models differ; whether that is more than chance, facenet report compare tests.
        """

    private let foldedNote = HTML.note("Folded up: open those that you want to read, or to have on paper.")

    private let rateNote = HTML.note(
        "Over all pairs together, one threshold after the other. Up and to the left is better for the ROC, down and to the "
            + "left for the DET. Areas are exact 95 % intervals (Clopper and Pearson) that take pairs as independent."
    )
}
