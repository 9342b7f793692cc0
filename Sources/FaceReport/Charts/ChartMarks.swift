/// Curves, areas and points on a chart.
struct ChartMarks {
    var along: ChartScale
    var up: ChartScale
    var isDashed: Bool

    func svg(_ series: LineChart.Series, color: Int) -> [String] {
        func place(_ point: LineChart.Point) -> String {
            "\(SVG.coordinate(along(point.x))) \(SVG.coordinate(up(point.y)))"
        }
        func path(_ points: [LineChart.Point]) -> String { points.map(place).joined(separator: "L") }
        if let floor = series.floor {
            return ["<path class=\"f\(color) band\" d=\"M\(path(series.points + floor.reversed()))Z\"/>"]
        }
        if series.points.count == 1 || series.hasMarkers {
            let dots = series.points.map { Palette.marker(color, x: along($0.x), y: up($0.y)) }
            let line = "<path class=\"s s\(color)\(isDashed ? " d\(color)" : "")\" d=\"M\(path(series.points))\"/>"
            return series.points.count == 1 ? dots : [line] + dots
        }
        return ["<path class=\"s s\(color)\(isDashed ? " d\(color)" : "")\" d=\"M\(path(series.points))\"/>"]
    }

    /// A line across the chart, its label over its top.
    func svg(_ rule: LineChart.Rule, in frame: ChartFrame) -> String {
        let x = along(rule.x)
        // Near a side, the label would leave the picture.
        let anchor = x > frame.right - 80 ? "end" : x < frame.left + 80 ? "start" : "middle"
        return """
            <line class="rule" x1="\(SVG.coordinate(x))" x2="\(SVG.coordinate(x))" y1="\(SVG.coordinate(frame.top - 4))" \
            y2="\(SVG.coordinate(frame.bottom))"/>
            <text class="ink" x="\(SVG.coordinate(x))" y="\(SVG.coordinate(frame.top - 8))" \
            text-anchor="\(anchor)">\(SVG.escaped(rule.label))</text>
            """
    }
}
