import ArgumentParser
import FaceEmbedding
import FaceEvaluation
import FaceGallery
import Foundation

extension FaceNet {
    struct BenchmarkSearch: AsyncParsableCommand {
        /// How the nearest are found.
        enum Method: String, CaseIterable, ExpressibleByArgument {
            case exact, graph
        }

        static let configuration = CommandConfiguration(
            commandName: "search",
            abstract: "Measure how fast the nearest of very many faces are found.",
            discussion: """
                The faces are a synthetic crowd, whose distances are those of real faces; half of the queries are other photos \
                of its people, half are strangers. Embeddings are in memory, as a database that is read often has them. \
                With --method graph the breadth is the least whose recall is as asked. Notes go to standard error: seconds \
                to build, bytes a template, recall. Prints, tabs between: benchmark, precision, threads, batch, median, \
                unit, least, most, rounds, peak memory.

                Exits with 0, or 2 if a file cannot be written.
                """
        )

        @Option(help: ArgumentHelp("How many faces there are.", valueName: "n"))
        var templates = 1_000_000

        @Option(help: ArgumentHelp("How many coordinates an embedding has.", valueName: "n"))
        var dimension = 128

        @Option(help: ArgumentHelp("How many different queries are made.", valueName: "n"))
        var queries = 1000

        @Option(help: ArgumentHelp("How many faces each query wants.", valueName: "n"))
        var top = 10

        @Option(help: ArgumentHelp("How many queries are made at once.", valueName: "n"))
        var batch = 1

        @Option(help: "How the nearest are found.")
        var method = Method.exact

        @Option(help: ArgumentHelp("The share of the nearest that the graph is to find.", valueName: "share"))
        var recall = 0.99

        @Option(help: ArgumentHelp("How many links a face of the graph has.", valueName: "n"))
        var links = 16

        @Option(help: ArgumentHelp("How many threads a query uses.", valueName: "n"))
        var threads = 1

        @Option(help: ArgumentHelp("Keep the graph in a file, and use it if it is there.", valueName: "file"))
        var graph: String?

        @Option(help: ArgumentHelp("Write faces, queries and answers for other programs, and end.", valueName: "dir"))
        var write: String?

        @OptionGroup var rounds: RoundOptions

        func validate() throws {
            guard (1...16_000_000).contains(templates), (1...1_000_000).contains(queries) else {
                throw ValidationError("There are from 1 to 16000000 templates and from 1 to 1000000 queries.")
            }
            guard (SyntheticCrowd.leastDimension...4096).contains(dimension) else {
                let least = SyntheticCrowd.leastDimension
                throw ValidationError("The dimension is from \(least) to 4096, not \(dimension).")
            }
            guard (1...templates).contains(top), (1...queries).contains(batch), (1...1024).contains(threads) else {
                throw ValidationError("The top has up to \(templates) faces, and a batch up to \(queries) queries.")
            }
            guard recall > 0, recall <= 1, (2...256).contains(links) else {
                throw ValidationError("The recall is up to 1, and the links are from 2 to 256.")
            }
        }

        func run() async throws {
            try await reporting {
                let crowd = SearchCrowd(templates: templates, queries: queries, dimension: dimension)
                let snapshot = try crowd.snapshot(threads: threads)
                if let write {
                    try crowd.write(to: write, nearest: snapshot.nearest(to: crowd.queries, count: top, mode: .exact))
                    return
                }
                switch method {
                case .exact:
                    try await measure(snapshot, crowd.queries, .exact)
                case .graph:
                    let graph = try makeGraph(of: snapshot.table)
                    let whole = crowd.snapshot(snapshot.table, graph: graph, threads: threads)
                    try await measure(whole, crowd.queries, .graph(breadth: breadth(for: whole, crowd.queries)))
                }
            }
        }

        private func measure(_ snapshot: GallerySnapshot, _ queries: [Embedding], _ mode: SearchMode) async throws {
            var next = 0
            let rates = try await rounds.measure {
                let asked = (0..<batch).map { queries[(next + $0) % queries.count] }
                next += batch
                _ = try snapshot.nearest(to: asked, count: top, mode: mode)
                return batch
            }
            guard let rates else { return }
            try rounds.print(
                RateReport(
                    benchmark: "search \(method.rawValue) \(templates) x \(dimension)",
                    model: "synthetic crowd",
                    precision: "int8",
                    threads: threads,
                    batch: batch,
                    unit: "queries/s",
                    rounds: rates
                )
            )
        }

        private func makeGraph(of table: TemplateTable) throws -> GraphIndex {
            let start = ContinuousClock.now
            let identity = Array("benchmark \(templates) \(dimension) \(links)".utf8)
            let origin = GraphIndex.Origin(gallery: identity, revision: 0)
            let builders = ProcessInfo.processInfo.activeProcessorCount
            do throws(GalleryError) {
                let options = GraphIndex.Options(links: links)
                let path = graph ?? ""
                let (index, opening) = try GraphIndex.open(
                    path,
                    of: origin,
                    table: table,
                    options: options,
                    threads: builders
                )
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                let size = index.memory / templates
                Console.note("graph \(opening) in \(seconds.formatted(decimals: 1)) s, \(size) bytes a template")
                if let graph, case .rebuilt = opening { try index.save(to: graph, of: origin) }
                return index
            } catch {
                throw Failure("the graph", error.description)
            }
        }

        /// The least breadth of a ladder that finds the share asked for.
        private func breadth(for snapshot: GallerySnapshot, _ queries: [Embedding]) throws -> Int {
            let some = Array(queries.prefix(500))
            let truth = try snapshot.nearest(to: some, count: top, mode: .exact).map { Set($0.map(\.template)) }
            var breadth = max(16, top)
            while true {
                let found = try snapshot.nearest(to: some, count: top, mode: .graph(breadth: breadth))
                let hits = zip(found, truth).reduce(0) { sum, pair in
                    sum + pair.0.count { pair.1.contains($0.template) }
                }
                let share = Double(hits) / Double(some.count * top)
                Console.note("breadth \(breadth): recall \(share.formatted(decimals: 4))")
                if share >= recall || breadth >= snapshot.count { return breadth }
                breadth = breadth * 5 / 4
            }
        }
    }
}

extension GallerySnapshot {
    /// The nearest templates, with what keeps them from being found as a line to end with.
    fileprivate func nearest(
        to queries: [Embedding],
        count: Int,
        mode: SearchMode
    ) throws(Failure) -> [[TemplateNeighbor]] {
        do { return try nearestTemplates(toEach: queries, count: count, mode: mode) } catch {
            throw Failure("the crowd", error.description)
        }
    }
}
