import FaceEvaluation

/// How far apart pairs of one person and of two are, with the threshold between.
struct DistanceChart {
    var result: EvaluationDocument.Result

    func svg() -> String {
        let (same, different) = (result.analysis.same, result.analysis.different)
        // Colors and dashes tell them apart, and their names at the top.
        let outlines = [outline(same), outline(different)]
        let names = ["pairs of one person", "pairs of different people"]
        let series = zip(outlines, names).enumerated().flatMap { color, part -> [LineChart.Series] in
            let floor = part.0.map { LineChart.Point($0.x, 0) }
            var line = LineChart.Series(part.1, part.0, color: color)
            line.keepsPoints = true
            var area = LineChart.Series("", part.0, floor: floor, color: color)
            area.keepsPoints = true
            return [area, line]
        }
        var chart = LineChart("Distances of pairs", axis: axis, series: series)
        chart.axisUp = "% of the pairs of their kind, a bin of \(SVG.label(same.binWidth))"
        chart.isDashed = true
        chart.isRounded = true
        chart.rules = rules
        chart.width = 440
        return chart.svg(isStandalone: false)
    }

    private var axis: String {
        let isAngle = result.report.map { $0.distance == .cosine } ?? (result.analysis.same.upper <= 1)
        return isAngle ? "angle between faces, share of a half turn" : "squared distance between faces"
    }

    /// The threshold that decides, or where both kinds of errors are as frequent.
    private var rules: [LineChart.Rule] {
        let thresholds = result.report?.thresholds ?? []
        guard !thresholds.isEmpty else {
            return [.init(result.analysis.eerThreshold, "equal errors at \(result.analysis.eerThreshold.short)")]
        }
        let mean = thresholds.reduce(0, +) / Double(thresholds.count)
        return [.init(mean, "threshold \(SVG.label(mean))")]
    }

    /// The steps of the bins from the first with a pair to the last, in percent.
    private func outline(_ histogram: Histogram) -> [LineChart.Point] {
        let total = Double(max(histogram.counts.reduce(0, +), 1))
        guard let first = histogram.counts.firstIndex(where: { $0 > 0 }),
            let last = histogram.counts.lastIndex(where: { $0 > 0 })
        else { return [] }
        var points = [LineChart.Point(histogram.lower + histogram.binWidth * Double(first), 0)]
        for bin in first...last {
            let height = 100 * Double(histogram.counts[bin]) / total
            let left = histogram.lower + histogram.binWidth * Double(bin)
            points += [.init(left, height), .init(left + histogram.binWidth, height)]
        }
        return points + [.init(histogram.lower + histogram.binWidth * Double(last + 1), 0)]
    }
}
