/// A picture being painted: colors as numbers from 0 to 255, rounded only when the photo is taken.
struct Canvas {
    /// Columns.
    let width: Int
    /// Rows.
    let height: Int
    /// Row by row: red, green, blue.
    var pixels: [SIMD3<Float>]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = [SIMD3<Float>](repeating: .zero, count: width * height)
    }

    /// Begins with a photo; where nothing is painted, it stays as it is, to the byte.
    init(_ photo: Photo) {
        width = photo.width
        height = photo.height
        pixels = photo.withUnsafePixels { bytes in
            [SIMD3<Float>](unsafeUninitializedCapacity: bytes.count / 3) { pixels, count in
                count = bytes.count / 3
                for index in 0..<count {
                    let from = index &* 3
                    pixels.initializeElement(
                        at: index,
                        to: SIMD3(Float(bytes[from]), Float(bytes[from &+ 1]), Float(bytes[from &+ 2]))
                    )
                }
            }
        }
    }

    /// What has been painted.
    var photo: Photo {
        Photo(uninitializedWidth: width, height: height) { bytes in
            pixels.withUnsafeBufferPointer { pixels in
                for index in 0..<pixels.count {
                    let pixel = pixels[index]
                    for channel in 0..<3 { bytes[index &* 3 &+ channel] = Self.byte(pixel[channel]) }
                }
            }
        }
    }

    /// The nearest whole number from 0 to 255.
    @inline(__always)
    static func byte(_ value: Float) -> UInt8 {
        // In this order what is no number becomes 0, and does not trap.
        UInt8(truncatingIfNeeded: Int32(min(max(0, value), 255) + 0.5))
    }

    /// The pixels of the whole picture.
    var bounds: PixelRegion { PixelRegion(x: 0, y: 0, width: width, height: height) }

    /// How much of each pixel a path covers.
    func coverage(of path: Path, feather: Float = 0) -> Coverage? {
        Coverage(of: path, in: bounds, feather: feather)
    }

    /// Paints a shape in one color.
    ///
    /// - Parameters:
    ///   - path: The shape.
    ///   - color: Red, green and blue, 0 to 255.
    ///   - opacity: 0 leaves everything as it is, 1 hides it.
    ///   - feather: How soft the edge is, in pixels.
    ///   - clip: Where paint sticks; everywhere if `nil`.
    mutating func fill(
        _ path: Path,
        _ color: SIMD3<Float>,
        opacity: Float = 1,
        feather: Float = 0,
        clip: Coverage? = nil
    ) {
        paint(coverage(of: path, feather: feather), clip: clip) { _, _ in (color, opacity) }
    }

    /// Paints where something is covered, each pixel in its own color and opacity.
    ///
    /// - Parameters:
    ///   - coverage: Where, and how much.
    ///   - clip: Where paint sticks; everywhere if `nil`.
    ///   - paint: The color and the opacity at the middle of a pixel, given what is there.
    @inline(__always)
    mutating func paint(
        _ coverage: Coverage?,
        clip: Coverage? = nil,
        with paint: (_ place: SIMD2<Float>, _ under: SIMD3<Float>) -> (SIMD3<Float>, Float)
    ) {
        guard let coverage else { return }
        let region = coverage.region
        let width = width
        pixels.withUnsafeMutableBufferPointer { pixels in
            coverage.values.withUnsafeBufferPointer { values in
                for row in 0..<region.height {
                    let y = region.y + row
                    for column in 0..<region.width {
                        var share = values[row * region.width + column]
                        guard share > 0 else { continue }
                        let x = region.x + column
                        if let clip { share *= clip[x, y] }
                        guard share > 0 else { continue }
                        let under = pixels[y * width + x]
                        let (color, opacity) = paint(SIMD2(Float(x) + 0.5, Float(y) + 0.5), under)
                        pixels[y * width + x] = under + (color - under) * (share * opacity)
                    }
                }
            }
        }
    }

    /// Changes every pixel; `change` is given its middle and its color.
    @inline(__always)
    mutating func modify(_ change: (_ place: SIMD2<Float>, _ color: SIMD3<Float>) -> SIMD3<Float>) {
        let (width, height) = (width, height)
        pixels.withUnsafeMutableBufferPointer { pixels in
            for y in 0..<height {
                for x in 0..<width {
                    let place = SIMD2(Float(x) + 0.5, Float(y) + 0.5)
                    pixels[y * width + x] = change(place, pixels[y * width + x])
                }
            }
        }
    }
}
