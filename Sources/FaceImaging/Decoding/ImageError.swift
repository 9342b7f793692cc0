/// Why a photo could not be read or written.
///
/// The description is one sentence that can follow `path: `.
public enum ImageError: Error, Hashable, Sendable {
    /// The file could not be read: it is missing, a folder, or not ours to read.
    case unreadable(reason: String)
    /// There are no bytes.
    case empty
    /// The file has more bytes than the limit allows; nothing was decoded.
    case tooManyBytes(limit: Int)
    /// The header claims more pixels than the limit allows; nothing was decoded.
    case tooManyPixels(width: Int, height: Int, limit: Int)
    /// The bytes begin like none of the formats that are read.
    case unsupportedFormat
    /// The installed libvips has no support for the format.
    case codecUnavailable(ImageFormat)
    /// The file is cut or damaged.
    case malformed(ImageFormat, reason: String)
    /// The file could not be written.
    case unwritable(reason: String)
}

extension ImageError: CustomStringConvertible {
    /// One sentence that can follow `path: `.
    public var description: String {
        switch self {
        case .unreadable(let reason):
            "could not be read: \(reason)"
        case .empty:
            "the file is empty"
        case .tooManyBytes(let limit):
            "the file is over the limit of \(limit) bytes"
        case .tooManyPixels(let width, let height, let limit):
            "the image claims \(width)x\(height) pixels, over the limit of \(limit)"
        case .unsupportedFormat:
            "not a JPEG, PNG, WebP, GIF, HEIC or AVIF image"
        case .codecUnavailable(let format):
            "the installed libvips cannot read or write \(format)"
        case .malformed(let format, let reason):
            "the \(format) image is cut or damaged: \(reason)"
        case .unwritable(let reason):
            "could not be written: \(reason)"
        }
    }
}
