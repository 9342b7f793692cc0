import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryRename: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rename",
            abstract: "Give a person another name.",
            discussion: """
                The identifier stays, and so does every face. Nobody else may have the name, as name or alias, in upper or \
                lower case.

                Exits with 0, or 2 if that cannot be done; nothing is changed then.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Argument(help: "The person's name, alias or identifier.")
        var person: String

        @Argument(help: "The new name.")
        var name: String

        func run() async throws {
            try await reporting {
                let gallery = try source.open()
                let person = try gallery.findPerson(person)
                try gallery.naming { (gallery) throws(GalleryError) in try gallery.rename(person.id, to: name) }
            }
        }
    }
}
