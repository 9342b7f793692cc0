import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryRemove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Remove people, or single faces, for good.",
            discussion: """
                Names, embeddings, crops and notes are overwritten in the file and gone from its log when the command ends; what \
                is left is a random identifier in the record of changes. Prints a line for each, tabs between: what was \
                removed, its faces, whether no byte of it is left, and the exports that may hold copies.

                Exits with 0, or 2 if one cannot be removed; those before it are gone then.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Option(
            name: .customLong("face"),
            help: ArgumentHelp("Remove this face alone, by its number; may be given again.", valueName: "n")
        )
        var faces: [Int64] = []

        @Flag(help: "Remove everybody whose last day has passed; see `gallery edit --retain-until`.")
        var due = false

        @Argument(help: "The people's names, aliases or identifiers.")
        var people: [String] = []

        func validate() throws {
            guard due || !faces.isEmpty || !people.isEmpty else { throw ValidationError("Say who is to be removed.") }
        }

        func run() async throws {
            try await reporting {
                let gallery = try source.open()
                let named = try people.map { name throws(Failure) in try gallery.findPerson(name) }
                let overdue =
                    due ? try gallery.naming { (gallery) throws(GalleryError) in try gallery.people(dueOn: nil) } : []
                var seen: Set<Person.ID> = []
                for person in named + overdue where seen.insert(person.id).inserted {
                    let receipt = try gallery.naming { (gallery) throws(GalleryError) in try gallery.remove(person.id) }
                    let erased = receipt.isErased ? "erased" : "erased when the gallery is opened next"
                    let exports = receipt.exports.map(\.path).joined(separator: ", ")
                    Console.print("\(person.name)\t\(receipt.templates.count)\t\(erased)\t\(exports)")
                }
                for face in faces {
                    let isErased = try gallery.naming { (gallery) throws(GalleryError) in
                        try gallery.remove(TemplateID(rawValue: face))
                    }
                    Console.print("\(face)\t1\t\(isErased ? "erased" : "erased when the gallery is opened next")\t")
                }
            }
        }
    }
}
