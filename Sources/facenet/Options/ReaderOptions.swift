import ArgumentParser
import FaceDetection
import FaceEngine
import FaceNetworks
import FacePipeline

/// The options of every command that goes from photos to embeddings.
struct ReaderOptions: ParsableArguments {
    @OptionGroup var model: ModelOptions

    @OptionGroup var detector: DetectorOptions

    /// Loads model and detector.
    ///
    /// - Parameters:
    ///   - choice: Which faces of a photo are embedded.
    ///   - mirroring: What is made of a face and its mirror image.
    ///   - samples: The photos about to be read, whose first faces int8 is calibrated on.
    /// - Returns: A reader; nothing is compiled yet.
    /// - Throws: ``Failure`` if a file is missing or unsound.
    func reader(
        choice: FaceChoice,
        mirroring: Embedder.Mirroring = .none,
        samples: [String]
    ) async throws -> FaceReader {
        let path = model.path()
        let loaded = try model.load()
        let finder = try detector.load(model: path)
        let threads = model.compute.threadCount
        var options = Embedder.Options(precision: model.compute.precision.resolved, mirroring: mirroring)
        if options.precision == .int8, loaded.card.calibration == nil {
            let sampler = CropSampler(detector: finder, model: loaded, choice: choice, threads: threads)
            let (calibration, count) = try await sampler.calibration(on: samples, path: path)
            Console.note("int8: calibrated on \(count) faces of this run, as the model has no calibration")
            options.calibration = calibration
        }
        if model.compute.precision == .auto { Console.note("precision \(options.precision.rawValue): fastest here") }
        return FaceReader(
            detector: finder,
            embedder: Embedder(loaded, options: options),
            options: FaceReader.Options(choice: choice, threads: threads)
        )
    }
}
