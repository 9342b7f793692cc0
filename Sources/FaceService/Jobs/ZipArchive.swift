import CArchive

/// The photos of a zip archive, one after another, by libarchive: nothing is unpacked to the disk.
final class ZipArchive {
    /// Why an archive cannot be read.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// A file of the archive.
    struct Entry {
        /// With its folders.
        var path: String
        /// `nil` if it is over the limit.
        var bytes: [UInt8]?
    }

    private let archive: OpaquePointer

    /// Opens an archive.
    ///
    /// - Throws: ``Failure`` if it is none.
    init(_ path: String) throws {
        guard let archive = archive_read_new() else { throw Failure(description: "libarchive has no memory") }
        self.archive = archive
        archive_read_support_format_zip(archive)
        guard archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK else {
            throw Failure(description: Self.reason(archive))
        }
    }

    deinit { archive_read_free(archive) }

    /// Reads the next file.
    ///
    /// - Parameter limit: The most bytes of a file; a larger one is passed over, whatever its header says of its size.
    /// - Returns: The file, or `nil` after the last.
    /// - Throws: ``Failure`` where the archive is damaged, or locked by a password.
    func next(limit: Int) throws -> Entry? {
        var entry: OpaquePointer?
        while true {
            switch archive_read_next_header(archive, &entry) {
            case ARCHIVE_EOF: return nil
            case ARCHIVE_OK, ARCHIVE_WARN: break
            default: throw Failure(description: Self.reason(archive))
            }
            // Folders and links are no photos. The type's mask and value, as in stat.
            guard let entry, UInt32(archive_entry_filetype(entry)) & 0o170000 == 0o100000,
                let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
            else { continue }
            return Entry(path: String(cString: name), bytes: try contents(limit: limit))
        }
    }

    private func contents(limit: Int) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = archive_read_data(archive, &buffer, buffer.count)
            if count == 0 { return bytes }
            guard count > 0 else { throw Failure(description: Self.reason(archive)) }
            guard bytes.count + count <= limit else { return nil }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    private static func reason(_ archive: OpaquePointer) -> String {
        archive_error_string(archive).map { String(cString: $0).lowercased() } ?? "it is no zip archive"
    }
}
