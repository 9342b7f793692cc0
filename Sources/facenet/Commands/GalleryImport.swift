import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryImport: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Take in what `gallery export` wrote.",
            discussion: """
                All of the file or nothing, from a gallery of the same model. Faces that are there already are left as they \
                are, and who was removed from this gallery stays so, unless --restore-removed says otherwise.

                Exits with 0, or 2 if that cannot be done; nothing is changed then.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Flag(help: "Take in people who were removed from this gallery too.")
        var restoreRemoved = false

        @Argument(help: "The file to read.", completion: .file())
        var file: String

        func run() async throws {
            try await reporting {
                let gallery = try source.open()
                do throws(GalleryError) {
                    let report = try gallery.import(from: file, restoresRemoved: restoreRemoved)
                    Console.note(
                        "\(report.people) people and \(report.templates) faces are new, \(report.known) were there, "
                            + "\(report.removed.count) people were removed and stay so"
                    )
                } catch {
                    throw Failure(file, error)
                }
            }
        }
    }
}
