/// A decoded picture: upright, sRGB, 8 bits a channel, red, green, blue.
///
/// Pixels are stored row by row, top row first, three bytes a pixel and no padding: `[H, W, 3]`. A photo is a value;
/// copies share storage until one of them is changed.
public struct Photo: Hashable, Sendable {
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// `[H, W, 3]`, red, green, blue.
    public private(set) var pixels: [UInt8]

    /// Creates a photo from pixels in memory.
    ///
    /// - Parameters:
    ///   - width: Columns, at least 1.
    ///   - height: Rows, at least 1.
    ///   - pixels: `[H, W, 3]`, red, green, blue.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0, "a photo has at least one pixel, got \(width)x\(height)")
        precondition(
            pixels.count == width * height * 3,
            "a photo of \(width)x\(height) has \(width * height * 3) bytes, got \(pixels.count)"
        )
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// Creates a photo of one color.
    ///
    /// - Parameters:
    ///   - width: Columns, at least 1.
    ///   - height: Rows, at least 1.
    ///   - color: The color of every pixel.
    public init(width: Int, height: Int, filledWith color: Color = .black) {
        self.init(uninitializedWidth: width, height: height) { bytes in
            for index in 0..<width * height {
                bytes[index * 3] = color.red
                bytes[index * 3 + 1] = color.green
                bytes[index * 3 + 2] = color.blue
            }
        }
    }

    /// Creates a photo whose every byte `fill` writes.
    package init(uninitializedWidth width: Int, height: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        let count = width * height * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initialized = count
        }
        self.init(width: width, height: height, pixels: pixels)
    }

    /// The region that is the whole photo.
    public var bounds: PixelRegion {
        PixelRegion(x: 0, y: 0, width: width, height: height)
    }

    /// The color at a column and a row, both inside the photo.
    public subscript(x: Int, y: Int) -> Color {
        get {
            precondition(0..<width ~= x && 0..<height ~= y, "(\(x), \(y)) is outside of \(width)x\(height)")
            let index = (y * width + x) * 3
            return Color(red: pixels[index], green: pixels[index + 1], blue: pixels[index + 2])
        }
        set {
            precondition(0..<width ~= x && 0..<height ~= y, "(\(x), \(y)) is outside of \(width)x\(height)")
            let index = (y * width + x) * 3
            pixels[index] = newValue.red
            pixels[index + 1] = newValue.green
            pixels[index + 2] = newValue.blue
        }
    }

    /// Calls `body` with the pixels, `[H, W, 3]`; the pointer is good during the call.
    public func withUnsafePixels<R, E: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R
    ) throws(E) -> R {
        try pixels.span.withUnsafeBufferPointer(body)
    }

    /// Calls `body` with the pixels to change, `[H, W, 3]`; the pointer is good during the call.
    public mutating func withUnsafeMutablePixels<R, E: Error>(
        _ body: (UnsafeMutableBufferPointer<UInt8>) throws(E) -> R
    ) throws(E) -> R {
        var span = pixels.mutableSpan
        return try span.withUnsafeMutableBufferPointer(body)
    }
}

/// An sRGB color of 8 bits a channel.
public struct Color: Hashable, Sendable {
    /// 0 to 255.
    public var red: UInt8
    /// 0 to 255.
    public var green: UInt8
    /// 0 to 255.
    public var blue: UInt8

    /// Creates a color from its channels.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// All channels 0.
    public static let black = Color(red: 0, green: 0, blue: 0)
    /// All channels 255.
    public static let white = Color(red: 255, green: 255, blue: 255)
}
