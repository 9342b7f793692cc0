import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The file of a gallery before SQLite is asked: what it is, and making it appear whole.
enum GalleryFile {
    /// The first bytes of every SQLite file.
    private static let magic = Array("SQLite format 3\0".utf8)

    /// Throws unless the file looks like a gallery this program can read.
    ///
    /// SQLite itself says little: it takes an empty file for an empty database, and names no reason for most others.
    ///
    /// - Parameter path: Where the gallery is said to be.
    /// - Throws: ``GalleryError``: `unreadable`, `notAGallery`, `corrupt`, `newerVersion`.
    static func inspect(_ path: String) throws(GalleryError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .unreadable(reason: reason(errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .unreadable(reason: "it is a folder")
        default: throw .unreadable(reason: "it is not a file")
        }
        let size = Int(status.st_size)
        let header = try head(of: path)
        guard header.starts(with: magic) else {
            // The first bytes of a gallery that was cut before its header was complete.
            guard !header.isEmpty, magic.starts(with: header) else { throw .notAGallery }
            throw .corrupt(reason: "it is cut off after \(size) bytes")
        }
        guard header.count == 100 else { throw .corrupt(reason: "it is cut off after \(size) bytes") }
        func number(at offset: Int, bytes: Int) -> Int {
            header[offset..<offset + bytes].reduce(0) { $0 << 8 | Int($1) }
        }
        guard number(at: 68, bytes: 4) == Int(GallerySchema.applicationID) else { throw .notAGallery }
        let version = number(at: 60, bytes: 4)
        guard version <= GallerySchema.version else {
            throw .newerVersion(found: version, known: GallerySchema.version)
        }
        guard version > 0 else { throw .corrupt(reason: "its header states no version") }
        // With a write-ahead log, what is missing may be there: a checkpoint writes the header before the rest.
        var log = stat()
        if stat(path + "-wal", &log) != 0 || log.st_size == 0 {
            let whole = number(at: 28, bytes: 4) * (number(at: 16, bytes: 2) == 1 ? 65536 : number(at: 16, bytes: 2))
            guard size >= whole else { throw .corrupt(reason: "it is cut off after \(size) of \(whole) bytes") }
        }
    }

    /// Makes a file appear under `path` whole or not at all, for its owner alone, and never over another.
    ///
    /// - Parameters:
    ///   - path: Where the file shall be.
    ///   - write: Writes it under the path it is given, and leaves nothing else beside it.
    /// - Throws: ``GalleryError``: `exists`, `unreadable`, `diskFull`, and what `write` throws.
    static func create(at path: String, _ write: (String) throws(GalleryError) -> Void) throws(GalleryError) {
        var status = stat()
        guard lstat(path, &status) != 0 else { throw .exists }
        for suffix in ["-wal", "-shm"] where lstat(path + suffix, &status) == 0 {
            throw .unreadable(reason: "\(path)\(suffix) of a gallery that is gone lies beside it: move it away")
        }
        let draft = "\(path).draft-\(UInt32.random(in: .min ... .max))"
        defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) } }
        try write(draft)
        // Measures of faces are nobody else's; the files SQLite makes beside it get the same permissions.
        guard chmod(draft, 0o600) == 0 else { throw .unreadable(reason: reason(errno)) }
        // A link is refused where a file is, unlike a renaming.
        if link(draft, path) != 0 {
            switch errno {
            case EEXIST: throw .exists
            // A file system without links.
            case EPERM, ENOTSUP, ENOSYS:
                guard rename(draft, path) == 0 else { throw .unreadable(reason: reason(errno)) }
            case ENOSPC, EDQUOT: throw .diskFull
            case let code: throw .unreadable(reason: reason(code))
            }
        }
        synchronizeFolder(of: path)
    }

    /// Makes an empty file that is its owner's alone.
    static func createEmpty(_ path: String) throws(GalleryError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unreadable(reason: reason(errno)) }
        close(descriptor)
    }

    /// Whether there is anything of this name, be it a link to nowhere.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Makes the names in the folder of `path` outlast a power cut, as far as the system can.
    static func synchronizeFolder(of path: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = open(folder, O_RDONLY)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// The bytes of the file at `path` and of what SQLite keeps beside it; 0 for those that are not there.
    static func size(of path: String) -> Int {
        ["", "-wal"].reduce(0) { sum, suffix in
            var status = stat()
            return stat(path + suffix, &status) == 0 ? sum + Int(status.st_size) : sum
        }
    }

    /// The bytes still free where `path` is, or `nil` if the system does not say.
    static func freeBytes(at path: String) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT: "there is no such file"
        case EACCES, EPERM: "permission denied"
        default: String(cString: strerror(code)).lowercased()
        }
    }

    private static func head(of path: String) throws(GalleryError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(reason: reason(errno)) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .unreadable(reason: reason(errno)) }
        return Array(bytes.prefix(count))
    }
}
