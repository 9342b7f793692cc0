import ArgumentParser
import FaceDetection
import FaceEvaluation
import FaceLaboratory
import FacePipeline
import FaceReport

/// The options of every command that compares what a list of pairs names.
struct PairProtocolOptions: ParsableArguments {
    @OptionGroup var source: ReaderOptions

    @Flag(help: "Embed each face mirrored too, and compare both halves.")
    var flip = false

    @Option(
        name: .customLong("far"),
        help: ArgumentHelp(
            "A false accept rate to report; may be repeated. (default: 1e-1 through 1e-6)",
            valueName: "rate"
        )
    )
    var rates: [Double] = []

    @Flag(help: "Take folds of different numbers of pairs.")
    var unequalFolds = false

    @OptionGroup var cache: CacheOptions

    @OptionGroup var page: ReportOptions

    @Flag(help: "Print JSON: what `facenet report` reads.")
    var json = false

    func validate() throws {
        if let rate = rates.first(where: { !($0 > 0 && $0 <= 1) }) {
            throw ValidationError("The false accept rate is above 0 and at most 1, not \(rate).")
        }
    }

    /// Loads model and detector.
    ///
    /// - Parameter samples: The photos about to be read.
    /// - Returns: A reader of one face a photo.
    /// - Throws: ``Failure`` if a file is missing or unsound.
    func reader(samples: [String]) async throws -> FaceReader {
        try await source.reader(choice: .central, mirroring: flip ? .concatenated : .none, samples: samples)
    }

    /// Embeds photos.
    ///
    /// - Parameters:
    ///   - names: The photos.
    ///   - folder: What the names are relative to.
    ///   - reader: Chooses one face a photo.
    ///   - undetected: What becomes of photos without a face.
    ///   - aligned: Whether photos are faces cut out already.
    /// - Returns: A vector for each photo, except those left out.
    /// - Throws: ``Failure`` at the first photo that cannot be read.
    func faces(
        of names: [String],
        in folder: String,
        by reader: FaceReader,
        undetected: Laboratory.Undetected = .middle,
        aligned: Bool = false
    ) async throws(Failure) -> LaboratoryFaces {
        var store = try cache.open(detector: source.detector, model: source.model.path())
        if aligned, let opened = store {
            do throws(LaboratoryError) {
                store = try EmbeddingCache(at: opened.folder, detector: AlignedFaces.identity)
            } catch {
                throw Failure(error)
            }
        }
        return try await Laboratory(reader: reader, cache: store, undetected: undetected)
            .watchedEmbeddings(of: names, in: folder, under: [.bare])
    }

    /// What is run.
    ///
    /// - Parameters:
    ///   - reader: Model and detector.
    ///   - detector: What finds the faces, by name, if it is not the one asked for.
    ///   - dataset: What the photos are called.
    ///   - hashes: The photos' contents.
    ///   - lists: The files that say what is compared.
    ///   - distance: How two faces are compared.
    ///   - folds: How many folds there are.
    ///   - more: Other choices that change the figures.
    /// - Returns: The record.
    /// - Throws: ``Failure`` if a list cannot be read again.
    func run(
        _ reader: FaceReader,
        detector: String? = nil,
        dataset: String,
        hashes: [String: PhotoHash],
        lists: [String],
        distance: FaceDistance = .squaredL2,
        folds: Int,
        more: [RunRecord.Setting] = []
    ) throws(Failure) -> RunRecord {
        var data = [RunRecord.DataRecord(name: dataset, hashes: hashes.mapValues(\.bytes))]
        for list in lists { data.append(try RunRecord.DataRecord(list: list)) }
        return RunRecord(
            models: [RunRecord.ModelRecord(reader, detector: detector ?? source.detector.detector.rawValue)],
            data: data,
            settings: [
                RunRecord.Setting("flip", "\(flip)"),
                RunRecord.Setting("distance", distance.rawValue),
                RunRecord.Setting("folds", "\(folds)"),
                RunRecord.Setting("faceChoice", FaceChoice.central.rawValue),
            ] + more
        )
    }

    /// Measures, writes the page if one was asked for, and prints.
    ///
    /// - Parameters:
    ///   - measurement: The pairs and their distances.
    ///   - path: The list of pairs.
    ///   - folder: Where the photos that pairs name are, by the data set's name.
    /// - Throws: ``Failure``.
    func show(
        _ measurement: PairMeasurement,
        list path: String,
        photosIn folder: (_ dataset: String) -> String?
    ) async throws {
        let figures = try measurement.figures(list: path)
        let document = measurement.document(figures, listName: TextFile.name(of: path))
        try await page.write(document, photosIn: folder)
        if json { try Console.printJSON(document) } else { Console.print(measurement.text(figures)) }
    }
}
