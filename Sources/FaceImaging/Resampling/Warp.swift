/// The work of `Photo.warped`: which samples make an output pixel, and what a sample is.
struct Warp {
    let photo: Photo
    let border: Border
    /// From the result's coordinates to the photo's.
    let inverse: AffineTransform2D
    /// Samples along an output pixel's columns and rows.
    let samples: (x: Int, y: Int)

    init(of photo: Photo, by transform: AffineTransform2D, border: Border) {
        guard let inverse = transform.inverse else {
            preconditionFailure("a photo cannot be warped by a transform that collapses the plane: \(transform)")
        }
        self.photo = photo
        self.border = border
        self.inverse = inverse
        // How far the photo's position moves from an output column, or row, to the next.
        samples = (Self.sampleCount(inverse.a, inverse.c), Self.sampleCount(inverse.b, inverse.d))
    }

    private static func sampleCount(_ dx: Float, _ dy: Float) -> Int {
        let step = (dx * dx + dy * dy).squareRoot()
        // The margin keeps a plain turn, whose step rounds to a little over 1, at one sample.
        return Int(min(32, max(1, (step - 1e-3).rounded(.up))))
    }

    /// Where an output pixel's samples lie in the photo, measured from where its top left corner lies.
    private var offsets: [Point] {
        (0..<samples.x * samples.y).map { index in
            let x = (Float(index % samples.x) + 0.5) / Float(samples.x)
            let y = (Float(index / samples.x) + 0.5) / Float(samples.y)
            return Point(x: inverse.a * x + inverse.b * y, y: inverse.c * x + inverse.d * y)
        }
    }

    /// Calls `emit` with every output row, `[W, 3]`, 0 to 255, top to bottom.
    @inline(__always)
    func run(width: Int, height: Int, emit: (UnsafePointer<Float>, Int) -> Void) {
        let offsets = offsets
        let share = 1 / Float(offsets.count)
        photo.withUnsafeRows(of: photo.bounds) { source in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: width * 3 + 1) { row in
                offsets.withUnsafeBufferPointer { offsets in
                    guard let row = row.baseAddress else { return }
                    for y in 0..<height {
                        for x in 0..<width {
                            let corner = inverse(Point(x: Float(x), y: Float(y)))
                            var sum = SIMD4<Float>.zero
                            for offset in offsets {
                                sum += sample(source, at: Point(x: corner.x + offset.x, y: corner.y + offset.y))
                            }
                            // Four lanes in one store; the next pixel overwrites the fourth.
                            UnsafeMutableRawPointer(row + x &* 3).storeBytes(of: sum * share, as: SIMD4<Float>.self)
                        }
                        emit(row, y)
                    }
                }
            }
        }
    }

    /// The blend of the four pixels whose centers surround a place.
    @inline(__always)
    private func sample(_ source: PixelRows, at place: Point) -> SIMD4<Float> {
        // Beyond a pixel outside, everything is border. `-2 < x` is also false for a NaN, which Int could not take.
        let x = -2 < place.x ? min(place.x - 0.5, Float(source.width) + 1) : -2
        let y = -2 < place.y ? min(place.y - 0.5, Float(source.height) + 1) : -2
        // Int cuts toward zero: moved up by 3 it rounds down, without a call to floor.
        let (column, row) = (Int(x + 3) &- 3, Int(y + 3) &- 3)
        let (fractionX, fractionY) = (x - Float(column), y - Float(row))
        let (upperLeft, upperRight): (SIMD4<Float>, SIMD4<Float>)
        let (lowerLeft, lowerRight): (SIMD4<Float>, SIMD4<Float>)
        // One column less than needed: `pixel` reads a byte further than its pixel.
        if column >= 0, row >= 0, column &+ 2 < source.width, row &+ 1 < source.height {
            let upper = source.row(row) + column &* 3
            let lower = upper + source.stride
            (upperLeft, upperRight) = (Self.pixel(upper), Self.pixel(upper + 3))
            (lowerLeft, lowerRight) = (Self.pixel(lower), Self.pixel(lower + 3))
        } else {
            (upperLeft, upperRight) = (outerPixel(source, column, row), outerPixel(source, column + 1, row))
            (lowerLeft, lowerRight) = (outerPixel(source, column, row + 1), outerPixel(source, column + 1, row + 1))
        }
        let upper = upperLeft + (upperRight - upperLeft) * fractionX
        let lower = lowerLeft + (lowerRight - lowerLeft) * fractionX
        return upper + (lower - upper) * fractionY
    }

    /// A pixel, and the byte after it, which nobody looks at: one load of four bytes, not three.
    @inline(__always)
    private static func pixel(_ bytes: UnsafePointer<UInt8>) -> SIMD4<Float> {
        SIMD4<Float>(UnsafeRawPointer(bytes).loadUnaligned(as: SIMD4<UInt8>.self))
    }

    /// A pixel that may lie outside, or be the photo's last.
    @inline(never)
    private func outerPixel(_ source: PixelRows, _ column: Int, _ row: Int) -> SIMD4<Float> {
        let (x, y) = (min(max(column, 0), source.width - 1), min(max(row, 0), source.height - 1))
        if case .color(let color) = border, x != column || y != row {
            return SIMD4(Float(color.red), Float(color.green), Float(color.blue), 0)
        }
        let bytes = source.row(y) + x * 3
        return SIMD4(Float(bytes[0]), Float(bytes[1]), Float(bytes[2]), 0)
    }
}
