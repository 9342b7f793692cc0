import FaceEvaluation

/// Figures along a scale, such as the quality of a JPEG: a curve for each model and side.
struct FamilyCurves {
    var results: [EvaluationDocument.Result]

    /// What is along the curves of a family, with its unit.
    private static let axes: [String: String] = [
        "occlusion": "face covered by a block, %",
        "jpeg": "JPEG quality, 1 to 100",
        "pixels": "side of the face's crop, pixels",
        "dimension": "numbers in an embedding",
        "first numbers kept": "numbers kept of an embedding",
        "quantization": "bits a number",
        "training images": "photos trained on",
        "network": "multiply-adds a face",
    ]
    /// Families by names for people.
    static let titles: [String: String] = [
        "occlusion": "Occlusion", "jpeg": "JPEG quality", "pixels": "Pixels", "dimension": "Embedding dimension",
        "first numbers kept": "First numbers of an embedding", "quantization": "Bits of an embedding",
        "training images": "Training photos", "network": "Cost of a network",
    ]
    /// Families whose steps multiply.
    private static let multiplying: Set<String> = [
        "pixels", "dimension", "first numbers kept", "training images", "network",
    ]
    /// Families where each point is another model.
    private static let modelwise: Set<String> = ["dimension", "training images", "network"]
    /// With more curves than this, their intervals would cover one another.
    private static let mostBands = 3

    private struct Line: Hashable {
        var model, dataset, side: String
    }

    private typealias Placed = (place: Double, result: EvaluationDocument.Result)

    /// A chart for each family of at least two points, and each figure.
    var charts: [LineChart] {
        let families = results.filter { $0.parameter?.isFinite == true }.map(\.family).unique
        return families.flatMap { family -> [LineChart] in
            let lines = lines(of: family)
            // A point is no curve.
            guard lines.contains(where: { $0.points.count > 1 }) else { return [] }
            return Measure.all(of: results).map { chart($0, family: family, lines: lines) }
        }
    }

    private func lines(of family: String) -> [(line: Line, points: [Placed])] {
        func line(_ result: EvaluationDocument.Result) -> Line {
            let model = Self.modelwise.contains(family) ? "" : result.model
            return Line(model: model, dataset: result.dataset, side: result.side)
        }
        let members = results.filter { $0.family == family && $0.parameter?.isFinite == true }
        return members.map(line).unique.map { wanted in
            var points: [Placed] = members.filter { line($0) == wanted }.map { ($0.parameter ?? 0, $0) }
            // Nothing covered is where a growing block begins.
            if family == "occlusion" {
                let bare = results.first {
                    $0.condition == "bare" && $0.model == wanted.model && $0.dataset == wanted.dataset
                }
                if let bare { points.append((0, bare)) }
            }
            return (wanted, points.sorted { $0.place < $1.place })
        }
    }

    private func chart(
        _ measure: Measure,
        family: String,
        lines: [(line: Line, points: [Placed])]
    ) -> LineChart {
        var series: [LineChart.Series] = []
        let hasBands = lines.count <= Self.mostBands
        for (color, line) in lines.enumerated() {
            func points(_ value: (EvaluationDocument.Result) -> Double?) -> [LineChart.Point] {
                line.points.compactMap { point in value(point.result).map { .init(point.place, $0) } }
            }
            if hasBands {
                let lower = points { measure.interval($0)?.lowerBound }
                series.append(.init("", points { measure.interval($0)?.upperBound }, floor: lower, color: color))
            }
            var curve = LineChart.Series(name(line.line, among: lines.map(\.line)), points(measure.value), color: color)
            curve.hasMarkers = true
            series.append(curve)
        }
        let title = family == "occlusion" ? "A growing block" : Self.titles[family] ?? family
        var chart = LineChart("\(title): \(measure.name)", axis: Self.axes[family] ?? family, series: series)
        chart.axisUp = measure.unit + (hasBands ? "; band: \(measure.range)" : "")
        chart.isLogarithmicAlong = Self.multiplying.contains(family)
        chart.isDashed = true
        chart.isRounded = true
        chart.hasEndLabels = (2...6).contains(lines.count) && series.allSatisfy { $0.name.count <= 24 }
        chart.width = 440
        return chart
    }

    /// The model, the side and the data set, as far as they differ.
    private func name(_ line: Line, among lines: [Line]) -> String {
        let parts = [
            Set(lines.map(\.model)).count > 1 ? line.model : "",
            Set(lines.map(\.side)).count > 1 ? ResultNames.words(forSide: line.side) : "",
            Set(lines.map(\.dataset)).count > 1 ? line.dataset : "",
        ].filter { !$0.isEmpty }
        guard parts.isEmpty else { return parts.joined(separator: ", ") }
        return line.model.isEmpty ? line.dataset : line.model
    }
}
