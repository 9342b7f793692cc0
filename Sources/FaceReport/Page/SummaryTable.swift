import FaceEvaluation

/// Every result in a row, the best of each condition marked.
struct SummaryTable {
    var document: EvaluationDocument

    /// A column: its name, how a result fills it, and what makes one figure better than another.
    private struct Column {
        var name: String
        var cell: (EvaluationDocument.Result) -> String?
        var value: (EvaluationDocument.Result) -> Double?
        /// Whether the greatest is the best, or the least; `nil` if neither is.
        var isGreaterBetter: Bool?
    }

    func html() -> String {
        let results = document.results
        guard !results.isEmpty else { return "" }
        let columns = columns
        let setups = results.map(\.setup)
        var rows: [String] = []
        for (position, setup) in setups.unique.enumerated() {
            let group = results.indices.filter { setups[$0] == setup }
            let best = columns.map { self.best($0, of: group.map { results[$0] }) }
            for (index, place) in group.enumerated() {
                let result = results[place]
                let cells = zip(columns, best).map { column, best in
                    let isBest = best != nil && column.value(result) == best
                    return "<td\(isBest ? " class=\"best\"" : "")>\(column.cell(result) ?? "–")</td>"
                }
                let span = group.count > 1 ? " rowspan=\"\(group.count)\"" : ""
                let head = "<th scope=\"row\"\(span)>\(HTML.text(names.condition(result) ?? result.label))</th>"
                rows.append(
                    """
                    <tr\(index == 0 && position > 0 ? " class=\"group\"" : "")>\(index == 0 ? head : "")\
                    <td class="name">\(HTML.text(result.model))</td>\(cells.joined())</tr>
                    """
                )
            }
        }
        let head =
            ["<th scope=\"col\">Condition</th>", "<th scope=\"col\" class=\"name\">Model</th>"]
            + columns.map { "<th scope=\"col\">\(SVG.escaped($0.name))</th>" }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="Summary">
            <table>
            <thead><tr>\(head.joined())</tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table>
            </div>
            """
    }

    private var names: ResultNames { ResultNames(document.results) }

    /// The best value of rows that may be compared, if there are several and they differ.
    private func best(_ column: Column, of results: [EvaluationDocument.Result]) -> Double? {
        guard let isGreaterBetter = column.isGreaterBetter else { return nil }
        let values = results.compactMap(column.value).filter(\.isFinite)
        guard Set(values).count > 1 else { return nil }
        return isGreaterBetter ? values.max() : values.min()
    }

    /// The asked rates that tell results apart: where one of ten strangers is accepted, everybody is.
    private var targets: [Double] {
        let all = document.results.flatMap { $0.analysis.operatingPoints.map(\.target) }.unique.sorted(by: >)
        let low = all.filter { $0 < 0.05 }
        return low.isEmpty ? all : low
    }

    private var columns: [Column] {
        let results = document.results
        var columns: [Column] = []
        if results.contains(where: { $0.report != nil }) {
            columns.append(
                Column(
                    name: "Accuracy over folds, % ± standard error",
                    cell: { result in
                        result.report.map {
                            "\($0.accuracy.mean.percent) <small>± \($0.accuracy.standardError.percent)</small>"
                        }
                    },
                    value: { $0.report?.accuracy.mean },
                    isGreaterBetter: true
                )
            )
        }
        for target in results.compactMap({ $0.report?.val.target }).unique {
            columns.append(
                Column(
                    name: "VAL at FAR \(target.rateLabel) over folds, % (95 %)",
                    cell: { result in
                        guard let val = result.report?.val, val.target == target else { return nil }
                        return "\(val.mean.percent) <small>\(val.interval.percent)</small>"
                    },
                    value: { $0.report?.val.target == target ? $0.report?.val.mean : nil },
                    isGreaterBetter: true
                )
            )
        }
        for target in targets {
            columns.append(
                Column(
                    name: "VAL at FAR \(target.rateLabel), % (95 %)",
                    cell: { result in
                        result.point(at: target).map {
                            "\($0.val.rate.percent) <small>\(($0.valOverPeople ?? $0.val.interval).percent)</small>"
                        }
                    },
                    value: { $0.point(at: target)?.val.rate },
                    isGreaterBetter: true
                )
            )
        }
        columns += [
            Column(name: "EER, %", cell: \.analysis.eer.percent, value: \.analysis.eer, isGreaterBetter: false),
            Column(name: "AUC", cell: { $0.analysis.auc.fixed(5) }, value: \.analysis.auc, isGreaterBetter: true),
            Column(name: "d′", cell: { $0.analysis.dPrime?.fixed(2) }, value: \.analysis.dPrime, isGreaterBetter: true),
            Column(name: "Pairs", cell: { $0.pairs.count.grouped }, value: { _ in nil }),
            Column(name: "No face found", cell: { $0.undetected.grouped }, value: { _ in nil }),
        ]
        return columns
    }
}

extension EvaluationDocument.Result {
    /// What one threshold gives at an asked rate.
    func point(at target: Double) -> VerificationAnalysis.OperatingPoint? {
        analysis.operatingPoints.first { $0.target == target }
    }

    /// What is shown of a result where there is room for one figure.
    var mainPoint: VerificationAnalysis.OperatingPoint? { analysis.operatingPoints.min { $0.target < $1.target } }
}
