/// Resizing by the four nearest pixels, as OpenCV's `resize` with `INTER_LINEAR` does it on bytes.
///
/// Weights are whole numbers of 1/2048, columns are blended first, rows second with OpenCV's two shifts, so that the
/// bytes are the same.
enum BilinearResize {
    /// A position along one axis: two neighbors and how much each counts, in 1/2048.
    struct Tap {
        var first: Int32
        var second: Int32
        var firstWeight: Int32
        var secondWeight: Int32

        /// Finds the neighbors of an output pixel; beyond the border, the border pixel twice.
        init(_ index: Int, from input: Int, to output: Int) {
            // OpenCV inverts the quotient again, and narrows to Float before the floor.
            let scale = 1 / (Double(output) / Double(input))
            let position = Float((Double(index) + 0.5) * scale - 0.5)
            let left = Int32(position.rounded(.down))
            let fraction = position - Float(left)
            let last = Int32(input - 1)
            first = min(max(left, 0), last)
            second = min(max(left + 1, 0), last)
            firstWeight = Int32(((1 - fraction) * 2048).rounded(.toNearestOrEven))
            secondWeight = Int32((fraction * 2048).rounded(.toNearestOrEven))
        }
    }

    /// Two blended rows and their weights, as OpenCV rounds them to a byte.
    @inline(__always)
    static func blend(_ first: Int32, _ second: Int32, _ firstWeight: Int32, _ secondWeight: Int32) -> UInt8 {
        let upper = ((first &>> 4) &* firstWeight) &>> 16
        let lower = ((second &>> 4) &* secondWeight) &>> 16
        return UInt8(truncatingIfNeeded: (upper &+ lower &+ 2) &>> 2)
    }

    /// Calls `emit` with every output row, `[W, 3]`, top to bottom.
    @inline(__always)
    static func run(
        _ source: PixelRows,
        width: Int,
        height: Int,
        emit: (UnsafePointer<UInt8>, Int) -> Void
    ) {
        let count = width * 3
        let columns = (0..<width).map { Tap($0, from: source.width, to: width) }
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * 2) { scratch in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { row in
                guard var upper = scratch.baseAddress, let row = row.baseAddress else { return }
                var lower = upper + count
                var (upperY, lowerY) = (Int32(-1), Int32(-1))
                for y in 0..<height {
                    let tap = Tap(y, from: source.height, to: height)
                    // Enlarging, the next row often needs the same two rows, or one of them.
                    if tap.first == lowerY {
                        swap(&upper, &lower)
                        swap(&upperY, &lowerY)
                    }
                    if tap.first != upperY {
                        blendColumns(source.row(Int(tap.first)), columns, into: upper)
                        upperY = tap.first
                    }
                    if tap.second != lowerY {
                        blendColumns(source.row(Int(tap.second)), columns, into: lower)
                        lowerY = tap.second
                    }
                    let (firstWeight, secondWeight) = (tap.firstWeight, tap.secondWeight)
                    for index in 0..<count {
                        row[index] = blend(upper[index], lower[index], firstWeight, secondWeight)
                    }
                    emit(row, y)
                }
            }
        }
    }

    private static func blendColumns(
        _ row: UnsafePointer<UInt8>,
        _ columns: [Tap],
        into blended: UnsafeMutablePointer<Int32>
    ) {
        columns.withUnsafeBufferPointer { columns in
            for x in columns.indices {
                let tap = columns[x]
                let (first, second) = (row + Int(tap.first) &* 3, row + Int(tap.second) &* 3)
                for channel in 0..<3 {
                    blended[x &* 3 &+ channel] =
                        Int32(first[channel]) &* tap.firstWeight &+ Int32(second[channel]) &* tap.secondWeight
                }
            }
        }
    }
}
