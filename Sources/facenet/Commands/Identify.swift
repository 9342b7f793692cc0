import ArgumentParser
import FaceEmbedding
import FaceGallery
import FaceNetworks
import FacePipeline
import FaceRecognition

extension FaceNet {
    struct Identify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say who the people in photos are, or that nobody knows them.",
            discussion: """
                Prints a line a face, the surest of a photo first, tabs between: photo, number of the face from 0, the answer, \
                names, squared distance, threshold, share of strangers within it of one photo, and with --top the next \
                candidates. The answer is match; ambiguous, if two people are too near each other to tell; or nobody, if nobody \
                is near enough. The threshold is for the gallery's size: of strangers, the share --fpir is taken for somebody; of \
                a model calibrated with masks and dark glasses, for a face that wears such. \
                With --json one object a photo and line.

                Exits with 0 if every photo was read and shows a face, 1 if not, or its drawing could not be written, 2 if the \
                gallery, the model or the detector cannot be used.
                """
        )

        @OptionGroup var source: RecognizerOptions

        @Option(help: ArgumentHelp("How many candidates of each face are named.", valueName: "k"))
        var top = 1

        @Option(help: ArgumentHelp("The share of strangers that may be taken for somebody.", valueName: "rate"))
        var fpir = 0.01

        @Option(
            help: ArgumentHelp(
                "Write each photo there with its faces and names drawn into it, as PNG.",
                valueName: "folder"
            ),
            completion: .directory
        )
        var draw: String?

        @Flag(help: "Print JSON, one object a photo and line.")
        var json = false

        @Argument(help: "The photos, or folders of photos.", completion: .file())
        var photos: [String]

        func validate() throws {
            guard top >= 1 else { throw ValidationError("At least one candidate is named, not \(top).") }
            guard fpir > 0, fpir < 1 else { throw ValidationError("The rate is above 0 and below 1, not \(fpir).") }
        }

        func run() async throws {
            var isComplete = true
            try await reporting {
                let paths = try PhotoList.some(at: photos)
                let recognizer = try await source.recognizer(photos: paths, isReadOnly: true)
                try explain(recognizer)
                if let draw { try Folder.create(draw) }
                let drawings = draw.map { DrawingNames(folder: $0, photos: paths) }
                let progress = Progress(total: paths.count, unit: "photos", isQuiet: paths.count < 2)
                try await OrderedWork.run(
                    Array(paths.enumerated()),
                    width: recognizer.reader.options.threads
                ) { [top, fpir] item in
                    IdentifiedPhoto(
                        path: item.element,
                        recognizer: recognizer,
                        fpir: fpir,
                        top: top,
                        drawing: drawings?[item.offset]
                    )
                } sink: { result in
                    progress.advance()
                    if let failure = result.failure {
                        progress.note("\(failure)")
                        isComplete = false
                    }
                    guard let record = result.record else { return }
                    if json { return try Console.printJSON(record) }
                    for line in record.lines { Console.print(line) }
                }
                progress.finish()
            }
            if !isComplete { throw ExitCode.partly }
        }

        /// Says what the answers rest on.
        private func explain(_ recognizer: Recognizer) throws(Failure) {
            let thresholds = try recognizer.gallery.naming { (gallery) throws(GalleryError) in
                try recognizer.thresholds(for: gallery.snapshot())
            }
            switch thresholds.basis {
            case .model:
                let kinds = recognizer.reader.embedder.model.card.coveredTails.keys.filter {
                    $0.sides.enrolled == .bare
                }
                let covered = kinds.map(\.rawValue).sorted().map { ", \($0)" }.joined()
                Console.note("thresholds: the model's, from \(thresholds.tail.source), for bare\(covered) faces")
            case .gallery: Console.note("thresholds: from \(thresholds.tail.source)")
            case .standard:
                Console.note(
                    "thresholds: assumed, as neither the model is calibrated nor the gallery has "
                        + "\(Thresholds.fewestPeople) people to tell from"
                )
            }
        }
    }
}
