import ArgumentParser
import FaceGallery
import Foundation

extension FaceNet {
    struct GalleryLog: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log",
            abstract: "Print who changed what in a gallery, and when.",
            discussion: """
                A line a change, tabs between: number, time, who, what, the identifiers it was about, further numbers as JSON. \
                No name and no embedding is in it, so it can stay when a person is removed. Each line's hash covers the one \
                before it: `gallery check` recomputes them all.

                Exits with 0, or 2 if the gallery cannot be read.
                """
        )

        /// How many lines are read at once.
        private static let page = 1000

        @OptionGroup var source: GalleryOptions

        @Option(help: ArgumentHelp("Only lines after this one.", valueName: "number"))
        var after: Int64 = 0

        func run() async throws {
            try await reporting {
                let gallery = try source.open(isReadOnly: true)
                var last = after
                while true {
                    let lines = try gallery.naming { (gallery) throws(GalleryError) in
                        try gallery.auditTrail(after: last, limit: Self.page)
                    }
                    for line in lines {
                        let subjects = line.subjects.joined(separator: " ")
                        let fields = [
                            "\(line.sequence)", line.time.formatted(.iso8601), line.actor, "\(line.action)", subjects,
                            line.details,
                        ]
                        Console.print(fields.joined(separator: "\t"))
                    }
                    guard let end = lines.last, lines.count == Self.page else { return }
                    last = end.sequence
                }
            }
        }
    }
}
