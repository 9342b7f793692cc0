import ArgumentParser
import FaceEvaluation
import FaceReport

extension FaceNet {
    struct EvaluateSets: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sets",
            abstract: "Measure verification of folders of photos, such as the frames of videos.",
            discussion: """
                By the paper's protocol for YouTube Faces: two folders are as far apart as all pairs of their first hundred \
                photos are on average. The list is that set's splits.txt, or a table (CSV) with columns `first`, `second`, \
                `same` and perhaps `fold`, which name folders relative to --images. Photos come in the order of their names, \
                numbers in them by value. Photos without a detected face are left out; of a folder without any face the \
                middles of its photos count.

                Prints what `evaluate pairs` does. Exits with 0, or 2 if a folder, a photo or the list cannot be read, or the \
                model or the detector cannot be used.
                """
        )

        @OptionGroup var options: PairProtocolOptions

        @Option(
            help: ArgumentHelp("The folder that the sets are relative to.", valueName: "folder"),
            completion: .directory
        )
        var images: String

        @Option(
            help: ArgumentHelp("The list of pairs of folders.", valueName: "file"),
            completion: .file(extensions: ["csv", "tsv", "txt"])
        )
        var pairs: String

        @Option(help: ArgumentHelp("The most photos that count of a folder.", valueName: "n"))
        var frames = FrameSet.paperLimit

        func validate() throws {
            guard frames >= 1 else { throw ValidationError("At least one photo of a folder counts, not \(frames).") }
            if options.page.thumbnails { throw ValidationError("Pairs of folders have no --thumbnails.") }
        }

        func run() async throws {
            try await reporting {
                let list = try PairList(readFrom: pairs, allowsUnequalFolds: options.unequalFolds)
                try list.check(in: images, list: pairs)
                try options.page.check()
                let names = list.images
                let folders = try FrameFolders(names, in: images, limit: frames)
                let reader = try await options.reader(samples: folders.all(names).map { "\(images)/\($0)" })
                let faces = try await CollectedFaces(
                    names.map { folders.frames[$0] ?? [] },
                    in: images,
                    by: reader,
                    options: options
                )
                let sets = folders.frames.mapValues { FrameSet($0.compactMap { faces.features[$0] }, limit: frames) }
                let distances = list.pairs.map { pair in
                    guard let first = sets[pair.first], let second = sets[pair.second] else { return Double.nan }
                    return first.meanSquaredDistance(to: second)
                }
                let measurement = PairMeasurement(
                    title: "Sets of \(TextFile.name(of: pairs))",
                    run: try options.run(
                        reader,
                        dataset: TextFile.name(of: images),
                        hashes: faces.hashes,
                        lists: [pairs],
                        folds: list.folds.count,
                        more: [RunRecord.Setting("frames", "\(frames)")]
                    ),
                    list: list,
                    distances: distances,
                    people: list.peopleByFolder,
                    undetected: faces.undetected,
                    rates: options.rates,
                    notes: faces.notes("folders")
                )
                try await options.show(measurement, list: pairs) { _ in nil }
            }
        }
    }
}
