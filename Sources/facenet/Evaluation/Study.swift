import ArgumentParser
import FaceDetection
import FaceEngine
import FaceEvaluation
import FaceImaging
import FaceLaboratory
import FaceNetworks
import FacePipeline
import FaceReport

/// Models measured on one list of pairs under conditions, one after the other.
struct Study {
    /// A model that is measured.
    struct Subject {
        /// The model's file.
        var path: String
        var reader: FaceReader
        var record: RunRecord.ModelRecord
        var cache: EmbeddingCache?
    }

    let options: StudyOptions
    let list: PairList
    /// Every photo that a pair names.
    let photos: [String]
    private(set) var models: [RunRecord.ModelRecord] = []
    private(set) var results: [EvaluationDocument.Result] = []
    private var hashes: [String: [UInt8]] = [:]

    /// Reads the pairs, and finds out whether results can be written.
    init(_ options: StudyOptions) throws(Failure) {
        self.options = options
        list = try options.pairList()
        photos = list.images
        try options.page.check()
    }

    /// Loads a model; nothing is compiled yet.
    ///
    /// - Parameters:
    ///   - path: The model.
    ///   - precision: What to compute in; as asked for on the command line if `nil`.
    /// - Returns: The model with what it needs.
    /// - Throws: ``Failure`` if a file is missing or unsound, or the cache cannot be used.
    mutating func subject(_ path: String, precision: PrecisionOption? = nil) async throws -> Subject {
        var source = options.source(for: path)
        if let precision { source.model.compute.precision = precision }
        let reader = try await source.reader(choice: .central, samples: photos.map { "\(options.images)/\($0)" })
        let cache = try options.cache.open(detector: source.detector, model: path)
        var record = RunRecord.ModelRecord(reader, detector: source.detector.detector.rawValue)
        // One name a model, also where two cards have the same.
        if let known = models.first(where: { $0.fingerprint == record.fingerprint }) {
            record.name = known.name
        } else {
            let name = record.name
            var number = 1
            while models.contains(where: { $0.name == record.name }) {
                number += 1
                record.name = "\(name) (\(number))"
            }
            models.append(record)
        }
        return Subject(path: path, reader: reader, record: record, cache: cache)
    }

    /// Embeds all photos under conditions.
    mutating func faces(of subject: Subject, under conditions: [Condition]) async throws(Failure) -> LaboratoryFaces {
        let start = ContinuousClock.now
        let faces = try await Laboratory(reader: subject.reader, cache: subject.cache)
            .watchedEmbeddings(of: photos, in: options.images, under: conditions)
        let seconds = ((ContinuousClock.now - start) / .seconds(1)).formatted(decimals: 1)
        let precision = subject.reader.embedder.options.precision.rawValue
        Console.note(
            """
            \(subject.record.name), \(precision): \(faces.computed) faces embedded, \(faces.cached) known, in \(seconds) s
            """
        )
        hashes = faces.hashes.mapValues(\.bytes)
        return faces
    }

    /// Measures faces under a condition, against bare ones where only a side is under it.
    mutating func measure(
        _ faces: LaboratoryFaces,
        of subject: Subject,
        under condition: Condition,
        side: Side = .both
    ) throws(Failure) {
        guard let bare = faces.features[.bare] ?? faces.features[condition] else { return }
        guard let changed = faces.features[condition] else { return }
        try measure(
            first: side == .probe ? bare : changed,
            second: side == .gallery ? bare : changed,
            as: EvaluationDocument.Result.Place(
                model: subject.record.name,
                family: condition.family.rawValue,
                condition: condition.key,
                label: condition.label,
                side: side,
                parameter: condition.parameter
            ),
            undetected: faces.undetectedUnder[condition] ?? faces.undetected,
            precision: subject.reader.embedder.options.precision
        )
    }

    /// Measures the features of both sides of all pairs.
    mutating func measure(
        first: [String: [Float]],
        second: [String: [Float]],
        as place: EvaluationDocument.Result.Place,
        undetected: [String],
        precision: Precision,
        notes: [String] = []
    ) throws(Failure) {
        let measure = LFWProtocol()
        do throws(EvaluationError) {
            let report =
                list.folds.count < 2
                ? nil
                : try measure.evaluate(
                    list,
                    features: first,
                    secondFeatures: second,
                    undetected: UndetectedFaces(undetected),
                    precision: precision.rawValue
                )
            let analysis = try VerificationAnalysis(
                measure.distances(of: list, features: first, secondFeatures: second),
                distance: measure.distance
            )
            results.append(
                EvaluationDocument.Result(
                    model: place.model,
                    dataset: options.datasetName,
                    family: place.family,
                    condition: place.condition,
                    label: place.label,
                    side: place.side.rawValue,
                    parameter: place.parameter,
                    report: report,
                    analysis: analysis,
                    pairs: EvaluationDocument.PairsRecord(name: TextFile.name(of: options.pairs), list),
                    undetected: undetected.count,
                    notes: notes
                )
            )
        } catch {
            throw Failure(options.pairs, error)
        }
    }

    /// Prints what was measured, and writes the page if one was asked for.
    func finish(_ title: String, settings: [RunRecord.Setting], notes: [String] = []) async throws {
        let document = EvaluationDocument(
            title: title,
            run: RunRecord(
                models: models,
                data: [
                    RunRecord.DataRecord(name: options.datasetName, hashes: hashes),
                    try RunRecord.DataRecord(list: options.pairs),
                ],
                settings: [
                    RunRecord.Setting("distance", FaceDistance.squaredL2.rawValue),
                    RunRecord.Setting("face", FaceChoice.central.rawValue),
                    RunRecord.Setting("folds", "\(list.folds.count)"),
                ] + settings
            ),
            results: results,
            notes: notes.isEmpty ? nil : notes
        )
        try await options.page.write(document) { $0 == options.datasetName ? options.images : nil }
        if options.json {
            try Console.printJSON(document)
        } else {
            Console.print(document.lines)
        }
    }
}

extension EvaluationDocument.Result {
    /// Where a result belongs in a document.
    struct Place {
        var model: String
        var family: String
        var condition: String
        var label: String
        var side = Side.both
        var parameter: Double?
    }
}

extension EvaluationDocument {
    /// A heading, and a result a line, tabs between.
    fileprivate var lines: String {
        let heading = [
            "model", "family", "condition", "side", "accuracy", "standard error", "val", "far", "auc", "eer",
            "undetected",
        ]
        let rows = results.map { result -> [String] in
            let report = result.report
            let rates: [Double?] = [
                report?.accuracy.mean, report?.accuracy.standardError, report?.val.mean, report?.val.far,
                result.analysis.auc, result.analysis.eer,
            ]
            return [result.model, result.family, result.condition, result.side]
                + rates.map { $0?.formatted(decimals: 5) ?? "-" } + ["\(result.undetected)"]
        }
        return ([heading] + rows).map { $0.joined(separator: "\t") }.joined(separator: "\n")
    }
}
