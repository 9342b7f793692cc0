import FaceEvaluation

extension DocumentComparison.Row {
    /// Sets two results side by side.
    init(_ first: EvaluationDocument.Result, _ second: EvaluationDocument.Result) {
        models = [first.model, second.model]
        dataset = first.dataset
        condition = first.condition
        label = first.label
        side = first.side
        figures = Self.figures(first, second)
        unpaired = Self.obstacle(first, second)
        mcNemar = unpaired == nil ? Self.paired(first, second) : nil
    }

    private static func figures(
        _ first: EvaluationDocument.Result,
        _ second: EvaluationDocument.Result
    ) -> [DocumentComparison.Figure] {
        var figures: [DocumentComparison.Figure] = []
        func add(_ name: String, _ a: Double?, _ b: Double?, isGreaterBetter: Bool = true) {
            guard let a, let b else { return }
            figures.append(.init(name: name, first: a, second: b, difference: b - a, isGreaterBetter: isGreaterBetter))
        }
        add("accuracy", first.report?.accuracy.mean, second.report?.accuracy.mean)
        if let a = first.report?.val, let b = second.report?.val, a.target == b.target {
            add("val at \(a.target) over folds", a.mean, b.mean)
        }
        for point in first.analysis.operatingPoints {
            add("val at \(point.target)", point.val.rate, second.point(at: point.target)?.val.rate)
        }
        add("eer", first.analysis.eer, second.analysis.eer, isGreaterBetter: false)
        add("auc", first.analysis.auc, second.analysis.auc)
        add("dPrime", first.analysis.dPrime, second.analysis.dPrime)
        return figures
    }

    /// Why the decisions of both cannot be set side by side.
    private static func obstacle(
        _ first: EvaluationDocument.Result,
        _ second: EvaluationDocument.Result
    ) -> String? {
        guard first.pairs.hash == second.pairs.hash else {
            return
                "other pairs: \(first.pairs.count) of \(first.pairs.name), and \(second.pairs.count) of \(second.pairs.name)"
        }
        guard let a = first.report, let b = second.report else { return "no folds, so nothing was decided" }
        guard a.pairs == first.pairs.count, b.pairs == second.pairs.count else {
            return "pairs were left out: \(a.pairs) and \(b.pairs) of \(first.pairs.count) were decided"
        }
        // A file may say anything.
        let places = (a.wrongPairs + b.wrongPairs).map(\.index)
        guard first.pairs.count > 0, places.allSatisfy((0..<first.pairs.count).contains) else {
            return "wrong pairs are named that the list does not have"
        }
        return nil
    }

    private static func paired(
        _ first: EvaluationDocument.Result,
        _ second: EvaluationDocument.Result
    ) -> PairedComparison? {
        guard let a = first.report, let b = second.report else { return nil }
        return PairedComparison(
            wrongInFirst: Set(a.wrongPairs.map(\.index)),
            wrongInSecond: Set(b.wrongPairs.map(\.index)),
            pairs: first.pairs.count
        )
    }
}
