import Foundation

/// Curves over one axis, as a picture of its own: no script, no font and no file from elsewhere.
///
/// Colors follow the reader's preference for light or dark.
public struct LineChart: Hashable, Sendable {
    /// A point of a curve.
    public struct Point: Hashable, Sendable {
        /// Along the chart, such as the step.
        public var x: Double
        /// Up the chart.
        public var y: Double

        /// Creates a point.
        public init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// One curve.
    public struct Series: Hashable, Sendable {
        /// What the legend calls it.
        public var name: String
        /// Its points, ascending in `x`.
        public var points: [Point]
        /// Where given, an area from these points' `y` up to those of ``points``, instead of a line.
        public var floor: [Point]?
        /// Which color it has; by its place if `nil`.
        public var color: Int?

        /// Creates a curve, or an area.
        public init(_ name: String, _ points: [Point], floor: [Point]? = nil, color: Int? = nil) {
            self.name = name
            self.points = points
            self.floor = floor
            self.color = color
        }
    }

    /// What stands above the chart.
    public var title: String
    /// What is along it.
    public var axis: String
    /// The curves; those without finite points are left out.
    public var series: [Series]
    /// The least and the greatest `y` that are shown whatever the curves do.
    public var bounds: ClosedRange<Double>?
    /// Whether a step up the chart multiplies; values that are not positive are left out then.
    public var isLogarithmic: Bool

    /// Creates a chart.
    public init(
        _ title: String,
        axis: String = "step",
        series: [Series],
        bounds: ClosedRange<Double>? = nil,
        isLogarithmic: Bool = false
    ) {
        self.title = title
        self.axis = axis
        self.series = series
        self.bounds = bounds
        self.isLogarithmic = isLogarithmic
    }

    private static let width = 560.0
    private static let height = 260.0
    private static let frame = (left: 56.0, right: 14.0, top: 52.0, bottom: 34.0)
    /// More points than this are averaged: a screen has no more.
    private static let resolution = 400

    /// The chart as SVG.
    ///
    /// - Complexity: O(*points*).
    public func svg() -> String {
        let shown = series.enumerated().map { index, series in
            (color: (series.color ?? index) % 5, series: thinned(series))
        }
        .filter { !$0.series.points.isEmpty }
        let width = SVG.coordinate(Self.width), height = SVG.coordinate(Self.height)
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
            role="img" aria-label="\(SVG.escaped(title))">
            """,
            "<style>\(SVG.style)</style>",
            "<text class=\"ink title\" x=\"\(SVG.coordinate(Self.frame.left))\" y=\"18\">\(SVG.escaped(title))</text>",
        ]
        let points = shown.flatMap { $0.series.points + ($0.series.floor ?? []) }
        if points.isEmpty {
            lines.append("<text class=\"soft\" x=\"\(SVG.coordinate(Self.frame.left))\" y=\"80\">nothing yet</text>")
        } else {
            let scale = Scale(points, bounds: bounds, isLogarithmic: isLogarithmic)
            lines += grid(scale) + shown.flatMap { marks($0.series, color: $0.color, scale) }
            lines += legend(shown.map { ($0.series.name, $0.color) })
        }
        return (lines + ["</svg>"]).joined(separator: "\n")
    }

    private func thinned(_ series: Series) -> Series {
        func thinned(_ points: [Point]) -> [Point] {
            let good = points.filter { $0.x.isFinite && $0.y.isFinite && (!isLogarithmic || $0.y > 0) }
            guard good.count > Self.resolution else { return good }
            return (0..<Self.resolution).map { index in
                let part = good[good.count * index / Self.resolution..<good.count * (index + 1) / Self.resolution]
                let count = Double(part.count)
                return Point(part.reduce(0) { $0 + $1.x } / count, part.reduce(0) { $0 + $1.y } / count)
            }
        }
        var series = series
        series.points = thinned(series.points)
        series.floor = series.floor.map(thinned)
        return series
    }

    private func grid(_ scale: Scale) -> [String] {
        let (left, right) = (Self.frame.left, Self.width - Self.frame.right)
        let (top, bottom) = (Self.frame.top, Self.height - Self.frame.bottom)
        var lines = scale.ticksUp.flatMap { value -> [String] in
            let y = SVG.coordinate(scale.y(value, top, bottom))
            let (x, edge) = (SVG.coordinate(left), SVG.coordinate(right))
            let place = SVG.coordinate(left - 6)
            return [
                "<line class=\"grid\" x1=\"\(x)\" x2=\"\(edge)\" y1=\"\(y)\" y2=\"\(y)\"/>",
                "<text class=\"soft\" x=\"\(place)\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(SVG.label(value))</text>",
            ]
        }
        lines += scale.ticksAlong.map { value in
            let x = SVG.coordinate(scale.x(value, left, right))
            let y = SVG.coordinate(bottom + 16)
            return "<text class=\"soft\" x=\"\(x)\" y=\"\(y)\" text-anchor=\"middle\">\(SVG.label(value))</text>"
        }
        let y = SVG.coordinate(bottom)
        lines.append(
            "<line class=\"axis\" x1=\"\(SVG.coordinate(left))\" x2=\"\(SVG.coordinate(right))\" y1=\"\(y)\" y2=\"\(y)\"/>"
        )
        let place = "x=\"\(SVG.coordinate(right))\" y=\"\(SVG.coordinate(bottom + 30))\""
        lines.append("<text class=\"soft\" \(place) text-anchor=\"end\">\(SVG.escaped(axis))</text>")
        return lines
    }

    private func marks(_ series: Series, color: Int, _ scale: Scale) -> [String] {
        let (left, right) = (Self.frame.left, Self.width - Self.frame.right)
        let (top, bottom) = (Self.frame.top, Self.height - Self.frame.bottom)
        func path(_ points: [Point]) -> String {
            points.map {
                "\(SVG.coordinate(scale.x($0.x, left, right))) \(SVG.coordinate(scale.y($0.y, top, bottom)))"
            }
            .joined(separator: "L")
        }
        if let floor = series.floor {
            let outline = path(series.points + floor.reversed())
            return ["<path class=\"f\(color) band\" d=\"M\(outline)Z\"/>"]
        }
        if series.points.count == 1 {
            let point = series.points[0]
            let place =
                "cx=\"\(SVG.coordinate(scale.x(point.x, left, right)))\" cy=\"\(SVG.coordinate(scale.y(point.y, top, bottom)))\""
            return ["<circle class=\"f\(color)\" r=\"3\" \(place)/>"]
        }
        return ["<path class=\"s s\(color)\" d=\"M\(path(series.points))\"/>"]
    }

    private func legend(_ names: [(name: String, color: Int)]) -> [String] {
        var x = Self.frame.left
        return names.filter { !$0.name.isEmpty }.flatMap { name, color -> [String] in
            defer { x += 26 + 6.6 * Double(name.count) }
            return [
                "<rect class=\"f\(color)\" x=\"\(SVG.coordinate(x))\" y=\"31\" width=\"10\" height=\"10\" rx=\"2\"/>",
                "<text class=\"ink\" x=\"\(SVG.coordinate(x + 14))\" y=\"40\">\(SVG.escaped(name))</text>",
            ]
        }
    }
}

/// Where values lie on a chart.
private struct Scale {
    let along: ClosedRange<Double>
    let up: ClosedRange<Double>
    let isLogarithmic: Bool

    init(_ points: [LineChart.Point], bounds: ClosedRange<Double>?, isLogarithmic: Bool) {
        self.isLogarithmic = isLogarithmic
        let xs = points.map(\.x), ys = points.map(\.y) + (bounds.map { [$0.lowerBound, $0.upperBound] } ?? [])
        let (low, high) = (xs.min() ?? 0, xs.max() ?? 1)
        along = low < high ? low...high : low - 1...high + 1
        let (bottom, top) = (ys.min() ?? 0, ys.max() ?? 1)
        if bottom < top {
            up = bottom...top
        } else {
            let margin = max(abs(top) / 2, 1e-6)
            up = isLogarithmic ? bottom / 2...top * 2 : bottom - margin...top + margin
        }
    }

    var ticksAlong: [Double] { Ticks.linear(along, count: 7) }
    var ticksUp: [Double] { isLogarithmic ? Ticks.logarithmic(up, count: 5) : Ticks.linear(up, count: 5) }

    func x(_ value: Double, _ left: Double, _ right: Double) -> Double {
        left + (value - along.lowerBound) / (along.upperBound - along.lowerBound) * (right - left)
    }

    func y(_ value: Double, _ top: Double, _ bottom: Double) -> Double {
        func place(_ value: Double) -> Double { isLogarithmic ? log(value) : value }
        let (low, high) = (place(up.lowerBound), place(up.upperBound))
        return bottom - (place(value) - low) / (high - low) * (bottom - top)
    }
}
