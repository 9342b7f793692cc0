/// What an evaluation measured, and exactly what was run: the file that `--json` writes, `facenet report compare` reads
/// and ``EvaluationReport`` shows.
///
/// It holds no times and no durations: the same command on the same machine, model and photos gives the same bytes.
public struct EvaluationDocument: Hashable, Sendable, Codable {
    /// The version of the format that this code writes, and the latest it reads.
    public static let currentFormat = 1

    /// The version of the format.
    public var format: Int
    /// What is at the top of the report, such as `LFW, bare and occluded`.
    public var title: String
    /// What was run.
    public var run: RunRecord
    /// What was measured over pairs, in the order to show it.
    public var results: [Result]
    /// What else was measured, in the order to show it.
    public var tables: [Table]?
    /// What the reader must not miss, a sentence each.
    public var notes: [String]?

    /// Creates a document.
    ///
    /// - Parameters:
    ///   - title: What is at the top of the report.
    ///   - run: What was run.
    ///   - results: What was measured over pairs.
    ///   - tables: What else was measured.
    ///   - notes: What the reader must not miss.
    public init(
        title: String,
        run: RunRecord,
        results: [Result],
        tables: [Table]? = nil,
        notes: [String]? = nil
    ) {
        format = Self.currentFormat
        self.title = title
        self.run = run
        self.results = results
        self.tables = tables
        self.notes = notes
    }
}
