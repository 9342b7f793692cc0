import ArgumentParser
import FaceGallery
import Foundation

extension FaceNet {
    struct FeedbackList: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List what was said.",
            discussion: """
                A line each, tabs between: number, time, not this person or same person, name, note.

                Exits with 0, or 2 if the gallery cannot be read or knows no such person.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Option(help: ArgumentHelp("Only of this person: name, alias or identifier.", valueName: "name"))
        var person: String?

        func run() async throws {
            try await reporting {
                let gallery = try source.open(isReadOnly: true)
                let person = try person.map { name throws(Failure) in try gallery.findPerson(name) }
                try gallery.naming { (gallery) throws(GalleryError) in
                    for feedback in try gallery.feedback(of: person?.id) {
                        let name = try gallery.person(feedback.person).name
                        let fields = [
                            "\(feedback.id)", feedback.created.formatted(.iso8601), feedback.kind.rawValue, name,
                            feedback.note,
                        ]
                        Console.print(fields.joined(separator: "\t"))
                    }
                }
            }
        }
    }
}
