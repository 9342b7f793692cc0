import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryEdit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit",
            abstract: "Change what a gallery notes of a person.",
            discussion: """
                What is not named stays as it is. An empty text takes a note away.

                Exits with 0, or 2 if that cannot be done; nothing is changed then.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Option(name: .customLong("alias"), help: ArgumentHelp("Another name; may be given again.", valueName: "name"))
        var aliases: [String] = []

        @Option(
            name: .customLong("no-alias"),
            help: ArgumentHelp("An alias to take away; may be given again.", valueName: "name")
        )
        var goneAliases: [String] = []

        @Option(help: ArgumentHelp("Anything else, as key=value; may be given again.", valueName: "key=value"))
        var set: [String] = []

        @Option(help: ArgumentHelp("On what ground the person is in the gallery.", valueName: "text"))
        var consent: String?

        @Option(help: ArgumentHelp("The last day the person may be in it, as 2026-12-31.", valueName: "day"))
        var retainUntil: String?

        @Argument(help: "The person's name, alias or identifier.")
        var person: String

        func validate() throws {
            guard set.allSatisfy({ $0.contains("=") && !$0.hasPrefix("=") }) else {
                throw ValidationError("Metadata is given as key=value.")
            }
        }

        func run() async throws {
            try await reporting {
                let gallery = try source.open()
                let person = try gallery.findPerson(person)
                try gallery.naming { (gallery) throws(GalleryError) in
                    _ = try gallery.edit(person.id, change)
                }
            }
        }

        private func change(_ person: inout Person) {
            person.aliases.removeAll { goneAliases.contains($0) }
            person.aliases += aliases
            for pair in set {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                person.metadata[parts[0]] = parts[1].isEmpty ? nil : parts[1]
            }
            if let consent { person.consent = consent.isEmpty ? nil : consent }
            if let retainUntil { person.retainUntil = retainUntil.isEmpty ? nil : retainUntil }
        }
    }
}
