import FaceEvaluation
import Foundation

/// What a result depends on: curves where conditions lie along a scale, dots where they are kinds.
struct FamilyCharts {
    var document: EvaluationDocument

    /// What is along the curves of a family, with its unit.
    private static let axes: [String: String] = [
        "occlusion": "face covered by a block, %",
        "jpeg": "JPEG quality, 1 to 100",
        "pixels": "side of the face's crop, pixels",
        "dimension": "numbers in an embedding",
        "quantization": "bits a number",
        "training images": "photos trained on",
        "network": "multiply-adds a face",
    ]
    static let titles: [String: String] = [
        "occlusion": "Occlusion", "jpeg": "JPEG quality", "pixels": "Pixels", "dimension": "Embedding dimension",
        "quantization": "Bits of an embedding", "training images": "Training photos", "network": "Cost of a network",
    ]
    /// Families whose steps multiply.
    private static let multiplying: Set<String> = ["pixels", "dimension", "training images", "network"]

    func html() -> String {
        let charts = curves.map { $0.svg(isStandalone: false) } + dots.map { $0.svg() }
        return HTML.charts(charts)
    }

    /// A figure that is drawn.
    private struct Measure {
        var name: String
        var unit: String
        var value: (EvaluationDocument.Result) -> Double?
        var range: (EvaluationDocument.Result) -> ClosedRange<Double>?
    }

    private var measures: [Measure] {
        var measures: [Measure] = []
        if document.results.contains(where: { $0.report != nil }) {
            measures.append(
                Measure(
                    name: "accuracy",
                    unit: "accuracy over folds, %; band: two standard errors",
                    value: { $0.report.map { 100 * $0.accuracy.mean } },
                    range: { result in
                        result.report.map {
                            let (mean, error) = (100 * $0.accuracy.mean, 200 * $0.accuracy.standardError)
                            return max(mean - error, 0)...min(mean + error, 100)
                        }
                    }
                )
            )
        }
        // The least rate that all results have enough pairs for.
        let rates = document.results.map { Set($0.analysis.operatingPoints.map(\.target)) }
        let common = rates.dropFirst().reduce(rates.first ?? []) { $0.intersection($1) }
        if let rate = common.min() {
            measures.append(
                Measure(
                    name: "VAL at FAR \(rate.rateLabel)",
                    unit: "VAL at FAR \(rate.rateLabel), % of pairs of one person; band: 95 %",
                    value: { $0.point(at: rate).map { 100 * $0.val.rate } },
                    range: { result in
                        result.point(at: rate).map {
                            let interval = $0.valOverPeople ?? $0.val.interval
                            return 100 * interval.lower...100 * max(interval.lower, interval.upper)
                        }
                    }
                )
            )
        }
        return measures
    }

    // MARK: Curves

    private struct Line: Hashable {
        var model, dataset, side: String
    }

    private var curves: [LineChart] {
        let placed = document.results.filter { $0.parameter?.isFinite == true }
        return placed.map(\.family).unique.flatMap { family -> [LineChart] in
            let members = placed.filter { $0.family == family }
            // A point is no curve. Networks are points of one curve, each another model.
            let isOfNetworks = family == "network" || family == "dimension" || family == "training images"
            func line(_ result: EvaluationDocument.Result) -> Line {
                Line(model: isOfNetworks ? "" : result.model, dataset: result.dataset, side: result.side)
            }
            let lines = members.map(line).unique
            guard lines.contains(where: { line_ in members.count { line($0) == line_ } > 1 }) else { return [] }
            return measures.map { measure in
                chart(measure, family: family, lines: lines) { wanted in members.filter { line($0) == wanted } }
            }
        }
    }

    private func chart(
        _ measure: Measure,
        family: String,
        lines: [Line],
        members: (Line) -> [EvaluationDocument.Result]
    ) -> LineChart {
        var series: [LineChart.Series] = []
        for (color, line) in lines.enumerated() {
            let results = members(line).sorted { ($0.parameter ?? 0) < ($1.parameter ?? 0) }
            func points(_ value: (EvaluationDocument.Result) -> Double?) -> [LineChart.Point] {
                results.compactMap { result in
                    value(result).map { .init(result.parameter ?? 0, $0) }
                }
            }
            if lines.count <= 3 {
                let lower = points { measure.range($0)?.lowerBound }
                series.append(.init("", points { measure.range($0)?.upperBound }, floor: lower, color: color))
            }
            let name = [
                line.model, Set(lines.map(\.side)).count > 1 ? ResultNames.words(forSide: line.side) : "",
                Set(lines.map(\.dataset)).count > 1 ? line.dataset : "",
            ].filter { !$0.isEmpty }.joined(separator: ", ")
            var curve = LineChart.Series(name.isEmpty ? line.dataset : name, points(measure.value), color: color)
            curve.hasMarkers = true
            series.append(curve)
        }
        var chart = LineChart(
            "\(family == "occlusion" ? "A growing block" : Self.titles[family] ?? family): \(measure.name)",
            axis: Self.axes[family] ?? family,
            series: series
        )
        chart.axisUp = measure.unit
        chart.isLogarithmicAlong = Self.multiplying.contains(family)
        chart.isDashed = true
        chart.isRounded = true
        chart.hasEndLabels = lines.count > 1 && lines.allSatisfy { $0.model.count <= 20 }
        chart.width = 440
        return chart
    }

    // MARK: Dots

    private var dots: [DotChart] {
        // What lies on no scale, and what it is compared with.
        let kinds = document.results.filter { $0.parameter == nil }
        let names = ResultNames(kinds)
        let models = kinds.map(\.model).unique
        let setups = kinds.map(\.setup)
        guard setups.unique.count > 2 else { return [] }
        return measures.map { measure in
            DotChart(
                title: "By condition: \(measure.name)",
                axis: measure.unit.replacingOccurrences(of: "band", with: "line"),
                names: models.count > 1 ? models.enumerated().map { ($0.element, $0.offset % Palette.count) } : [],
                rows: setups.unique.map { setup in
                    let members = kinds.filter { $0.setup == setup }
                    return DotChart.Row(
                        name: members.first.flatMap(names.condition) ?? setup.condition,
                        dots: members.compactMap { result in
                            measure.value(result).map { value in
                                DotChart.Dot(
                                    value: value,
                                    range: measure.range(result),
                                    color: (models.firstIndex(of: result.model) ?? 0) % Palette.count
                                )
                            }
                        }
                    )
                }
            )
        }
    }
}
