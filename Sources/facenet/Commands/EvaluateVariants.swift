import ArgumentParser
import FaceDetection
import FaceImaging
import FaceLaboratory
import FaceNetworks
import FacePipeline

extension FaceNet {
    struct EvaluateVariants: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "variants",
            abstract: "Measure what drawing masks and glasses onto enrolled photos buys and costs.",
            discussion: """
                Of a folder of photos for each person, half of the people are enrolled by one bare photo each: without variants, \
                with each kind drawn onto it as a further template, and with all. Their other photos are looked up, and all of \
                the other half's, bare and with each kind drawn. Prints the share of probes whose person is nearest (rank1), and \
                the share not found (FNIR) where 1 % of the strangers who wear the same find somebody (FPIR); then both at one \
                fixed threshold, that of 1 % of bare strangers and a gallery without variants. Means over the rounds; each person \
                counts the same.

                Exits with 0, or 2 if the photos cannot be read, or the model or the detector cannot be used.
                """
        )

        @OptionGroup var source: ReaderOptions

        @OptionGroup var cache: CacheOptions

        @Option(
            help: ArgumentHelp("Holds a folder of photos for each person.", valueName: "folder"),
            completion: .directory
        )
        var images: String

        @Option(
            name: .customLong("variant"),
            help: ArgumentHelp(
                "What is drawn; may be given again. (default: surgicalMask and sunglasses)",
                valueName: "kind"
            )
        )
        var variants: [Occluder.Kind] = []

        @Option(help: ArgumentHelp("How many times people and photos are drawn anew.", valueName: "n"))
        var rounds = 20

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            guard (1...1000).contains(rounds) else {
                throw ValidationError("The number of rounds is from 1 to 1000, not \(rounds).")
            }
            guard Set(variants).count == variants.count else {
                throw ValidationError("A --variant is given twice.")
            }
        }

        func run() async throws {
            try await reporting {
                let kinds = variants.isEmpty ? [.surgicalMask, .sunglasses] : variants
                let conditions = [Condition.bare] + kinds.map { .occluded($0) }
                let photos = try LabeledPhotos(in: images, aliases: [:])
                let names = photos.entries.map(\.name)
                let reader = try await source.reader(choice: .central, samples: names.map { photos.base + $0 })
                let found = try await Laboratory(
                    reader: reader,
                    cache: cache.open(detector: source.detector, model: source.model.path()),
                    undetected: .leftOut,
                    unreadable: .leftOut
                ).watchedEmbeddings(of: names, in: images, under: conditions)
                for failure in found.failures { Console.note("\(photos.base)\(failure.name): \(failure.reason)") }
                let faces = CoveredFaces(photos, found, conditions: conditions)
                guard faces.people.count >= 4 else {
                    let count = faces.people.count
                    throw Failure(images, "has \(count) people with two photos or more: four are the least")
                }
                var result = VariantEvaluation(
                    model: reader.embedder.model.card.name,
                    photos: faces.people.reduce(0) { $0 + $1.count },
                    people: faces.people.count,
                    rounds: rounds
                )
                let progress = Progress(total: rounds, unit: "rounds")
                result.measure(faces, progress: progress)
                progress.finish()
                if json { try Console.printJSON(result) } else { Console.print(result.text) }
            }
        }
    }
}
