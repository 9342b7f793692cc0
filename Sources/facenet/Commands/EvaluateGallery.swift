import ArgumentParser
import FaceEmbedding
import FaceEvaluation
import FaceGallery
import FaceNetworks
import FacePipeline
import FaceRecognition
import FaceReport
import Foundation

extension FaceNet {
    struct EvaluateGallery: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "gallery",
            abstract: "Measure identification: who is found, and how often a stranger is taken for somebody.",
            discussion: """
                Of a folder of photos for each person, everybody with more photos than are enrolled is enrolled by 1, 2, 3 and \
                5 photos, their other photos are looked up, and all others are strangers by one photo each. Prints the share \
                of probes whose person is nearest (rank1), and the share not found (FNIR) where 1 % and 0.1 % of the strangers \
                find somebody (FPIR); each person counts the same. Then, for galleries of several sizes, how often strangers \
                find somebody at the threshold that was to keep 1 % and 0.1 %, calibrated on other people (others) and on the \
                gallery's own (gallery); strangers by up to ten photos each, every person counting the same. With --crowd also \
                in galleries of as many synthetic people, three crowds together.

                0.1 % of a few thousand strangers are a handful: mind the interval (from, to).

                Exits with 0, or 2 if the photos cannot be read, or the model or the detector cannot be used.
                """
        )

        @OptionGroup var folder: LabeledFolderOptions

        @Option(
            help: ArgumentHelp(
                "LFW's pairs.txt: also measure what one-byte codes cost in accuracy.",
                valueName: "file"
            ),
            completion: .file(extensions: ["txt"])
        )
        var pairs: String?

        @Option(help: ArgumentHelp("How many times photos are drawn anew.", valueName: "n"))
        var rounds = 5

        @Option(help: ArgumentHelp("Also search a synthetic crowd of so many people.", valueName: "n"))
        var crowd: Int?

        @Option(help: ArgumentHelp("Write charts as SVG to this folder.", valueName: "folder"), completion: .directory)
        var charts: String?

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            guard (1...1000).contains(rounds) else {
                throw ValidationError("The number of rounds is from 1 to 1000, not \(rounds).")
            }
            if let crowd, !(1...10_000_000).contains(crowd) {
                throw ValidationError("A crowd has from 1 to 10000000 people, not \(crowd).")
            }
        }

        func run() async throws {
            try await reporting {
                let list = try pairs.map(PairList.init(readLFWFrom:))
                let (faces, reader) = try await folder.read()
                var result = GalleryEvaluation(
                    model: reader.embedder.model.card.name,
                    rule: "\(PersonRule.standard)",
                    photos: faces.embeddings.count,
                    people: Set(faces.people).count,
                    skipped: faces.skipped,
                    rounds: rounds
                )
                do throws(GalleryError) {
                    try measure(&result, faces, model: GalleryModel(reader.embedder))
                } catch {
                    throw Failure(folder.images, "\(error)")
                }
                if let list { result.codes = try codes(faces, list) }
                try write(result)
            }
        }

        private func measure(
            _ result: inout GalleryEvaluation,
            _ faces: LabeledFaces,
            model: GalleryModel
        ) throws(GalleryError) {
            let threads = folder.source.model.compute.threadCount
            var progress = Progress(total: 4 * rounds, unit: "galleries")
            for count in [1, 2, 3, 5] {
                try result.measureIdentification(
                    faces,
                    enrolling: count,
                    rule: .standard,
                    model: model,
                    threads: threads,
                    progress: progress
                )
            }
            progress.finish()
            let people = faces.byPerson
            progress = Progress(total: 2 * rounds + 25, unit: "calibrations")
            result.measureOthers(people, rounds: 2 * rounds, progress: progress)
            result.measureOwn(people, rounds: rounds, progress: progress)
            progress.finish()
            result.tail = ImpostorTail(oneFaceEach: faces.oneEach, source: folder.images)
            if let crowd {
                progress = Progress(total: 3 * 12_800, unit: "strangers")
                try result.measureCrowds(crowd, seeds: 1...3, strangers: 12_800, threads: threads, progress: progress)
                progress.finish()
            }
        }

        /// The protocol of `evaluate lfw`, on the same embeddings with all bits and in bytes.
        private func codes(_ faces: LabeledFaces, _ list: PairList) throws(Failure) -> GalleryEvaluation.Codes {
            let exact = Dictionary(zip(faces.names, faces.embeddings.map(\.coordinates))) { first, _ in first }
            let coded = Dictionary(
                zip(
                    faces.names,
                    faces.embeddings.map { EmbeddingCode($0).bytes.map { Float($0) / EmbeddingCode.scale } }
                )
            ) { first, _ in first }
            do throws(EvaluationError) {
                let report = try LFWProtocol().evaluate(list, features: exact)
                let other = try LFWProtocol().evaluate(list, features: coded)
                return GalleryEvaluation.Codes(
                    pairs: report.pairs,
                    accuracy: report.accuracy.mean,
                    accuracyOfCodes: other.accuracy.mean
                )
            } catch {
                throw Failure(pairs ?? folder.images, error)
            }
        }

        private func write(_ result: GalleryEvaluation) throws {
            if let charts {
                try Folder.create(charts)
                for (name, chart) in result.charts {
                    let file = try OutputFile(replacing: "\(charts)/\(name)")
                    try file.append(chart.svg() + "\n")
                    try file.commit()
                }
            }
            if json { try Console.printJSON(result) } else { Console.print(result.text) }
        }
    }
}
