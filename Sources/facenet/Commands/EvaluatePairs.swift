import ArgumentParser
import FaceEvaluation
import FaceLaboratory
import FaceNetworks
import FacePipeline
import FaceReport

extension FaceNet {
    struct EvaluatePairs: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pairs",
            abstract: "Measure verification on any list of pairs of photos.",
            discussion: """
                A list is LFW's pairs.txt, or a table (CSV) with columns `first`, `second`, `same` and perhaps `fold`; photos \
                are relative to --images. Or a set of insightface in one file (--bin): lfw.bin, agedb_30.bin, cfp_fp.bin. Or \
                a table with the column `distance` or `similarity` as well, with --scores: whoever computed it, nothing is \
                embedded. Folds, if there are any, are decided by each other as LFW's are.

                Of each photo the face nearest the middle counts; a photo without a detected face is replaced by its middle, \
                and counted. Prints, tabs between, a name and its values a line; `far` is followed by the rate asked for, the \
                threshold, and the shares of pairs of different people and of the same person below it, each with the ends of \
                its exact 95 % interval. A rate that there are too few pairs of different people for is `unsupported`, with \
                the pairs it needs.

                Exits with 0, or 2 if a photo or the list cannot be read, or the model or the detector cannot be used.
                """
        )

        @OptionGroup var options: PairProtocolOptions

        @Option(
            help: ArgumentHelp("The folder that photos are relative to.", valueName: "folder"),
            completion: .directory
        )
        var images: String?

        @Option(
            help: ArgumentHelp("The list of pairs.", valueName: "file"),
            completion: .file(extensions: ["csv", "tsv", "txt"])
        )
        var pairs: String?

        @Option(
            help: ArgumentHelp("Photos and pairs in one file, as insightface has them.", valueName: "file"),
            completion: .file(extensions: ["bin"])
        )
        var bin: String?

        @Option(
            help: ArgumentHelp("The list of pairs with a distance or a similarity each.", valueName: "file"),
            completion: .file(extensions: ["csv", "tsv"])
        )
        var scores: String?

        @Option(help: ArgumentHelp("The folds of consecutive pairs that --bin is taken for.", valueName: "n"))
        var folds = 10

        @Flag(
            inversion: .prefixedNo,
            help: """
                The photos are faces cut out and aligned already: none are looked for. (default: with --bin, if the model \
                aligns by landmarks)
                """
        )
        var aligned: Bool?

        @Flag(help: "Compare by the angle between faces instead of the squared distance.")
        var cosine = false

        func validate() throws {
            guard [pairs, bin, scores].count(where: { $0 != nil }) == 1 else {
                throw ValidationError("One of --pairs, --bin and --scores.")
            }
            guard (pairs == nil) == (images == nil) else {
                throw ValidationError("--pairs needs --images, and only it.")
            }
            guard folds >= 1 else { throw ValidationError("There is at least one fold, not \(folds).") }
            if scores != nil, options.page.thumbnails { throw ValidationError("--scores knows no photos.") }
        }

        func run() async throws {
            try await reporting {
                try options.page.check()
                if let scores {
                    try await measureScores(scores)
                } else if let bin {
                    let unpacked = try UnpackedPairs.unpack(bin, folds: folds)
                    try await measure(unpacked.pairs, list: bin, in: unpacked.folder)
                } else if let pairs, let images {
                    let list = try PairList(readFrom: pairs, allowsUnequalFolds: options.unequalFolds)
                    try list.check(in: images, list: pairs)
                    try await measure(list, list: pairs, in: images)
                }
            }
        }

        private func measure(_ list: PairList, list path: String, in folder: String) async throws {
            var reader = try await options.reader(samples: list.images.map { "\(folder)/\($0)" })
            let isAligned = aligned ?? (bin != nil && reader.embedder.model.card.crop == .similarity112)
            if isAligned { reader.detector = AlignedFaces() }
            let faces = try await options.faces(of: list.images, in: folder, by: reader, aligned: isAligned)
            let distance = cosine ? FaceDistance.cosine : .squaredL2
            let distances: [Double]
            do throws(EvaluationError) {
                distances = try LFWProtocol(distance: distance).distances(
                    of: list,
                    features: faces.protocolFeatures(.bare, by: reader)
                ).map(\.distance)
            } catch {
                throw Failure(path, error)
            }
            let people = list.peopleByFolder
            let measurement = PairMeasurement(
                title: "Pairs of \(TextFile.name(of: path))",
                run: try options.run(
                    reader,
                    detector: isAligned ? AlignedFaces.identity : nil,
                    dataset: TextFile.name(of: bin ?? folder),
                    hashes: faces.hashes,
                    lists: bin == nil ? [path] : [],
                    distance: distance,
                    folds: list.folds.count
                ),
                list: list,
                distances: distances,
                distance: distance,
                people: people,
                undetected: faces.undetected,
                rates: options.rates,
                notes: people == nil ? ["it is not known who the pairs show, so no interval is over people"] : []
            )
            try await options.show(measurement, list: path) { _ in folder }
        }

        private func measureScores(_ path: String) async throws {
            let text = try TextFile.contents(of: path)
            let scored: ScoredPairs
            do throws(EvaluationError) {
                scored = try ScoredPairs(csv: text, allowsUnequalFolds: options.unequalFolds)
            } catch {
                throw Failure(path, error)
            }
            let name = TextFile.name(of: path)
            let model = RunRecord.ModelRecord(
                name: name,
                fingerprint: "",
                dimension: 0,
                parameters: 0,
                multiplyAdds: 0,
                precision: "",
                detector: "",
                crop: "",
                inputSize: ""
            )
            let measurement = PairMeasurement(
                title: "Pairs of \(name)",
                run: RunRecord(
                    models: [model],
                    data: [try RunRecord.DataRecord(list: path)],
                    settings: [RunRecord.Setting("folds", "\(scored.pairs.folds.count)")]
                ),
                list: scored.pairs,
                distances: scored.distances,
                people: scored.pairs.peopleByFolder,
                rates: options.rates,
                notes: ["the distances are the file's own"]
            )
            try await options.show(measurement, list: path) { _ in nil }
        }
    }
}
