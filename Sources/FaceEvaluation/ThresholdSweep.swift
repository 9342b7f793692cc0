/// The pairs each threshold of an even grid accepts, `same` if and only if `distance < threshold`.
///
/// One pass puts each pair in the cell of the first threshold that accepts it, one adds the cells up: O(pairs
/// + thresholds) where comparing each pair with each threshold would be their product.
struct ThresholdSweep {
    /// The distance from one threshold to the next.
    let step: Double
    /// How many pairs of the same person each threshold accepts, ascending.
    private(set) var same: [Int]
    /// How many pairs of different people each threshold accepts, ascending.
    private(set) var different: [Int]
    /// How many pairs there are, accepted or not.
    private(set) var total = (same: 0, different: 0)

    /// Sweeps `0, step, 2 step, ...` below `limit`.
    ///
    /// - Parameters:
    ///   - pairs: The pairs' distances and labels.
    ///   - step: The distance from one threshold to the next.
    ///   - limit: What all thresholds are below.
    init(_ pairs: some Sequence<(distance: Double, isSame: Bool)>, step: Double, limit: Double) {
        self.step = step
        let count = Int((limit / step).rounded(.up))
        same = [Int](repeating: 0, count: count)
        different = same
        for (distance, isSame) in pairs {
            let cell = Self.firstCell(accepting: distance, step: step, count: count)
            if isSame {
                total.same += 1
                if cell < count { same[cell] += 1 }
            } else {
                total.different += 1
                if cell < count { different[cell] += 1 }
            }
        }
        for index in 1..<count {
            same[index] += same[index - 1]
            different[index] += different[index - 1]
        }
    }

    /// Returns the first threshold with the most right decisions.
    func mostAccurateThreshold() -> Double {
        var best = (index: 0, right: -1)
        for index in same.indices {
            let right = same[index] + total.different - different[index]
            if right > best.right { best = (index, right) }
        }
        return Double(best.index) * step
    }

    /// Returns the threshold at which the false accept rate reaches `target`, by a straight line between the
    /// grid's thresholds.
    ///
    /// 0, which accepts nothing, if the rate stays below `target` to the end of the grid.
    func threshold(atFalseAcceptRate target: Double) -> Double {
        func rate(_ index: Int) -> Double { Double(different[index]) / Double(total.different) }
        guard let above = different.indices.first(where: { rate($0) >= target }) else { return 0 }
        guard above > 0 else { return 0 }
        let low = Double(above - 1) * step
        let slope = (Double(above) * step - low) / (rate(above) - rate(above - 1))
        return slope * (target - rate(above - 1)) + low
    }

    private static func firstCell(accepting distance: Double, step: Double, count: Int) -> Int {
        guard distance < Double(count - 1) * step else { return count }
        // The division may be off by one either way; what counts is the comparison with the threshold itself.
        var cell = max(0, Int(distance / step))
        while cell > 0, distance < Double(cell - 1) * step { cell -= 1 }
        while !(distance < Double(cell) * step) { cell += 1 }
        return cell
    }
}
