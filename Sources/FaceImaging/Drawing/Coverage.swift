/// How much of each pixel lies inside of a shape, 0 to 1, over the part of a photo where the shape is.
struct Coverage {
    /// The pixels that are spoken of; elsewhere nothing is covered.
    let region: PixelRegion
    /// Row by row.
    private(set) var values: [Float]

    /// Measures a path's pixels exactly, then softens its edge.
    ///
    /// Each edge adds, to the pixels it crosses, the area to its right; the sum along a row is the share inside. As in
    /// Levien's font-rs: one pass over edges and one over pixels, and no sample is taken anywhere.
    ///
    /// - Returns: `nil` if no pixel of `bounds` is touched, or a coordinate is not finite.
    /// - Complexity: O(*rows of each edge* + *pixels of the region*).
    init?(of path: Path, in bounds: PixelRegion, feather: Float = 0) {
        var (low, high) = (SIMD2<Float>(repeating: .infinity), SIMD2<Float>(repeating: -.infinity))
        for point in path.polygons.joined() {
            guard abs(point.x) < 1e6, abs(point.y) < 1e6 else { return nil }
            low = pointwiseMin(low, point)
            high = pointwiseMax(high, point)
        }
        guard low.x <= high.x else { return nil }
        let margin = feather.rounded(.up) * 3 + 1
        low -= margin
        high += margin
        let around = PixelRegion(
            x: Int(low.x.rounded(.down)),
            y: Int(low.y.rounded(.down)),
            width: Int(high.x.rounded(.up)) - Int(low.x.rounded(.down)),
            height: Int(high.y.rounded(.up)) - Int(low.y.rounded(.down))
        )
        guard let region = around.intersection(bounds) else { return nil }
        self.region = region
        values = [Float](repeating: 0, count: region.width * region.height)
        accumulate(path)
        let radius = Int((feather + 0.5).rounded(.down))
        if radius > 0 {
            for _ in 0..<2 { soften(radius: radius) }
        }
    }

    /// How much of a pixel is covered; 0 outside of the region.
    @inline(__always)
    subscript(x: Int, y: Int) -> Float {
        let (column, row) = (x - region.x, y - region.y)
        guard column >= 0, row >= 0, column < region.width, row < region.height else { return 0 }
        return values[row * region.width + column]
    }

    /// Fills `values` with the shares.
    private mutating func accumulate(_ path: Path) {
        // A row has room for what lies to the right of its last pixel.
        let stride = region.width + 2
        let origin = SIMD2(Float(region.x), Float(region.y))
        let (width, height) = (Float(region.width), region.height)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: stride * height) { sums in
            sums.initialize(repeating: 0)
            for polygon in path.polygons {
                guard var from = polygon.last.map({ $0 - origin }) else { continue }
                for point in polygon {
                    let to = point - origin
                    EdgeArea.add(from: from, to: to, width: width, height: height, stride: stride, into: sums)
                    from = to
                }
            }
            for row in 0..<height {
                var sum: Float = 0
                for column in 0..<region.width {
                    sum += sums[row * stride + column]
                    values[row * region.width + column] = min(abs(sum), 1)
                }
            }
        }
    }

    /// Averages over squares of `2 radius + 1` pixels; beyond the region is as at its border.
    private mutating func soften(radius: Int) {
        let (width, height) = (region.width, region.height)
        values.withUnsafeMutableBufferPointer { values in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: max(width, height)) { line in
                for row in 0..<height {
                    Self.average(values, from: row * width, by: 1, count: width, radius: radius, line: line)
                }
                for column in 0..<width {
                    Self.average(values, from: column, by: width, count: height, radius: radius, line: line)
                }
            }
        }
    }

    private static func average(
        _ values: UnsafeMutableBufferPointer<Float>,
        from start: Int,
        by step: Int,
        count: Int,
        radius: Int,
        line: UnsafeMutableBufferPointer<Float>
    ) {
        for index in 0..<count { line[index] = values[start + index * step] }
        var sum: Float = 0
        for index in -radius...radius { sum += line[min(max(index, 0), count - 1)] }
        let share = 1 / Float(2 * radius + 1)
        for index in 0..<count {
            values[start + index * step] = sum * share
            sum += line[min(index + radius + 1, count - 1)] - line[max(index - radius, 0)]
        }
    }
}
