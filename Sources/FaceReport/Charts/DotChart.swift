/// A figure of each of several things, with the range it lies in: a row a thing, a mark a curve.
struct DotChart {
    /// A mark.
    struct Dot {
        var value: Double
        /// What it may be as well.
        var range: ClosedRange<Double>?
        var color: Int
    }

    /// A row.
    struct Row {
        var name: String
        var dots: [Dot]
    }

    var title: String
    /// What is along it, with its unit.
    var axis: String
    /// What the colors mean.
    var names: [(name: String, color: Int)]
    var rows: [Row]
    /// The least and the greatest value shown whatever the rows have.
    var bounds: ClosedRange<Double>?
    var width = 440.0

    /// The chart as SVG, colors left to the page.
    func svg() -> String {
        let names = rows.map { SVG.shortened($0.name, to: 30) }
        let legend = Legend(self.names, width: width - 16)
        let labels = min(0.45 * width, 16 + (names.map(SVG.width).max() ?? 0))
        let top = 36 + 16 * Double(legend.rows)
        let heights = rows.map { 10 + 11 * Double(max($0.dots.count, 1)) }
        let frame = ChartFrame(left: labels, right: width - 16, top: top, bottom: top + heights.reduce(0, +))
        let values = rows.flatMap { $0.dots.flatMap { [$0.value, $0.range?.lowerBound, $0.range?.upperBound] } }
        let along = ChartScale(
            values.compactMap(\.self).filter(\.isFinite),
            bounds: bounds,
            isLogarithmic: false,
            isRounded: true,
            from: frame.left,
            to: frame.right
        )
        var lines = [
            SVG.opening(title, width: width, height: frame.bottom + 40, isStandalone: false),
            "<text class=\"ink title\" x=\"8\" y=\"18\">\(SVG.escaped(title))</text>",
        ]
        lines += legend.svg(x: 8, y: 36, isDashed: false, markers: Set(self.names.map(\.color)))
        lines += grid(along, in: frame)
        var y = frame.top
        for ((row, name), height) in zip(zip(rows, names), heights) {
            lines.append(
                """
                <text class="ink" x="\(SVG.coordinate(frame.left - 8))" y="\(SVG.coordinate(y + height / 2 + 4))" \
                text-anchor="end">\(SVG.escaped(name))</text>
                """
            )
            for (index, dot) in row.dots.enumerated() where dot.value.isFinite {
                lines.append(mark(dot, y: y + 10.5 + 11 * Double(index), along))
            }
            y += height
        }
        return (lines + ["</svg>"]).joined(separator: "\n")
    }

    private func mark(_ dot: Dot, y: Double, _ along: ChartScale) -> String {
        let range = dot.range.map { range in
            let (low, high) = (SVG.coordinate(along(range.lowerBound)), SVG.coordinate(along(range.upperBound)))
            return "<path class=\"s s\(dot.color)\" d=\"M\(low) \(SVG.coordinate(y))H\(high)\"/>"
        }
        return (range ?? "") + Palette.marker(dot.color, x: along(dot.value), y: y)
    }

    private func grid(_ along: ChartScale, in frame: ChartFrame) -> [String] {
        let (top, bottom) = (SVG.coordinate(frame.top), SVG.coordinate(frame.bottom))
        let right = SVG.coordinate(frame.right)
        var lines = along.ticks(6).map { value in
            let x = SVG.coordinate(along(value))
            return """
                <line class="grid" x1="\(x)" x2="\(x)" y1="\(top)" y2="\(bottom)"/>
                <text class="soft" x="\(x)" y="\(SVG.coordinate(frame.bottom + 18))" \
                text-anchor="middle">\(along.label(value))</text>
                """
        }
        lines.append(
            "<line class=\"axis\" x1=\"\(SVG.coordinate(frame.left))\" x2=\"\(right)\" y1=\"\(bottom)\" y2=\"\(bottom)\"/>"
        )
        let place = "x=\"\(right)\" y=\"\(SVG.coordinate(frame.bottom + 35))\""
        lines.append("<text class=\"soft\" \(place) text-anchor=\"end\">\(SVG.escaped(axis))</text>")
        return lines
    }
}
