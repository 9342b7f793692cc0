import ArgumentParser
import FaceDetection
import FaceEngine
import FaceEvaluation
import FaceNetworks
import FacePipeline
import FaceReport

extension FaceNet {
    struct EvaluateLFW: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lfw",
            abstract: "Measure verification by the protocol of Labeled Faces in the Wild.",
            discussion: """
                Ten given folds; each is decided by the threshold that is most accurate on the other nine. Of each photo the \
                face nearest the middle counts, weighted by size; a photo without a detected face is replaced by its middle, \
                and counted. Prints, tabs between, a name and its values a line; with --json one object, with thresholds, \
                wrong pairs, the curve, and every option that changes the figures: what `facenet report` reads.

                The published figures of the classic FaceNet models were made with --flip --subtract-mean --cosine.

                Exits with 0, or 2 if a photo or the list cannot be read, or the model or the detector cannot be used.
                """
        )

        @OptionGroup var source: ReaderOptions

        @Option(help: ArgumentHelp("The folder of LFW's people.", valueName: "folder"), completion: .directory)
        var images: String

        @Option(help: ArgumentHelp("LFW's pairs.txt.", valueName: "file"), completion: .file(extensions: ["txt"]))
        var pairs: String

        @Flag(help: "Embed each face mirrored too, and compare both halves.")
        var flip = false

        @Flag(help: "Take the mean of the training folds from every face.")
        var subtractMean = false

        @Flag(help: "Compare by the angle between faces instead of the squared distance.")
        var cosine = false

        @Option(help: ArgumentHelp("The false accept rate at which the validation rate is given.", valueName: "rate"))
        var far = 1e-3

        @Option(help: ArgumentHelp("Only this many folds, at least 2, for a quick look.", valueName: "n"))
        var limitFolds: Int?

        @OptionGroup var page: ReportOptions

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            guard far > 0, far <= 1 else {
                throw ValidationError("The false accept rate is above 0 and at most 1, not \(far).")
            }
            if let limitFolds, limitFolds < 2 {
                throw ValidationError("A fold is decided by the others: there are at least 2, not \(limitFolds).")
            }
        }

        func run() async throws {
            try await reporting {
                let all = try PairList(readLFWFrom: pairs)
                let list = limitFolds.map(all.prefix) ?? all
                try page.check()
                let paths = list.images.map { "\(images)/\($0)" }
                let reader = try await source.reader(
                    choice: .central,
                    mirroring: flip ? .concatenated : .none,
                    samples: paths
                )
                let start = ContinuousClock.now
                let faces = try await LFWFaces(of: list.images, in: images, by: reader)
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                let report = try evaluate(list, faces: faces, reader: reader)
                let result = LFWReport(
                    report: report,
                    options: options(for: reader, folds: list.folds.count),
                    photos: paths.count,
                    seconds: seconds,
                    document: json || page.report != nil
                        ? try document(report, list, faces: faces, reader: reader) : nil
                )
                if let document = result.document { try await page.write(document) { _ in images } }
                if json {
                    try Console.printJSON(result)
                } else {
                    Console.print(result.text)
                }
            }
        }

        private func evaluate(
            _ list: PairList,
            faces: LFWFaces,
            reader: FaceReader
        ) throws(Failure) -> VerificationReport {
            do throws(EvaluationError) {
                return try measure.evaluate(
                    list,
                    features: faces.features,
                    undetected: UndetectedFaces(faces.undetected),
                    precision: reader.embedder.options.precision.rawValue
                )
            } catch {
                throw Failure(pairs, error)
            }
        }

        private var measure: LFWProtocol {
            LFWProtocol(distance: cosine ? .cosine : .squaredL2, subtractsMean: subtractMean, falseAcceptRate: far)
        }

        /// All that the page shows and `facenet report` compares.
        private func document(
            _ report: VerificationReport,
            _ list: PairList,
            faces: LFWFaces,
            reader: FaceReader
        ) throws(Failure) -> EvaluationDocument {
            let name = "LFW"
            let analysis: VerificationAnalysis
            do throws(EvaluationError) {
                analysis = try VerificationAnalysis(
                    measure.distances(of: list, features: faces.features),
                    distance: measure.distance
                )
            } catch {
                throw Failure(pairs, error)
            }
            let model = RunRecord.ModelRecord(reader, detector: source.detector.detector.rawValue)
            let result = EvaluationDocument.Result(
                model: model.name,
                dataset: name,
                report: report,
                analysis: analysis,
                pairs: EvaluationDocument.PairsRecord(name: TextFile.name(of: pairs), list),
                undetected: report.undetected
            )
            return EvaluationDocument(
                title: "Labeled Faces in the Wild",
                run: RunRecord(
                    models: [model],
                    data: [
                        RunRecord.DataRecord(name: name, hashes: faces.hashes),
                        try RunRecord.DataRecord(list: pairs),
                    ],
                    settings: options(for: reader, folds: list.folds.count).settings
                ),
                results: [result]
            )
        }

        private func options(for reader: FaceReader, folds: Int) -> LFWReport.Options {
            let card = reader.embedder.model.card
            return LFWReport.Options(
                model: card.name,
                detector: source.detector.detector.rawValue,
                precision: reader.embedder.options.precision.rawValue,
                crop: card.crop.description,
                inputSize: card.inputSize.description,
                flip: flip,
                subtractMean: subtractMean,
                distance: (cosine ? FaceDistance.cosine : .squaredL2).rawValue,
                falseAcceptRate: far,
                folds: folds,
                faceChoice: FaceChoice.central.rawValue,
                threads: reader.options.threads
            )
        }
    }
}
