/// Which results of two documents are about the same.
struct ResultMatching {
    typealias Result = EvaluationDocument.Result

    /// The results that both have, in the order of the first.
    private(set) var pairs: [(first: Result, second: Result)] = []
    private(set) var onlyInFirst: [Result] = []
    private(set) var onlyInSecond: [Result] = []

    private struct Key: Hashable {
        var model: String?
        var dataset, family, condition, side: String

        init(_ result: Result, hasModel: Bool) {
            model = hasModel ? result.model : nil
            dataset = result.dataset
            family = result.family
            condition = result.condition
            side = result.side
        }
    }

    init(_ first: [Result], _ second: [Result]) {
        var matches: [Int: Int] = [:]
        var (left, right) = (Array(first.indices), Array(second.indices))
        for hasModel in [true, false] {
            let lefts = Dictionary(grouping: left) { Key(first[$0], hasModel: hasModel) }
            let rights = Dictionary(grouping: right) { Key(second[$0], hasModel: hasModel) }
            for (key, places) in lefts {
                // Several of one kind: nobody can tell which belongs to which.
                guard places.count == 1, let others = rights[key], others.count == 1 else { continue }
                matches[places[0]] = others[0]
            }
            let taken = Set(matches.values)
            left.removeAll { matches[$0] != nil }
            right.removeAll { taken.contains($0) }
        }
        pairs = first.indices.compactMap { place in matches[place].map { (first[place], second[$0]) } }
        onlyInFirst = left.map { first[$0] }
        onlyInSecond = right.map { second[$0] }
    }
}
