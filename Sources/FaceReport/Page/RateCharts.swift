import FaceEvaluation
import Foundation

/// ROC and DET of results, as many charts as keep the curves apart.
struct RateCharts {
    /// More curves than this are no longer told apart.
    static let most = 7
    /// With more curves than this, their intervals would cover one another.
    private static let mostBands = 3

    var document: EvaluationDocument

    func html() -> String {
        let names = ResultNames(document.results)
        let bare = document.results.filter { $0.condition == "bare" }
        var charts: [String] = []
        for (title, group) in groups {
            // What others are compared with is in every chart of its model.
            let models = Set(group.map(\.model))
            let references = group.contains { $0.condition == "bare" } ? [] : bare.filter { models.contains($0.model) }
            let isOne = references.count == 1
            // The title has the model where there is one.
            func name(_ result: EvaluationDocument.Result) -> String {
                models.count == 1 ? names.condition(result) ?? result.model : names(result)
            }
            let curves =
                (isOne ? references.map { (name($0), Palette.reference, $0) } : [])
                + group.enumerated().map { (name($0.element), $0.offset, $0.element) }
            charts += [chart(title, curves, isDET: false), chart(title, curves, isDET: true)].map {
                $0.svg(isStandalone: false)
            }
        }
        return HTML.charts(charts)
    }

    /// Results that are shown together: bare ones of all models, then each family by model.
    private var groups: [(title: String, results: [EvaluationDocument.Result])] {
        struct Key: Hashable {
            var dataset, family, side, model: String
        }
        func key(_ result: EvaluationDocument.Result) -> Key {
            let isBare = result.condition == "bare"
            return Key(
                dataset: result.dataset,
                family: isBare ? "bare" : result.family,
                side: isBare ? "" : result.side,
                model: isBare ? "" : result.model
            )
        }
        let keys = document.results.map(key)
        let names = ResultNames(document.results)
        return keys.unique.flatMap { key in
            let all = zip(keys, document.results).filter { $0.0 == key }.map(\.1)
            let count = (all.count + Self.most - 1) / Self.most
            let title = [
                key.family == "bare" ? "" : FamilyCurves.titles[key.family] ?? key.family,
                key.side.isEmpty || !names.hasSides ? "" : ResultNames.words(forSide: key.side),
                key.model.isEmpty || Set(document.results.map(\.model)).count < 2 ? "" : key.model,
            ].filter { !$0.isEmpty }.joined(separator: ", ")
            return (0..<count).map { part in
                let range = all.count * part / count..<all.count * (part + 1) / count
                return (title + (count > 1 ? " (\(part + 1) of \(count))" : ""), Array(all[range]))
            }
        }
    }

    private func chart(
        _ title: String,
        _ curves: [(name: String, color: Int, result: EvaluationDocument.Result)],
        isDET: Bool
    ) -> LineChart {
        let counts = curves.map { RateCurve($0.result.analysis) }
        let least = counts.map(\.leastFalseAcceptRate).min() ?? 1e-3
        let bottom = counts.map(\.leastFalseRejectRate).min() ?? 1e-3
        var series: [LineChart.Series] = []
        for (curve, count) in zip(curves, counts) {
            if curves.count <= Self.mostBands {
                let band = count.band(from: least, isDET: isDET, bottom: bottom)
                series.append(.init("", band.upper, floor: band.lower, color: curve.color))
            }
            var line = LineChart.Series(
                curve.name,
                count.points(from: least, isDET: isDET, bottom: bottom),
                color: curve.color
            )
            line.keepsPoints = true
            series.append(line)
        }
        var chart = LineChart(
            (isDET ? "DET" : "ROC") + (title.isEmpty ? "" : ": \(title)"),
            axis: "false accept rate (FAR): share of pairs of different people",
            series: series,
            bounds: isDET ? bottom...1 : nil,
            isLogarithmic: isDET
        )
        chart.axisUp =
            isDET
            ? "false reject rate: share of pairs of one person"
            : "validation rate (VAL): % of pairs of one person accepted"
        chart.boundsAlong = least...1
        chart.isLogarithmicAlong = true
        chart.isDashed = true
        chart.isRounded = !isDET
        chart.width = 440
        chart.plotHeight = 230
        return chart
    }
}
