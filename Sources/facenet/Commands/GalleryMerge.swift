import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryMerge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "merge",
            abstract: "Make two people of a gallery one.",
            discussion: """
                The second keeps name and identifier, and gets the faces of the first, whose names become aliases.

                Exits with 0, or 2 if that cannot be done; nothing is changed then.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Argument(help: "Who is gone afterwards: name, alias or identifier.")
        var first: String

        @Argument(help: "Who stays.")
        var second: String

        func run() async throws {
            try await reporting {
                let gallery = try source.open()
                let (first, second) = (try gallery.findPerson(first), try gallery.findPerson(second))
                try gallery.naming { (gallery) throws(GalleryError) in try gallery.merge(first.id, into: second.id) }
            }
        }
    }
}
