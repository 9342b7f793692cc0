import ArgumentParser
import FaceEmbedding
import FaceEngine
import FaceNetworks
import FacePipeline

extension FaceNet {
    struct Calibrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measure how near strangers come under a model, so that thresholds mean a rate.",
            discussion: """
                Compares the faces of many people, of a folder of photos for each: everybody with everybody else by their first \
                photo, and with themselves by their second; with --pairs, the pairs of a list and no others. Gives thresholds for \
                false accept rates of 10 % down to the least that enough pairs of people are behind, and what a gallery needs to \
                keep the share of strangers it takes for somebody. A rate needs 30 false accepts, so 1e-6 needs 30 million pairs, \
                those of 7,747 people; asked for with fewer, it is refused.

                Two masked strangers are more alike than two bare ones: each face is also measured with a mask or a scarf drawn \
                over the mouth, and with dark glasses, and each pairing has thresholds of its own. verify and identify choose by \
                what the faces show. Intervals are of 95 %, over the people and not over the pairs, who share people.

                With --held-out, other people say whether the thresholds hold: for pairs at the rates they support, and for \
                galleries at 1 %. "held" tells whether the asked rate is within the interval for that threshold, and the second \
                time for one that is mindful that the calibration's people are a draw as well. With --output, the model is written \
                with all of that as a bundle: a folder, or a single file if it ends in .safetensors, that must not exist yet. The \
                fingerprint stays the same, so galleries of the model go on.

                Use people like those who will be met: of other regions, ages or cameras strangers come nearer or less near. \
                At least 100 people; with 2,000 an FPIR of 1 % is measured, and 0.1 % extrapolated.

                Exits with 0, or 2 if there are too few people or pairs, or something cannot be read or written.
                """
        )

        @OptionGroup var folder: LabeledFolderOptions

        @OptionGroup var cache: CacheOptions

        @Option(
            help: ArgumentHelp(
                "Measure these pairs only: LFW's pairs.txt, or a table with columns first, second and same.",
                valueName: "file"
            ),
            completion: .file()
        )
        var pairs: String?

        @Option(help: ArgumentHelp("A false accept rate that must be given; may be repeated.", valueName: "rate"))
        var far: [Double] = []

        @Flag(help: "Only bare faces: draw no masks and dark glasses.")
        var bare = false

        @Option(
            help: ArgumentHelp(
                "Check on this share of the people, or on a folder of others.",
                valueName: "share or folder"
            )
        )
        var heldOut: HeldOutPeople?

        @Option(help: ArgumentHelp("Chooses who is kept apart.", valueName: "n"))
        var seed: UInt64 = 1

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("The bundle to write.", valueName: "bundle"),
            completion: .file()
        )
        var output: String?

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            if let rate = far.first(where: { !($0 > 0 && $0 < 1) }) {
                throw ValidationError("A false accept rate is above 0 and below 1, not \(rate).")
            }
            if pairs != nil, heldOut != nil {
                throw ValidationError("The pairs of a list share people: give --pairs or --held-out, not both.")
            }
        }

        func run() async throws {
            try await reporting {
                if let output { try CalibratedBundle.requireNew(output) }
                let calibration = ThresholdCalibration(
                    options: folder,
                    cache: cache,
                    rates: FalseAcceptRates(far),
                    visibilities: bare ? [.bare] : FaceVisibility.allCases
                )
                let (outcome, reader) =
                    if let pairs {
                        try await calibration.measure(CalibrationPairs(contentsOf: pairs))
                    } else {
                        try await calibration.measure(heldOut: heldOut, seed: seed)
                    }
                let record = calibration.record(
                    of: outcome,
                    source: pairs ?? folder.images,
                    precision: reader.embedder.options.precision.rawValue
                )
                let model = reader.embedder.model
                if let output { try CalibratedBundle.write(model, outcome, record: record, to: output) }
                let report = CalibrationReport(outcome, record: record, scale: model.card.distanceScale, bundle: output)
                if json { try Console.printJSON(report) } else { Console.print(report.text) }
            }
        }
    }
}
