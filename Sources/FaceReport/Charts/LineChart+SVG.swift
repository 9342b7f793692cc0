extension LineChart {
    private static let line = 16.0

    /// The chart as SVG.
    ///
    /// - Parameter isStandalone: Whether the picture has its colors with it; without, the page around it has to have
    ///   ``SVG/style``.
    /// - Returns: An `svg` element.
    /// - Complexity: O(*points*).
    public func svg(isStandalone: Bool = true) -> String {
        let shown = shown
        let names = shown.filter { !$0.series.name.isEmpty }
        let legend = Legend(hasEndLabels ? [] : names.map { ($0.series.name, $0.color) }, width: width - 70)
        let rows = max(legend.rows, hasEndLabels ? 0 : 1)
        let top = 36 + Self.line * (Double(rows) + (axisUp.isEmpty ? 0 : 1) + (rules.isEmpty ? 0 : 1))
        let frame = ChartFrame(
            left: 56,
            right: width - (hasEndLabels ? EndLabels.room(for: names.map(\.series.name)) : 14),
            top: top,
            bottom: top + plotHeight
        )
        var lines = [
            SVG.opening(title, width: width, height: frame.bottom + 40, isStandalone: isStandalone),
            "<text class=\"ink title\" x=\"8\" y=\"18\">\(SVG.escaped(title))</text>",
        ]
        let points = shown.flatMap { $0.series.points + ($0.series.floor ?? []) }
        guard !points.isEmpty else {
            lines += ["<text class=\"soft\" x=\"56\" y=\"80\">nothing yet</text>", "</svg>"]
            return lines.joined(separator: "\n")
        }
        let along = ChartScale(
            points.map(\.x),
            bounds: boundsAlong,
            isLogarithmic: isLogarithmicAlong,
            from: frame.left,
            to: frame.right
        )
        let up = ChartScale(
            points.map(\.y),
            bounds: bounds,
            isLogarithmic: isLogarithmic,
            isRounded: isRounded,
            from: frame.bottom,
            to: frame.top
        )
        lines += legend.svg(x: 56, y: 36, isDashed: isDashed, markers: markers(of: shown))
        lines += ChartGrid(frame: frame, along: along, up: up, axis: axis, axisUp: axisUp).svg(
            titleY: 36 + Self.line * Double(rows)
        )
        let marks = ChartMarks(along: along, up: up, isDashed: isDashed)
        lines += shown.flatMap { marks.svg($0.series, color: $0.color) }
        lines += rules.filter { along.range.contains($0.x) }.map { marks.svg($0, in: frame) }
        if hasEndLabels {
            lines += EndLabels.svg(
                names.compactMap { item in
                    item.series.points.last.map { (item.series.name, up($0.y), item.color) }
                },
                x: frame.right + 8,
                in: frame
            )
        }
        return (lines + ["</svg>"]).joined(separator: "\n")
    }

    /// The colors whose curves have marks.
    private func markers(of shown: [(series: Series, color: Int)]) -> Set<Int> {
        Set(shown.filter(\.series.hasMarkers).map(\.color))
    }
}

/// Where a chart's curves are, in pixels.
struct ChartFrame {
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double
}
