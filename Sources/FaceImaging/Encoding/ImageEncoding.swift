/// How a photo is written to a file.
public enum ImageEncoding: Hashable, Sendable {
    /// JPEG; `quality` from 1 to 100. From 90 on colors keep their full resolution.
    case jpeg(quality: Int = 92)
    /// PNG: exact.
    case png
    /// WebP; `quality` from 1 to 100.
    case webp(quality: Int = 90)

    /// Chooses by a path's extension: jpg, jpeg, png or webp, in any case.
    ///
    /// It fails for any other extension, or none.
    public init?(forPath path: String) {
        let name = path.lowercased()
        if name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") {
            self = .jpeg()
        } else if name.hasSuffix(".png") {
            self = .png
        } else if name.hasSuffix(".webp") {
            self = .webp()
        } else {
            return nil
        }
    }

    /// The format of the file.
    public var format: ImageFormat {
        switch self {
        case .jpeg: .jpeg
        case .png: .png
        case .webp: .webp
        }
    }
}
