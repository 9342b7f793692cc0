/// Resizing by a triangle as wide as an output pixel, as Pillow's `BILINEAR` does it on bytes.
///
/// Columns first, rounded to bytes, then rows, rounded again; weights are whole numbers of 2^-22. The bytes are
/// Pillow's.
enum AntialiasedResize {
    /// The input pixels of one output pixel along one axis, and how much each counts.
    struct Taps {
        /// For each output pixel its first input pixel.
        var starts: [Int32] = []
        /// For each output pixel how many input pixels it has.
        var counts: [Int32] = []
        /// `[output, capacity]`, in 2^-22.
        var weights: [Int32] = []
        /// The most input pixels an output pixel may have.
        var capacity: Int

        init(from input: Int, to output: Int) {
            let scale = Double(input) / Double(output)
            let support = max(scale, 1)
            capacity = Int(support.rounded(.up)) * 2 + 1
            for index in 0..<output {
                let center = (Double(index) + 0.5) * scale
                let start = max(0, Int(center - support + 0.5))
                let end = min(input, Int(center + support + 0.5))
                var shares = (start..<end).map { max(0, 1 - abs((Double($0) - center + 0.5) * (1 / support))) }
                let total = shares.reduce(0, +)
                if total != 0 { shares = shares.map { $0 / total } }
                starts.append(Int32(start))
                counts.append(Int32(end - start))
                weights.append(contentsOf: shares.map { Int32(0.5 + $0 * 0x1p22) })
                weights.append(contentsOf: repeatElement(0, count: capacity - shares.count))
            }
        }
    }

    /// A sum of weighted bytes as a byte.
    @inline(__always)
    static func byte(_ sum: Int32) -> UInt8 {
        // Weights are rounded each for itself; Pillow guards against thousands of them adding up to more than 1, too.
        UInt8(truncatingIfNeeded: min(sum &>> 22, 255))
    }

    /// Half of a byte's last place, which turns the shift into rounding.
    static let half: Int32 = 1 << 21

    /// Calls `emit` with every output row, `[W, 3]`, top to bottom.
    @inline(__always)
    static func run(
        _ source: PixelRows,
        width: Int,
        height: Int,
        emit: (UnsafePointer<UInt8>, Int) -> Void
    ) {
        let columns = Taps(from: source.width, to: width)
        let rows = Taps(from: source.height, to: height)
        let count = width * 3
        // All rows at the new width: at most the photo's own size when it shrinks.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: source.height * count) { narrowed in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { sums in
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { row in
                    guard let narrowed = narrowed.baseAddress, let sums = sums.baseAddress, let row = row.baseAddress
                    else { return }
                    for y in 0..<source.height {
                        blendColumns(source.row(y), columns, width: width, into: narrowed + y * count)
                    }
                    for y in 0..<height {
                        sums.update(repeating: half, count: count)
                        for tap in 0..<Int(rows.counts[y]) {
                            let weight = rows.weights[y * rows.capacity + tap]
                            let next = narrowed + (Int(rows.starts[y]) + tap) * count
                            for index in 0..<count { sums[index] &+= Int32(next[index]) &* weight }
                        }
                        for index in 0..<count { row[index] = byte(sums[index]) }
                        emit(row, y)
                    }
                }
            }
        }
    }

    private static func blendColumns(
        _ row: UnsafePointer<UInt8>,
        _ taps: Taps,
        width: Int,
        into blended: UnsafeMutablePointer<UInt8>
    ) {
        taps.weights.withUnsafeBufferPointer { weights in
            taps.starts.withUnsafeBufferPointer { starts in
                taps.counts.withUnsafeBufferPointer { counts in
                    for x in 0..<width {
                        var (red, green, blue) = (half, half, half)
                        var pixel = row + Int(starts[x]) &* 3
                        let first = x &* taps.capacity
                        for tap in first..<first &+ Int(counts[x]) {
                            let weight = weights[tap]
                            red &+= Int32(pixel[0]) &* weight
                            green &+= Int32(pixel[1]) &* weight
                            blue &+= Int32(pixel[2]) &* weight
                            pixel += 3
                        }
                        blended[x &* 3] = byte(red)
                        blended[x &* 3 &+ 1] = byte(green)
                        blended[x &* 3 &+ 2] = byte(blue)
                    }
                }
            }
        }
    }
}
