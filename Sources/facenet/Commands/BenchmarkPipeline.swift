import ArgumentParser
import FaceDetection
import FaceEngine
import FaceImaging
import FacePipeline

extension FaceNet {
    struct BenchmarkPipeline: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pipeline",
            abstract: "Measure how many photos a second become embeddings.",
            discussion: """
                From photo files to embeddings: decoding, detection of all faces, and the embedding of the one nearest the \
                middle; or up to detection alone. The photos are taken in the order of their names, over and over. Prints, \
                tabs between: benchmark, precision, threads, batch, median, unit, least, most, rounds, peak memory.

                Exits with 0, or 2 if there are no photos, or the model or the detector cannot be used.
                """
        )

        /// How many photos are handed to the pipeline at once: the embedding's batch several times over.
        private static let step = 256

        @OptionGroup var source: ReaderOptions

        @Option(help: ArgumentHelp("A folder of photos.", valueName: "folder"), completion: .directory)
        var photos: String

        @Option(help: ArgumentHelp("At most this many of them.", valueName: "n"))
        var limit = 1000

        @Flag(
            name: [.customLong("detect-only"), .customLong("only-detection")],
            help: "Stop at the faces: decoding and detection."
        )
        var onlyDetection = false

        @OptionGroup var rounds: RoundOptions

        func validate() throws {
            guard limit >= 1 else { throw ValidationError("There is at least 1 photo, not \(limit).") }
        }

        func run() async throws {
            try await reporting {
                let paths = Array(try PhotoList.some(at: [photos]).prefix(limit))
                let reader = try await source.reader(choice: .central, samples: paths)
                var turn = PhotoTurn(paths)
                let rates = try await rounds.measure(warmUp: 1) {
                    let photos = turn.next(Self.step)
                    if onlyDetection {
                        try await detect(photos, by: reader)
                    } else {
                        try await embed(photos, by: reader)
                    }
                    return photos.count
                }
                guard let rates else { return }
                try rounds.print(
                    RateReport(
                        benchmark: onlyDetection ? "detection" : "pipeline",
                        model: source.model.path(),
                        precision: onlyDetection ? "fp32" : reader.embedder.options.precision.rawValue,
                        threads: reader.options.threads,
                        batch: onlyDetection ? 1 : reader.embedder.options.batchSize,
                        unit: "photos/s",
                        rounds: rates
                    )
                )
            }
        }

        private func embed(_ photos: [String], by reader: FaceReader) async throws {
            for await photo in reader.faces(in: photos.map(PhotoSource.file)) {
                if case .failure(let error) = photo.result { throw Failure(photo.name, error) }
            }
        }

        private func detect(_ photos: [String], by reader: FaceReader) async throws {
            let detector = reader.detector
            try await OrderedWork.run(photos, width: reader.options.threads) { path in
                Result { try detector.faces(in: Photo(contentsOf: path)) }.mapError { Failure(path, "\($0)") }
            } sink: { faces in
                _ = try faces.get()
            }
        }
    }
}

/// Photos in turn, over and over.
private struct PhotoTurn {
    private let paths: [String]
    private var next = 0

    init(_ paths: [String]) { self.paths = paths }

    mutating func next(_ count: Int) -> [String] {
        defer { next = (next + count) % paths.count }
        return (0..<count).map { paths[(next + $0) % paths.count] }
    }
}
