import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryList: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the people of a gallery.",
            discussion: """
                A line a person in the order they were added, tabs between: name, number of faces, identifier, aliases. With \
                --json one object a person and line.

                Exits with 0, or 2 if the gallery cannot be read.
                """
        )

        /// How many people are read at once.
        private static let page = 1000

        @OptionGroup var source: GalleryOptions

        @Option(help: ArgumentHelp("Only people whose name or alias contains this.", valueName: "text"))
        var search: String?

        @Flag(help: "Only people whose day of removal has passed; see `gallery edit --retain-until`.")
        var due = false

        @Flag(help: "Print JSON, one object a person and line.")
        var json = false

        func validate() throws {
            if due, search != nil { throw ValidationError("Search, or list who is due, not both.") }
        }

        func run() async throws {
            try await reporting {
                let gallery = try source.open(isReadOnly: true)
                if due {
                    return try print(
                        gallery.naming { (gallery) throws(GalleryError) in try gallery.people(dueOn: nil) },
                        of: gallery
                    )
                }
                var last: Person?
                repeat {
                    let people = try gallery.naming { (gallery) throws(GalleryError) in
                        try gallery.people(matching: search, after: last, limit: Self.page)
                    }
                    try print(people, of: gallery)
                    last = people.count < Self.page ? nil : people.last
                } while last != nil
            }
        }

        private func print(_ people: [Person], of gallery: Gallery) throws {
            let counts = try gallery.naming { (gallery) throws(GalleryError) in try gallery.faceCounts(of: people) }
            for person in people {
                let record = PersonRecord(person, faces: counts[person.id] ?? 0)
                if json {
                    try Console.printJSON(record)
                } else {
                    Console.print(record.line)
                }
            }
        }
    }
}
