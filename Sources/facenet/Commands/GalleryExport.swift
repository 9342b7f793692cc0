import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryExport: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write all of a gallery to a file of JSON lines.",
            discussion: """
                People, embeddings to the last bit, crops if there are any, and feedback; not the record of who changed what. \
                The file tells who the people are: keep it as safe as the gallery. It appears once it is whole.

                Exits with 0, or 2 if the gallery cannot be read or the file cannot be written.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Argument(help: "The file to write.", completion: .file())
        var file: String

        func run() async throws {
            try await reporting {
                try source.open().naming { (gallery) throws(GalleryError) in try gallery.export(to: file) }
            }
        }
    }
}
