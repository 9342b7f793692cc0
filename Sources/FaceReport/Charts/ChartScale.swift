import Foundation

/// Where values lie along one side of a chart.
struct ChartScale {
    /// The values shown.
    let range: ClosedRange<Double>
    /// Whether a step multiplies.
    let isLogarithmic: Bool
    /// Where the range begins and ends, in pixels.
    let start: Double
    let end: Double

    /// Takes a range that has all values and the bounds.
    init(
        _ values: [Double],
        bounds: ClosedRange<Double>?,
        isLogarithmic: Bool,
        isRounded: Bool = false,
        from start: Double,
        to end: Double
    ) {
        let values = values + (bounds.map { [$0.lowerBound, $0.upperBound] } ?? [])
        let (low, high) = (values.min() ?? 0, values.max() ?? 1)
        if low < high {
            range = isRounded && !isLogarithmic ? Ticks.rounded(low...high, count: 5) : low...high
        } else {
            let margin = max(abs(high) / 2, 1e-6)
            range = isLogarithmic ? low / 2...high * 2 : low - margin...high + margin
        }
        self.isLogarithmic = isLogarithmic
        self.start = start
        self.end = end
    }

    /// Where a value is, in pixels; what is beyond the range is at its end.
    func callAsFunction(_ value: Double) -> Double {
        func place(_ value: Double) -> Double { isLogarithmic ? log(value) : value }
        let value = min(max(value, range.lowerBound), range.upperBound)
        let (low, high) = (place(range.lowerBound), place(range.upperBound))
        return start + (place(value) - low) / (high - low) * (end - start)
    }

    /// Round numbers along the side.
    func ticks(_ count: Int) -> [Double] {
        isLogarithmic ? Ticks.logarithmic(range, count: count) : Ticks.linear(range, count: count)
    }

    /// A number as the side has it.
    func label(_ value: Double) -> String { isLogarithmic ? SVG.powerLabel(value) : SVG.label(value) }
}
