/// Curves over one axis, as a picture of its own: no script, no font and no file from elsewhere.
///
/// Colors follow the reader's preference for light or dark; they keep apart for readers who do not tell red from green
/// (see ``Palette``), and ``isDashed`` and ``Series/hasMarkers`` tell curves apart without any color.
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
        /// What the legend calls it; it has no entry if empty.
        public var name: String
        /// Its points, ascending in `x`.
        public var points: [Point]
        /// Where given, an area from these points' `y` up to those of ``points``, instead of a line.
        public var floor: [Point]?
        /// Which color it has; by its place if `nil`.
        public var color: Int?
        /// Whether each point has a mark, whose shape follows the color.
        public var hasMarkers = false
        /// Whether every point is drawn, however many there are, instead of means of a few.
        public var keepsPoints = false

        /// Creates a curve, or an area.
        public init(_ name: String, _ points: [Point], floor: [Point]? = nil, color: Int? = nil) {
            self.name = name
            self.points = points
            self.floor = floor
            self.color = color
        }
    }

    /// A line across the chart, such as a threshold.
    public struct Rule: Hashable, Sendable {
        /// Where along the chart.
        public var x: Double
        /// What stands at its top.
        public var label: String

        /// Creates a line.
        public init(_ x: Double, _ label: String) {
            self.x = x
            self.label = label
        }
    }

    /// What stands above the chart.
    public var title: String
    /// What is along it, with its unit.
    public var axis: String
    /// What is up the chart, with its unit; empty where the title says it.
    public var axisUp = ""
    /// The curves; those without finite points are left out.
    public var series: [Series]
    /// The least and the greatest `y` that are shown whatever the curves do.
    public var bounds: ClosedRange<Double>?
    /// The least and the greatest `x` that are shown whatever the curves do.
    public var boundsAlong: ClosedRange<Double>?
    /// Whether a step up the chart multiplies; values that are not positive are left out then.
    public var isLogarithmic: Bool
    /// Whether a step along the chart multiplies; values that are not positive are left out then.
    public var isLogarithmicAlong = false
    /// Whether the side begins and ends with a round number.
    public var isRounded = false
    /// Whether curves have dashes that follow their color.
    public var isDashed = false
    /// Whether names stand at the right ends of the curves instead of above the chart.
    public var hasEndLabels = false
    /// Lines across the chart.
    public var rules: [Rule] = []
    /// How wide the picture is, in pixels.
    public var width = 560.0
    /// How high the part with the curves is, in pixels.
    public var plotHeight = 174.0

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

    /// More points than this are averaged: a screen has no more.
    private static let resolution = 400

    /// The curves with anything to show, each with its color.
    var shown: [(series: Series, color: Int)] {
        series.enumerated().map { (thinned($0.element), ($0.element.color ?? $0.offset) % Palette.count) }
            .filter { !$0.0.points.isEmpty }
    }

    private func thinned(_ series: Series) -> Series {
        func thinned(_ points: [Point]) -> [Point] {
            let good = points.filter { isShown($0) }
            guard !series.keepsPoints, good.count > Self.resolution else { return good }
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

    private func isShown(_ point: Point) -> Bool {
        point.x.isFinite && point.y.isFinite && (!isLogarithmic || point.y > 0) && (!isLogarithmicAlong || point.x > 0)
    }
}
