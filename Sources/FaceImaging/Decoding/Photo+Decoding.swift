import CVips

extension Photo {
    /// Reads a photo from a file.
    ///
    /// - Parameters:
    ///   - path: A regular file; what it is called does not matter.
    ///   - limits: What to refuse before decoding.
    /// - Throws: `ImageError`; `unreadable` for a missing file or a folder, else as `init(decoding:limits:)`.
    /// - Complexity: O(*bytes* + *pixels*).
    public init(contentsOf path: String, limits: ImageLimits = ImageLimits()) throws(ImageError) {
        try self.init(decoding: FileBytes.contents(of: path, limit: limits.bytes), limits: limits)
    }

    /// Decodes a photo: JPEG, PNG, WebP, GIF (its first frame), and HEIC or AVIF where libvips has them.
    ///
    /// The photo is turned upright by EXIF, an embedded ICC profile is converted to sRGB, CMYK and grey become RGB,
    /// 16 bits become 8, and transparent pixels are blended with white. The pixels of a plain JPEG are those that
    /// libjpeg-turbo decodes by default, as in Pillow.
    ///
    /// A file is decoded whole or refused: one whose pixels are not all there (a cut upload) throws, and so does a
    /// JPEG without its end marker. Bytes after the end are ignored.
    ///
    /// - Parameters:
    ///   - bytes: The file's bytes.
    ///   - limits: What to refuse before decoding.
    /// - Throws: `ImageError`: `empty`, `tooManyBytes`, `unsupportedFormat`, `codecUnavailable`, `tooManyPixels` or
    ///   `malformed`.
    /// - Complexity: O(*bytes* + *pixels*).
    public init(decoding bytes: [UInt8], limits: ImageLimits = ImageLimits()) throws(ImageError) {
        self = try bytes.span.withUnsafeBytes { (buffer) throws(ImageError) in
            try Photo(decoding: buffer, limits: limits)
        }
    }

    /// Decodes a photo from bytes somebody else owns, as `init(decoding:limits:)` does from an array.
    ///
    /// - Parameters:
    ///   - bytes: The file's bytes, not kept after the call.
    ///   - limits: What to refuse before decoding.
    /// - Throws: `ImageError`.
    public init(decoding bytes: UnsafeRawBufferPointer, limits: ImageLimits = ImageLimits()) throws(ImageError) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= limits.bytes else { throw .tooManyBytes(limit: limits.bytes) }
        guard let format = ImageFormat(signature: bytes) else { throw .unsupportedFormat }
        try VipsLibrary.start()
        guard VipsLibrary.canLoad(format) else { throw .codecUnavailable(format) }
        guard let header = VipsPipeline(header: bytes, format: format) else {
            throw VipsLibrary.takeError(decoding: format)
        }
        let (width, height) = (header.width, header.height)
        // In HEIC and AVIF the file itself says how to turn, libheif has done it, and EXIF has no say.
        let orientation = format == .heif ? .upright : header.orientation
        guard width > 0, height > 0, width <= limits.pixels / height else {
            throw .tooManyPixels(width: width, height: height, limit: limits.pixels)
        }
        if format == .jpeg, !JPEGStructure.hasEnd(bytes) {
            throw .malformed(format, reason: "the end marker is missing")
        }
        guard let pipeline = header.convertedToSRGB() else {
            throw VipsLibrary.takeError(decoding: format)
        }
        var isComplete = false
        let decoded = Photo(uninitializedWidth: width, height: height) { pixels in
            isComplete = pipeline.run(into: pixels)
            // The array needs every byte written, also when the photo is thrown away below.
            if !isComplete { pixels.initialize(repeating: 0) }
        }
        guard isComplete else { throw VipsLibrary.takeError(decoding: format) }
        self = decoded.turnedUpright(from: orientation)
    }
}
