/// A file format that photos are read from.
public enum ImageFormat: String, CaseIterable, Hashable, Sendable {
    /// JPEG, baseline and progressive.
    case jpeg
    /// PNG, interlaced or not, 1 to 16 bits.
    case png
    /// WebP; the first frame if it is animated.
    case webp
    /// GIF; the first frame.
    case gif
    /// HEIC and AVIF, where the installed libvips has them.
    case heif

    /// Recognizes a format by the first bytes, whatever the file is called.
    ///
    /// - Returns: `nil` if the bytes begin like none of the formats.
    public init?(signature bytes: UnsafeRawBufferPointer) {
        func matches(_ text: StaticString, at offset: Int = 0) -> Bool {
            guard bytes.count >= offset + text.utf8CodeUnitCount else { return false }
            return text.withUTF8Buffer { zip($0, bytes[offset...]).allSatisfy(==) }
        }
        let isJPEG = bytes.count >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF
        let isPNG = bytes.count >= 8 && bytes[0] == 0x89 && matches("PNG\r\n\u{1A}\n", at: 1)
        if isJPEG {
            self = .jpeg
        } else if isPNG {
            self = .png
        } else if matches("RIFF") && matches("WEBP", at: 8) {
            self = .webp
        } else if matches("GIF87a") || matches("GIF89a") {
            self = .gif
        } else if matches("ftyp", at: 4) && Self.heifBrands.contains(where: { matches($0, at: 8) }) {
            self = .heif
        } else {
            return nil
        }
    }

    /// The major brands of ISO/IEC 23008-12 and of AVIF that still images carry.
    private static let heifBrands: [StaticString] = [
        "heic", "heix", "heim", "heis", "mif1", "mif2", "msf1", "hevc", "hevx", "avif", "avis", "miaf",
    ]
}

extension ImageFormat: CustomStringConvertible {
    /// The format's usual name.
    public var description: String {
        switch self {
        case .jpeg: "JPEG"
        case .png: "PNG"
        case .webp: "WebP"
        case .gif: "GIF"
        case .heif: "HEIC or AVIF"
        }
    }
}
