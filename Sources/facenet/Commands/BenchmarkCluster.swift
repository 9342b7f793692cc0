import ArgumentParser
import FaceEmbedding
import FaceEvaluation
import FaceGallery
import Foundation

extension FaceNet {
    struct BenchmarkCluster: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cluster",
            abstract: "Measure how fast faces are grouped by person.",
            discussion: """
                The faces are a .npy file, as `embed --format npy` writes it, or with --crowd those of people who do not \
                exist, five photos each, of 128 dimensions. Prints, tabs between: faces, dimension, groups, seconds, peak \
                memory in MiB, and of a crowd the B-cubed F; with --json an object, with the group of each face. Reading \
                and drawing are not counted.

                Exits with 0, or 2 if the file cannot be read.
                """
        )

        @OptionGroup var options: ClusterOptions

        @Option(help: ArgumentHelp("Group this many faces of people who do not exist.", valueName: "n"))
        var crowd: Int?

        @Option(help: ArgumentHelp("How many threads compute. (default: one a core)", valueName: "n"))
        var threads: Int?

        @Flag(help: "Print JSON.")
        var json = false

        @Argument(help: "The embeddings.", completion: .file(extensions: ["npy"]))
        var embeddings: String?

        func validate() throws {
            try ComputeOptions.validate(threads: threads)
            guard (embeddings == nil) != (crowd == nil) else { throw ValidationError("Give a file or a crowd.") }
            if let crowd, !(1...10_000_000).contains(crowd) {
                throw ValidationError("A crowd is from 1 to 10000000 faces, not \(crowd).")
            }
        }

        func run() async throws {
            try await reporting {
                let (people, photos) = (SyntheticCrowd(seed: 1), 5)
                let faces =
                    if let embeddings { try EmbeddingMatrix.embeddings(at: embeddings) } else {
                        (0..<(crowd ?? 0)).map { people.photo($0 % photos, of: $0 / photos) }
                    }
                let clusterer = options.clusterer(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
                let start = ContinuousClock.now
                let clustering: Clustering
                do throws(ClusteringError) {
                    clustering = try clusterer.clustering(of: faces)
                } catch {
                    throw Failure(embeddings ?? "the crowd", error)
                }
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                if json {
                    let result = Result(seconds: seconds, isExact: clustering.isExact, labels: clustering.labels)
                    try Console.printJSON(result)
                } else {
                    var figures = [
                        "\(faces.count)", "\(faces.first?.dimension ?? 0)", "\(clustering.groups.count)",
                        seconds.formatted(decimals: 3), RateReport.peakMemory.formatted(decimals: 0),
                    ]
                    if embeddings == nil {
                        let report = ClusteringReport(
                            groups: clustering.labels,
                            people: faces.indices.map { $0 / photos }
                        )
                        figures.append(report.bCubed.f.formatted(decimals: 4))
                    }
                    Console.print(figures.joined(separator: "\t"))
                }
            }
        }
    }
}

private struct Result: Encodable {
    var seconds: Double
    var isExact: Bool
    var labels: [Int]
}
