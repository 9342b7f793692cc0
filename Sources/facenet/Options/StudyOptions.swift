public import ArgumentParser
import FaceDetection
import FaceEvaluation
public import FaceLaboratory

/// The options of commands that measure models on one list of pairs under conditions.
struct StudyOptions: ParsableArguments {
    @OptionGroup var source: ReaderOptions

    @Option(
        name: .customLong("peer-model"),
        help: ArgumentHelp("Another model to measure beside it; may be given again.", valueName: "file"),
        completion: .file()
    )
    var peerModels: [String] = []

    @Option(
        help: ArgumentHelp("The folder that the pairs' names are relative to.", valueName: "folder"),
        completion: .directory
    )
    var images: String

    @Option(
        help: ArgumentHelp("The pairs: LFW's pairs.txt, or a table as evaluate pairs reads it.", valueName: "file"),
        completion: .file(extensions: ["txt", "csv", "tsv"])
    )
    var pairs: String

    @Option(help: ArgumentHelp("Only this many folds, at least 2, for a quick look.", valueName: "n"))
    var limitFolds: Int?

    @OptionGroup var cache: CacheOptions

    @OptionGroup var page: ReportOptions

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if let limitFolds, limitFolds < 2 {
            throw ValidationError("A fold is decided by the others: there are at least 2, not \(limitFolds).")
        }
    }

    /// The pairs.
    ///
    /// - Throws: ``Failure`` with the line if the list cannot be read, or names a photo that is not there.
    func pairList() throws(Failure) -> PairList {
        let list = try PairList(readFrom: pairs)
        try list.check(in: images, list: pairs)
        return limitFolds.map(list.prefix) ?? list
    }

    /// What the photos are called in reports: their folder's name, or that of the one above if it is just `images`.
    var datasetName: String {
        let parts = images.split(separator: "/").filter { $0 != "." }.map(String.init)
        guard let last = parts.last else { return "images" }
        return last == "images" && parts.count > 1 ? parts[parts.count - 2] : last
    }

    /// The models, each with its path.
    func models() -> [String] { [source.model.path()] + peerModels }

    /// The options of a reader for another model: the same detector, whose files may lie beside the first model.
    func source(for path: String) -> ReaderOptions {
        var other = source
        other.detector.detectorPath = source.detector.detectorPath
        if other.detector.detectorPath == nil, let folder = detectorFolder(source.model.path()) {
            other.detector.detectorPath = folder
        }
        other.model.file.model = path
        return other
    }

    private func detectorFolder(_ model: String) -> String? {
        source.detector.folders(model: model).first { source.detector.detector.files(in: [$0]) != nil }
    }
}

/// The option that says which photos of pairs are hidden.
struct SideOptions: ParsableArguments {
    @Option(
        name: .customLong("side"),
        help: ArgumentHelp(
            "Hide the second photo of a pair (probe), the first (gallery) or both; may be given again.",
            valueName: "side"
        )
    )
    var sides: [Side] = []
}

// The type is ours, of another target: nobody else can conform it.
extension Side: ExpressibleByArgument {}
