import ArgumentParser
import FaceDetection
import FaceEngine
import FaceImaging
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
        let path = try model.path()
        let loaded = try model.load()
        let finder = try detector.load(model: path)
        let threads = model.compute.threadCount
        var options = Embedder.Options(precision: model.compute.precision.resolved, mirroring: mirroring)
        if options.precision == .int8 {
            let sampler = FaceReader(
                detector: finder,
                embedder: Embedder(loaded),
                options: FaceReader.Options(choice: choice, threads: threads)
            )
            options.calibration = try await sampler.calibration(on: samples, path: path)
        }
        if model.compute.precision == .auto { Console.note("precision \(options.precision.rawValue): fastest here") }
        return FaceReader(
            detector: finder,
            embedder: Embedder(loaded, options: options),
            options: FaceReader.Options(choice: choice, threads: threads)
        )
    }
}

extension FaceReader {
    /// How many photos a calibration looks at.
    private static let calibrationCount = 96

    /// Measures the ranges that int8 needs on the faces of the first photos.
    fileprivate func calibration(on photos: [String], path: String) async throws -> Calibration {
        var crops: [Photo] = []
        try await OrderedWork.run(Array(photos.prefix(Self.calibrationCount)), width: options.threads) { path in
            self.crops(in: path)
        } sink: {
            crops += $0
        }
        guard !crops.isEmpty else { throw Failure(path, "int8 needs a calibration, and no photo shows a face") }
        do throws(PipelineError) {
            let calibration = try Embedder.calibration(of: embedder.model, on: crops, threads: options.threads)
            Console.note("int8: calibrated on \(crops.count) faces of this run, as the model has no calibration")
            return calibration
        } catch {
            throw Failure(path, error)
        }
    }

    /// The crops of a photo's faces, none if it cannot be read: the run proper will say so.
    private func crops(in path: String) -> [Photo] {
        guard let photo = try? Photo(contentsOf: path), let faces = try? detector.faces(in: photo) else { return [] }
        return options.choice(faces, width: photo.width, height: photo.height).compactMap {
            embedder.crop($0, from: photo)
        }
    }
}
