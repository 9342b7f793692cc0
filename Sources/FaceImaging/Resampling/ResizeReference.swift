extension Photo {
    /// A region in another size, one scalar at a time: what `resample` computes, before the format's mean and scale.
    ///
    /// The oracle of its tests.
    ///
    /// - Returns: `[H, W, 3]`; whole numbers except for `.area`.
    /// - Complexity: O(*pixels there* x *pixels averaged*), recomputing every weight.
    package func resizedReference(
        _ region: PixelRegion? = nil,
        width: Int,
        height: Int,
        filter: ResizeFilter
    ) -> [Float] {
        withUnsafeRows(of: region ?? bounds) { source in
            (0..<width * height * 3).map { index in
                let (x, y, channel) = (index / 3 % width, index / 3 / width, index % 3)
                return switch filter {
                case .area: areaReference(source, x, y, channel, width, height)
                case .bilinear: bilinearReference(source, x, y, channel, width, height)
                case .antialiasedBilinear: antialiasedReference(source, x, y, channel, width, height)
                }
            }
        }
    }
}

private func areaReference(
    _ source: PixelRows,
    _ x: Int,
    _ y: Int,
    _ channel: Int,
    _ width: Int,
    _ height: Int
) -> Float {
    let columns = AreaResize.span(of: x, from: source.width, to: width)
    let rows = AreaResize.span(of: y, from: source.height, to: height)
    var sum = 0
    for row in rows {
        for column in columns { sum += Int(source.row(row)[column * 3 + channel]) }
    }
    return Float(Double(sum) / Double(columns.count * rows.count))
}

private func bilinearReference(
    _ source: PixelRows,
    _ x: Int,
    _ y: Int,
    _ channel: Int,
    _ width: Int,
    _ height: Int
) -> Float {
    let column = BilinearResize.Tap(x, from: source.width, to: width)
    let row = BilinearResize.Tap(y, from: source.height, to: height)
    func blended(_ y: Int32) -> Int32 {
        let pixels = source.row(Int(y))
        return Int32(pixels[Int(column.first) * 3 + channel]) * column.firstWeight
            + Int32(pixels[Int(column.second) * 3 + channel]) * column.secondWeight
    }
    return Float(BilinearResize.blend(blended(row.first), blended(row.second), row.firstWeight, row.secondWeight))
}

private func antialiasedReference(
    _ source: PixelRows,
    _ x: Int,
    _ y: Int,
    _ channel: Int,
    _ width: Int,
    _ height: Int
) -> Float {
    func weighted(_ index: Int, _ input: Int, _ output: Int, _ pixel: (Int) -> UInt8) -> UInt8 {
        let scale = Double(input) / Double(output)
        let support = max(scale, 1)
        let center = (Double(index) + 0.5) * scale
        let taps = max(0, Int(center - support + 0.5))..<min(input, Int(center + support + 0.5))
        let shares = taps.map { max(0, 1 - abs((Double($0) - center + 0.5) * (1 / support))) }
        let total = shares.reduce(0, +)
        var sum: Int32 = AntialiasedResize.half
        for (tap, share) in zip(taps, shares) { sum += Int32(pixel(tap)) * Int32(0.5 + share / total * 0x1p22) }
        return AntialiasedResize.byte(sum)
    }
    return Float(
        weighted(y, source.height, height) { row in
            weighted(x, source.width, width) { source.row(row)[$0 * 3 + channel] }
        }
    )
}
