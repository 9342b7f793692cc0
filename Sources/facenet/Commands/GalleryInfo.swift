import ArgumentParser

extension FaceNet {
    struct GalleryInfo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "info",
            abstract: "Print what a gallery holds, in numbers.",
            discussion: """
                A name and a value a line, a tab between. The audit hash, kept elsewhere, proves later that no line of the \
                record was changed.

                Exits with 0, or 2 if the gallery cannot be read.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            try await reporting { try GallerySummary(source.open(isReadOnly: true)).print(json: json) }
        }
    }
}
