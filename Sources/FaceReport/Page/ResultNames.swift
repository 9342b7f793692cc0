/// What tells the results of a document from one another, in words.
struct ResultNames {
    private let hasModels: Bool
    private let hasDatasets: Bool
    let hasSides: Bool
    private let hasLabels: Bool

    init(_ results: [EvaluationDocument.Result]) {
        hasModels = Set(results.map(\.model)).count > 1
        hasDatasets = Set(results.map(\.dataset)).count > 1
        hasSides = Set(results.map(\.side)).count > 1
        hasLabels = Set(results.map(\.condition)).count > 1
    }

    /// The model, condition, side and data set, as far as they differ anywhere.
    func callAsFunction(_ result: EvaluationDocument.Result) -> String {
        let parts = [hasModels ? result.model : nil, condition(result)].compactMap(\.self)
        return parts.isEmpty ? result.model : parts.joined(separator: ", ")
    }

    /// The same without the model; `nil` if nothing else differs.
    func condition(_ result: EvaluationDocument.Result) -> String? {
        let parts = [
            hasLabels ? result.label : nil,
            hasSides && result.condition != "bare" ? Self.words(forSide: result.side) : nil,
            hasDatasets ? result.dataset : nil,
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Everything that tells a result from others, in words.
    func full(_ result: EvaluationDocument.Result) -> String {
        "\(result.model), \(result.label)"
            + (result.side == "both" ? "" : ", \(Self.words(forSide: result.side))") + " on \(result.dataset)"
    }

    /// A side in words.
    static func words(forSide side: String) -> String {
        switch side {
        case "both": "both photos"
        case "probe": "second photo"
        case "gallery": "first photo"
        default: side
        }
    }
}

extension EvaluationDocument.Result {
    /// What two results have in common whose figures may be set side by side.
    struct Setup: Hashable {
        var dataset: String
        var family: String
        var condition: String
        var side: String
        var pairs: String
    }

    var setup: Setup {
        Setup(dataset: dataset, family: family, condition: condition, side: side, pairs: pairs.hash)
    }
}

extension Array where Element: Hashable {
    /// The elements, each once, in the order of their first.
    var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
