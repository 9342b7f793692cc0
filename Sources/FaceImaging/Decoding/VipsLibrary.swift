import CVips

/// The process-wide state of libvips: started once, quiet, one thread a photo, nothing cached.
enum VipsLibrary {
    /// Starts libvips on the first call; safe from any thread.
    ///
    /// - Throws: `ImageError.unreadable` if libvips will not start.
    static func start() throws(ImageError) {
        if let failure { throw .unreadable(reason: failure) }
    }

    /// Why libvips did not start, if so.
    ///
    /// A lazy static: the runtime runs it once, whoever comes first.
    private static let failure: String? = {
        guard vips_init("facenet") == 0 else { return "libvips did not start: \(takeErrorText())" }
        // Photos are decoded in parallel with each other, never a photo by itself, and never twice.
        vips_concurrency_set(1)
        vips_cache_set_max(0)
        // What libvips would print on stderr about a damaged file, we throw.
        for level in [G_LOG_LEVEL_WARNING, G_LOG_LEVEL_MESSAGE, G_LOG_LEVEL_INFO] {
            g_log_set_handler("VIPS", level, { _, _, _, _ in }, nil)
        }
        return nil
    }()

    /// The text of the errors since the last call, on one line.
    ///
    /// libvips has one buffer a process: photos that fail at the same moment may share their text.
    static func takeErrorText() -> String {
        guard let buffer = vips_error_buffer_copy() else { return "no reason given" }
        defer { g_free(buffer) }
        let lines = String(cString: buffer).split(whereSeparator: \.isNewline)
        return lines.isEmpty ? "no reason given" : lines.joined(separator: "; ")
    }

    /// The error of a decoder that has just failed.
    static func takeError(decoding format: ImageFormat) -> ImageError {
        let text = takeErrorText()
        // libheif is there, but not the plugin for HEVC or for AV1: nothing is wrong with the file.
        let lacksPlugin = ["Unsupported codec", "No decoding plugin"].contains { text.contains($0) }
        return format == .heif && lacksPlugin ? .codecUnavailable(format) : .malformed(format, reason: text)
    }

    /// Whether the installed libvips has the loader for a format.
    static func canLoad(_ format: ImageFormat) -> Bool {
        vips_type_find("VipsForeignLoad", "\(format.rawValue)load_buffer") != 0
    }

    /// Whether the installed libvips has the saver for a format.
    static func canSave(_ format: ImageFormat) -> Bool {
        vips_type_find("VipsForeignSave", "\(format.rawValue)save_buffer") != 0
    }
}
