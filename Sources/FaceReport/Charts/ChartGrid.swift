/// The lines, numbers and titles around a chart's curves.
struct ChartGrid {
    var frame: ChartFrame
    var along: ChartScale
    var up: ChartScale
    /// What is along the chart.
    var axis: String
    /// What is up the chart.
    var axisUp: String

    /// The marks; `titleY` is the top of the row where the title of the side stands.
    func svg(titleY: Double) -> [String] {
        let (left, right) = (SVG.coordinate(frame.left), SVG.coordinate(frame.right))
        let (top, bottom) = (SVG.coordinate(frame.top), SVG.coordinate(frame.bottom))
        var lines = up.ticks(5).flatMap { value -> [String] in
            let y = SVG.coordinate(up(value))
            let place = SVG.coordinate(frame.left - 6)
            return [
                "<line class=\"grid\" x1=\"\(left)\" x2=\"\(right)\" y1=\"\(y)\" y2=\"\(y)\"/>",
                "<text class=\"soft\" x=\"\(place)\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(up.label(value))</text>",
            ]
        }
        for value in along.ticks(7) {
            let x = SVG.coordinate(along(value))
            if along.isLogarithmic {
                lines.append("<line class=\"grid\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(top)\" y2=\"\(bottom)\"/>")
            }
            let y = SVG.coordinate(frame.bottom + 18)
            lines.append(
                "<text class=\"soft\" x=\"\(x)\" y=\"\(y)\" text-anchor=\"middle\">\(along.label(value))</text>"
            )
        }
        lines.append("<line class=\"axis\" x1=\"\(left)\" x2=\"\(right)\" y1=\"\(bottom)\" y2=\"\(bottom)\"/>")
        let place = "x=\"\(right)\" y=\"\(SVG.coordinate(frame.bottom + 35))\""
        lines.append("<text class=\"soft\" \(place) text-anchor=\"end\">\(SVG.escaped(axis))</text>")
        if !axisUp.isEmpty {
            lines.append(
                "<text class=\"soft\" x=\"8\" y=\"\(SVG.coordinate(titleY + 4))\">\(SVG.escaped(axisUp))</text>"
            )
        }
        return lines
    }
}
