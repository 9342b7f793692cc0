import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryIndex: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "index",
            abstract: "Build the graph that very large galleries are searched by.",
            discussion: """
                Beside the gallery, as `<gallery>.graph`: links and numbers of faces, no embedding. Programs that stay open use \
                it from 200,000 faces on, and make it by themselves; this makes it beforehand. The commands of this program \
                scan all faces instead, which is exact and takes 5 milliseconds for a million. The file may be deleted at any \
                time.

                Exits with 0, or 2 if that cannot be done.
                """
        )

        @OptionGroup var source: GalleryOptions

        func run() async throws {
            try await reporting {
                let count = try source.open().naming { (gallery) throws(GalleryError) in try gallery.buildSearchGraph()
                }
                Console.note("\(count) faces")
            }
        }
    }
}
