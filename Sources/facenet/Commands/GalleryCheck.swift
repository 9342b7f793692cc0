import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryCheck: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Look for damage in a gallery.",
            discussion: """
                Reads every page, row and embedding, compares codes with embeddings and the search graph with both, and \
                recomputes the record's chain of hashes. Prints a line for each thing that is wrong.

                Exits with 0 if nothing is, 1 if something is, 2 if the gallery cannot be read.
                """
        )

        @OptionGroup var source: GalleryOptions

        func run() async throws {
            var isSound = true
            try await reporting {
                let problems = try source.open(isReadOnly: true).naming { (gallery) throws(GalleryError) in
                    try gallery.check()
                }
                for problem in problems { Console.print("\(problem)") }
                isSound = problems.isEmpty
            }
            if !isSound { throw ExitCode.partly }
        }
    }
}
