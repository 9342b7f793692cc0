import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryShow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Print what a gallery knows of a person.",
            discussion: """
                First the person, a name and a value a line; then a line a face, tabs between: number, the photo it came \
                from, its distance to the nearest other face of the person, side of the face in pixels, confirmed or drawn. A \
                face whose distance is the largest is the one that hurts most.

                Exits with 0, or 2 if the gallery cannot be read or knows no such person.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Flag(help: "Print JSON.")
        var json = false

        @Argument(help: "The person's name, alias or identifier.")
        var person: String

        func run() async throws {
            try await reporting {
                let gallery = try source.open(isReadOnly: true)
                let person = try gallery.findPerson(person)
                let templates = try gallery.naming { (gallery) throws(GalleryError) in
                    try gallery.templates(of: person.id)
                }
                let detail = PersonDetail(person, templates: templates)
                if json {
                    try Console.printJSON(detail)
                } else {
                    Console.print(detail.text)
                }
            }
        }
    }
}
