import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryBackup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup",
            abstract: "Copy a whole gallery to a file, while others use it.",
            discussion: """
                The copy is a gallery, encrypted as the gallery is, with the record of who changed what. It appears once it is \
                whole, and never over another file. Whoever is removed from the gallery later may still be in the copy: \
                `gallery remove` names it then.

                Exits with 0, or 2 if the gallery cannot be read or the file cannot be written.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Argument(help: "The file to write.", completion: .file())
        var file: String

        func run() async throws {
            try await reporting {
                let gallery = try source.open()
                do throws(GalleryError) {
                    try gallery.backup(to: file)
                } catch {
                    throw Failure(error == .exists ? file : gallery.path, error)
                }
            }
        }
    }
}
