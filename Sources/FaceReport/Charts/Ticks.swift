import Foundation

/// Round numbers along an axis.
enum Ticks {
    /// From about two to `count` numbers, each 1, 2 or 5 times a power of ten after the one before.
    ///
    /// - Parameters:
    ///   - range: What they lie in.
    ///   - count: The most there are, about.
    /// - Returns: The numbers, ascending; at least one.
    static func linear(_ range: ClosedRange<Double>, count: Int) -> [Double] {
        let span = range.upperBound - range.lowerBound
        guard span > 0, span.isFinite else { return [range.lowerBound] }
        let rough = span / Double(max(count, 1))
        let power = pow(10, log10(rough).rounded(.down))
        let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? 10 * power
        let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
        let last = Int((range.upperBound / step + 1e-9).rounded(.down))
        return first <= last ? (first...last).map { Double($0) * step } : [range.lowerBound]
    }

    /// A range with `range` in it that begins and ends with numbers as ``linear(_:count:)`` has them.
    static func rounded(_ range: ClosedRange<Double>, count: Int) -> ClosedRange<Double> {
        let ticks = linear(range, count: count)
        guard ticks.count >= 2 else { return range }
        let step = ticks[1] - ticks[0]
        let low = (range.lowerBound / step + 1e-9).rounded(.down) * step
        let high = (range.upperBound / step - 1e-9).rounded(.up) * step
        return low...high
    }

    /// The powers of ten in a range of positive numbers, or what ``linear(_:count:)`` gives if there are fewer than two.
    static func logarithmic(_ range: ClosedRange<Double>, count: Int) -> [Double] {
        let (low, high) = (log10(range.lowerBound), log10(range.upperBound))
        let powers =
            Int((low - 1e-9).rounded(.up))...max(Int((high + 1e-9).rounded(.down)), Int((low - 1e-9).rounded(.up)))
        let ticks = powers.map { pow(10, Double($0)) }
        guard ticks.count >= 2 else { return linear(range, count: count).filter { $0 > 0 } }
        return ticks
    }
}
