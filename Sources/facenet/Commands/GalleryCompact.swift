import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryCompact: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "compact",
            abstract: "Give the disk back what removed people took up.",
            discussion: """
                What was removed is gone from the file already, overwritten with zeros; this makes the file smaller. It needs \
                as much free space as the gallery is large, for a moment.

                Exits with 0, or 2 if that cannot be done; nothing is changed then.
                """
        )

        @OptionGroup var source: GalleryOptions

        func run() async throws {
            try await reporting {
                let sizes = try source.open().naming { (gallery) throws(GalleryError) in try gallery.compact() }
                Console.note("\(sizes.before) bytes before, \(sizes.after) after")
            }
        }
    }
}
