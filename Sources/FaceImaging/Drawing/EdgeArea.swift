/// What one edge of a polygon adds to the pixels of the rows it crosses.
enum EdgeArea {
    /// Adds an edge to the differences between neighboring pixels.
    ///
    /// - Parameters:
    ///   - from: The start, in pixels of the region.
    ///   - to: The end.
    ///   - width: Columns of the region; what lies further left or right counts at its border.
    ///   - height: Rows of the region; what lies above or below does not count.
    ///   - stride: Numbers a row: two more than columns.
    ///   - sums: Differences, row by row.
    @inline(__always)
    static func add(
        from: SIMD2<Float>,
        to: SIMD2<Float>,
        width: Float,
        height: Int,
        stride: Int,
        into sums: UnsafeMutableBufferPointer<Float>
    ) {
        guard from.y != to.y else { return }
        let sign: Float = from.y < to.y ? 1 : -1
        let (upper, lower) = from.y < to.y ? (from, to) : (to, from)
        let slope = (lower.x - upper.x) / (lower.y - upper.y)
        let first = max(0, Int(min(upper.y, 1e6)))
        let last = min(height, Int(max(lower.y, 0).rounded(.up)))
        guard first < last else { return }
        for row in first..<last {
            let top = max(Float(row), upper.y)
            let bottom = min(Float(row + 1), lower.y)
            guard bottom > top else { continue }
            let x0 = min(max(upper.x + (top - upper.y) * slope, 0), width)
            let x1 = min(max(upper.x + (bottom - upper.y) * slope, 0), width)
            addRow(min(x0, x1), max(x0, x1), height: (bottom - top) * sign, to: sums.baseAddress, at: row * stride)
        }
    }

    /// Adds an edge within one row: from column `left` to column `right`, so high.
    @inline(__always)
    private static func addRow(
        _ left: Float,
        _ right: Float,
        height: Float,
        to sums: UnsafeMutablePointer<Float>?,
        at row: Int
    ) {
        guard let sums = sums.map({ $0 + row }) else { return }
        let (first, last) = (Int(left), Int(right.rounded(.up)))
        if last <= first + 1 {
            let share = (left + right) / 2 - Float(first)
            sums[first] += height * (1 - share)
            sums[first + 1] += height * share
            return
        }
        // The edge crosses several pixels: a triangle in the first and the last, trapezoids between.
        let perColumn = 1 / (right - left)
        let inFirst = 1 - (left - Float(first))
        let inLast = right - Float(last - 1)
        var done = 0.5 * perColumn * inFirst * inFirst
        sums[first] += height * done
        for column in first + 1..<last - 1 {
            let area = perColumn * (Float(column) + 0.5 - left)
            sums[column] += height * (area - done)
            done = area
        }
        let area = 1 - 0.5 * perColumn * inLast * inLast
        sums[last - 1] += height * (area - done)
        sums[last] += height * (1 - area)
    }
}
