import ArgumentParser
import FaceReport

extension FaceNet {
    struct ReportCompare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "compare",
            abstract: "Set two evaluations side by side, and tell chance from difference.",
            discussion: """
                Both files are what `facenet evaluate … --json` printed. Results of one model under one condition are set side \
                by side; where a file has another model, that one. Only results over the same pairs, in the same folds, are \
                compared. Prints, tabs between, what was run otherwise, and for each result a name, both values and the \
                difference (second less first) a line. McNemar's exact test asks whether the pairs that only one decides \
                rightly are as many on both sides: with p below 0.05 the difference is hardly chance. With several \
                conditions, some p come below 0.05 by chance: the column `holm` has p corrected for that.

                Exits with 0, or 2 if a file is not an evaluation's, or they have nothing in common.
                """
        )

        @Option(
            help: ArgumentHelp(
                "Also write the figures and curves as an HTML page that needs nothing else.",
                valueName: "file"
            ),
            completion: .file(extensions: ["html"])
        )
        var report: String?

        @Flag(help: "Print JSON.")
        var json = false

        @Argument(help: ArgumentHelp("An evaluation.", valueName: "file"), completion: .file(extensions: ["json"]))
        var first: String

        @Argument(help: ArgumentHelp("Another.", valueName: "file"), completion: .file(extensions: ["json"]))
        var second: String

        func run() async throws {
            try await reporting {
                let documents = (try EvaluationDocument(readFrom: first), try EvaluationDocument(readFrom: second))
                let comparison: DocumentComparison
                do throws(ReportError) {
                    comparison = try DocumentComparison(documents.0, documents.1)
                } catch {
                    throw Failure("\(first), \(second)", error)
                }
                if let report {
                    let file = try OutputFile(replacing: report)
                    try file.append(ComparisonReport(documents.0, documents.1, comparison: comparison).html())
                    try file.commit()
                }
                if json { try Console.printJSON(comparison) } else { Console.print(comparison.text) }
            }
        }
    }
}
