/// How pixels become a network's numbers.
///
/// Every number is `(pixel - mean) * scale`, where pixels run from 0 to 255.
public struct TensorFormat: Hashable, Sendable {
    /// In which order a picture's numbers lie.
    public enum Layout: Hashable, Sendable {
        /// `[3, H, W]`: one plane a channel, as PyTorch and ONNX networks want them.
        case planar
        /// `[H, W, 3]`: pixel by pixel.
        case interleaved
    }

    /// Which channel comes first.
    public enum ChannelOrder: Hashable, Sendable {
        /// Red, green, blue.
        case rgb
        /// Blue, green, red.
        case bgr
    }

    /// In which order the numbers lie.
    public var layout: Layout
    /// Which channel comes first.
    public var channels: ChannelOrder
    /// Subtracted from every pixel.
    public var mean: Float
    /// Multiplies what is left.
    public var scale: Float

    /// Creates a format.
    ///
    /// - Parameters:
    ///   - layout: In which order the numbers lie; planar by default.
    ///   - channels: Which channel comes first; red by default.
    ///   - mean: Subtracted from every pixel, 0 to 255; 0 by default.
    ///   - scale: Multiplies what is left; 1 by default.
    public init(layout: Layout = .planar, channels: ChannelOrder = .rgb, mean: Float = 0, scale: Float = 1) {
        self.layout = layout
        self.channels = channels
        self.mean = mean
        self.scale = scale
    }

    /// Planar RGB, `(pixel - 127.5) / 128`: FaceNet's and MTCNN's input.
    public static let centered = TensorFormat(mean: 127.5, scale: 1 / 128)

    /// The number of scalars of a picture.
    public static func count(width: Int, height: Int) -> Int { width * height * 3 }
}

extension TensorFormat {
    /// Writes one row of interleaved RGB into its place among `width * height * 3` numbers.
    @inline(__always)
    func store<Source>(
        row source: UnsafePointer<Source>,
        at y: Int,
        width: Int,
        height: Int,
        into output: UnsafeMutablePointer<Float>,
        value: (Source) -> Float
    ) {
        let (mean, scale) = (mean, scale)
        let red = channels == .rgb ? 0 : 2
        switch layout {
        case .planar:
            let first = output + y * width
            let second = first + width * height
            let third = second + width * height
            for x in 0..<width {
                first[x] = (value(source[x &* 3 &+ red]) - mean) * scale
                second[x] = (value(source[x &* 3 &+ 1]) - mean) * scale
                third[x] = (value(source[x &* 3 &+ 2 &- red]) - mean) * scale
            }
        case .interleaved:
            let row = output + y * width * 3
            for x in 0..<width {
                row[x &* 3] = (value(source[x &* 3 &+ red]) - mean) * scale
                row[x &* 3 &+ 1] = (value(source[x &* 3 &+ 1]) - mean) * scale
                row[x &* 3 &+ 2] = (value(source[x &* 3 &+ 2 &- red]) - mean) * scale
            }
        }
    }
}
