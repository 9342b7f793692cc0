public import ArgumentParser
public import FaceGallery

/// How faces are grouped, as the command line names it.
enum ClusterMethodOption: String, ExpressibleByArgument, CaseIterable {
    case whispers, agglomerative, density
}

extension FaceClusterer.Linkage: ExpressibleByArgument {}

/// The options of grouping faces.
struct ClusterOptions: ParsableArguments {
    @Option(help: "How faces are grouped.")
    var method: ClusterMethodOption = .whispers

    @Option(help: "With --method agglomerative: what of all pairs of two groups counts.")
    var linkage: FaceClusterer.Linkage = .average

    @Option(
        help: ArgumentHelp(
            "The greatest squared distance, 0 to 4; otherwise what was best for the method in measurements.",
            valueName: "distance"
        )
    )
    var threshold: Float?

    @Option(
        help: ArgumentHelp("With --method density: faces within the threshold that make a core.", valueName: "n")
    )
    var coreFaces = 3

    @Option(help: ArgumentHelp("With --method whispers: decides the order of listening.", valueName: "n"))
    var seed: UInt64 = 0

    @Option(help: ArgumentHelp("Fewer faces than this are no group.", valueName: "n"))
    var minimumSize = 2

    @Flag(inversion: .prefixedNo, help: "A photo shows a person once: its faces are of different people.")
    var onePerPhoto = true

    func validate() throws {
        if let threshold, !(0...4).contains(threshold) {
            throw ValidationError("The threshold is from 0 to 4, not \(threshold).")
        }
        guard coreFaces >= 1 else { throw ValidationError("A core has at least 1 face, not \(coreFaces).") }
        guard minimumSize >= 1 else { throw ValidationError("A group has at least 1 face, not \(minimumSize).") }
    }

    /// What groups the faces.
    func clusterer(threads: Int) -> FaceClusterer {
        let method: FaceClusterer.Method =
            switch method {
            case .whispers: .whispers(seed: seed)
            case .agglomerative: .agglomerative(linkage)
            case .density: .density(minimumFaces: coreFaces)
            }
        return FaceClusterer(method: method, threshold: threshold, threads: threads)
    }
}
