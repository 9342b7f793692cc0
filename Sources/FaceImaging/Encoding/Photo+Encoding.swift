import CVips

extension Photo {
    /// The photo as a file's bytes, without metadata: sRGB and upright is what readers assume.
    ///
    /// - Parameter encoding: The format and its quality.
    /// - Returns: A whole file.
    /// - Throws: `ImageError`: `codecUnavailable`, or `unwritable` if the format cannot hold a photo of this size.
    /// - Complexity: O(*pixels*).
    public func encoded(as encoding: ImageEncoding) throws(ImageError) -> [UInt8] {
        try VipsLibrary.start()
        guard VipsLibrary.canSave(encoding.format) else { throw .codecUnavailable(encoding.format) }
        return try withUnsafePixels { (pixels) throws(ImageError) in
            let wrapped = VipsPipeline { out in
                cvips_from_rgb(pixels.baseAddress, pixels.count, CInt(width), CInt(height), out)
            }
            guard let wrapped else { throw .unwritable(reason: VipsLibrary.takeErrorText()) }
            var data: UnsafeMutableRawPointer?
            var count = 0
            let status =
                switch encoding {
                case .jpeg(let quality): cvips_jpegsave(wrapped.image, &data, &count, Self.clamped(quality))
                case .png: cvips_pngsave(wrapped.image, &data, &count)
                case .webp(let quality): cvips_webpsave(wrapped.image, &data, &count, Self.clamped(quality))
                }
            guard status == 0, let data else { throw .unwritable(reason: VipsLibrary.takeErrorText()) }
            defer { g_free(data) }
            return Array(UnsafeRawBufferPointer(start: data, count: count))
        }
    }

    /// Writes the photo to a file at one stroke: whoever looks sees the old file or the whole new one.
    ///
    /// - Parameters:
    ///   - path: Where to; an existing file is replaced.
    ///   - encoding: The format and its quality; by the path's extension if `nil`, and JPEG for an unknown one.
    /// - Throws: `ImageError`: as `encoded(as:)`, and `unwritable` if the folder does not take the file. Nothing partial
    ///   is left.
    public func write(to path: String, as encoding: ImageEncoding? = nil) throws(ImageError) {
        let bytes = try encoded(as: encoding ?? ImageEncoding(forPath: path) ?? .jpeg())
        try bytes.span.withUnsafeBytes { (buffer) throws(ImageError) in
            try FileBytes.replace(path, with: buffer)
        }
    }

    private static func clamped(_ quality: Int) -> CInt {
        CInt(min(max(quality, 1), 100))
    }
}
