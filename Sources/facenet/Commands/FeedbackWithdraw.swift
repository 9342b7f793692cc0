import ArgumentParser
import FaceGallery

extension FaceNet {
    struct FeedbackWithdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Take back what was said.",
            discussion: """
                Exits with 0, or 2 if there is no feedback of that number or the gallery cannot be written.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Argument(help: "The number, as `feedback list` prints it.")
        var number: Int64

        func run() async throws {
            try await reporting {
                try source.open().naming { (gallery) throws(GalleryError) in
                    try gallery.withdraw(FeedbackID(rawValue: number))
                }
            }
        }
    }
}
