import ArgumentParser
import FaceReport

/// The options of every command that can show what it measured as a page.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also write the figures and curves as an HTML page that needs nothing else.",
            valueName: "file"
        ),
        completion: .file(extensions: ["html"])
    )
    var report: String?

    @Flag(help: "Show wrongly decided pairs on that page as small photos: they are people, so mind who reads it.")
    var thumbnails = false

    func validate() throws {
        if thumbnails, report == nil { throw ValidationError("Only the page of --report has --thumbnails.") }
    }

    /// Finds out whether the page can be written, before hours are spent on what it shows.
    ///
    /// - Throws: ``Failure`` with the system's reason.
    func check() throws(Failure) {
        guard let report else { return }
        _ = try OutputFile(replacing: report)
    }

    /// Writes the page, if one was asked for; it appears whole or not at all.
    ///
    /// - Parameters:
    ///   - document: What was measured.
    ///   - folder: Where the photos that pairs name are, by the data set's name.
    /// - Throws: ``Failure`` with the system's reason.
    func write(_ document: EvaluationDocument, photosIn folder: (_ dataset: String) -> String?) async throws {
        guard let report else { return }
        var page = EvaluationReport(document)
        if thumbnails { page.thumbnails = try await PairThumbnails.jpegs(of: page.photosOfWrongPairs, in: folder) }
        let file = try OutputFile(replacing: report)
        try file.append(page.html())
        try file.commit()
    }
}
