import ArgumentParser
import FaceReport

extension FaceNet {
    struct ReportShow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Write the page of an evaluation that was done before.",
            discussion: """
                FILE is what `facenet evaluate … --json` printed. The same file gives the same page, byte for byte. Wrong \
                pairs are shown as photos only with --thumbnails, from the folder of --images.

                Exits with 0, or 2 if the file is not an evaluation's, or the page cannot be written.
                """
        )

        @OptionGroup var output: ReportOptions

        @Option(help: ArgumentHelp("The folder of the photos.", valueName: "folder"), completion: .directory)
        var images: String?

        @Argument(help: ArgumentHelp("The evaluation.", valueName: "file"), completion: .file(extensions: ["json"]))
        var file: String

        func validate() throws {
            guard output.report != nil else { throw ValidationError("Where to write the page: give --report.") }
            guard output.thumbnails == (images != nil) else {
                throw ValidationError("Photos take both --thumbnails and --images.")
            }
        }

        func run() async throws {
            try await reporting {
                try await output.write(EvaluationDocument(readFrom: file)) { _ in images }
            }
        }
    }
}
