import ArgumentParser
import FaceNetworks

extension FaceNet {
    struct ModelAverage: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "average",
            abstract: "Make one model of several trainings of it: the mean, weight by weight.",
            discussion: """
                Trainings that set out from the same weights are often worse each than their mean, which costs no more than one \
                of them. What they set out from can be one of the models, and so can a smaller network that the others have \
                grown out of (network.growsInto). Models that began elsewhere have no mean that is worth anything.

                The mean is named as the first model of the largest network, and has the provenance and licenses of all. \
                Thresholds and the ranges of int8 are left behind: `facenet model import --calibrate` and `facenet calibrate` \
                measure them anew.

                Exits with 0, or 2 if a model cannot be read or does not fit, or the bundle cannot be written; nothing partial \
                is left.
                """
        )

        @Option(
            help: ArgumentHelp(
                "How much a model counts, in proportion, one for each in their order. (default: all the same)",
                valueName: "number"
            )
        )
        var share: [Double] = []

        @Option(help: ArgumentHelp("What the mean is called.", valueName: "text"))
        var name: String?

        @Flag(help: "Print what was written as JSON.")
        var json = false

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp(
                "The bundle to write: a folder that must not exist yet, or a single file if it ends in .safetensors.",
                valueName: "bundle"
            ),
            completion: .file()
        )
        var output: String

        @Argument(help: ArgumentHelp("The models, two or more.", valueName: "model"), completion: .file())
        var models: [String]

        func validate() throws {
            guard models.count > 1 else { throw ValidationError("A mean is of two models or more.") }
            guard share.isEmpty || share.count == models.count else {
                throw ValidationError("There are \(models.count) models, and --share is given \(share.count) times.")
            }
            if let share = share.first(where: { !($0 > 0 && $0.isFinite) }) {
                throw ValidationError("A share is above 0, not \(share).")
            }
        }

        func run() async throws {
            try await reporting {
                let parts = try models.map { path throws(Failure) in
                    do throws(ModelError) { return try Model.named(path) } catch { throw Failure(path, error) }
                }
                var mean: Model
                do throws(MeanError) {
                    mean = try Model.mean(of: parts, shares: share.isEmpty ? parts.map { _ in 1 } : share)
                } catch {
                    throw Failure(models[error.index], error)
                }
                if let name { mean.card.name = name }
                try mean.writeBundle(to: output)
                try Console.report(["bundle": output, "fingerprint": mean.fingerprintText], json: json)
            }
        }
    }
}
