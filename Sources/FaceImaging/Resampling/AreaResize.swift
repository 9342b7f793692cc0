/// Resizing by plain means, as torch's `adaptive_avg_pool2d`.
///
/// Output column `i` of `m` is the mean of input columns `floor(i n / m)` up to but not including
/// `ceil((i + 1) n / m)`, and rows likewise: neighbors may share a pixel, and each pixel counts in full.
enum AreaResize {
    /// The input pixels of each output pixel along one axis.
    @inline(__always)
    static func span(of index: Int, from input: Int, to output: Int) -> Range<Int> {
        (index &* input / output)..<(((index &+ 1) &* input &+ output &- 1) / output)
    }

    /// Calls `emit` with every output row, `[W, 3]`, top to bottom.
    ///
    /// Two passes a row: input rows are added up as whole numbers (vectorized, exact), then columns.
    @inline(__always)
    static func run(
        _ source: PixelRows,
        width: Int,
        height: Int,
        emit: (UnsafePointer<Float>, Int) -> Void
    ) {
        let tallest = (source.height + height - 1) / height + 1
        // 257 rows of 255 are 65535, all that 16 bits hold.
        if tallest <= 257 {
            run(source, width: width, height: height, accumulator: UInt16.self, emit: emit)
        } else {
            run(source, width: width, height: height, accumulator: UInt32.self, emit: emit)
        }
    }

    @inline(__always)
    private static func run<Sum: FixedWidthInteger & UnsignedInteger>(
        _ source: PixelRows,
        width: Int,
        height: Int,
        accumulator: Sum.Type,
        emit: (UnsafePointer<Float>, Int) -> Void
    ) {
        let count = source.width * 3
        withUnsafeTemporaryAllocation(of: Sum.self, capacity: count) { sums in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: width * 3) { row in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: width * 2) { spans in
                    guard let sums = sums.baseAddress, let row = row.baseAddress, let spans = spans.baseAddress else {
                        return
                    }
                    for x in 0..<width {
                        let span = span(of: x, from: source.width, to: width)
                        spans[x * 2] = Int32(span.lowerBound)
                        spans[x * 2 + 1] = Int32(span.count)
                    }
                    for y in 0..<height {
                        let rows = span(of: y, from: source.height, to: height)
                        add(source, rows, to: sums, count: count)
                        for x in 0..<width {
                            let length = Int(spans[x &* 2 &+ 1])
                            var pixel = UnsafePointer(sums) + Int(spans[x &* 2]) &* 3
                            var (red, green, blue) = (UInt64(0), UInt64(0), UInt64(0))
                            for _ in 0..<length {
                                red &+= UInt64(pixel[0])
                                green &+= UInt64(pixel[1])
                                blue &+= UInt64(pixel[2])
                                pixel += 3
                            }
                            let scale = 1 / Float(length &* rows.count)
                            row[x &* 3] = Float(red) * scale
                            row[x &* 3 &+ 1] = Float(green) * scale
                            row[x &* 3 &+ 2] = Float(blue) * scale
                        }
                        emit(row, y)
                    }
                }
            }
        }
    }

    /// Adds up rows, byte by byte: the part that touches every pixel, and that the compiler vectorizes.
    @inline(__always)
    private static func add<Sum: FixedWidthInteger & UnsignedInteger>(
        _ source: PixelRows,
        _ rows: Range<Int>,
        to sums: UnsafeMutablePointer<Sum>,
        count: Int
    ) {
        let first = source.row(rows.lowerBound)
        for index in 0..<count { sums[index] = Sum(truncatingIfNeeded: first[index]) }
        for y in rows.dropFirst() {
            let next = source.row(y)
            for index in 0..<count { sums[index] &+= Sum(truncatingIfNeeded: next[index]) }
        }
    }
}
