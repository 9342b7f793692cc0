import Crypto
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Writes lines of an export to a file, and hashes them.
struct ExportWriter: ~Copyable {
    private let descriptor: Int32
    private var hash = SHA256()
    private var pending: [UInt8] = []
    private let encoder = JSONEncoder()

    /// Creates the file at `path`, which must not be there, for its owner alone.
    init(path: String) throws(GalleryError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unreadable(reason: GalleryFile.reason(errno)) }
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    deinit { close(descriptor) }

    /// The SHA-256 of all lines so far, in hexadecimal digits.
    var sha256: String { hash.finalize().hexadecimal }

    /// Appends a line.
    mutating func write(_ line: ExportLine) throws {
        var bytes = Array(try encoder.encode(line))
        bytes.append(UInt8(ascii: "\n"))
        hash.update(data: bytes)
        pending += bytes
        if pending.count > 1 << 20 { try flush() }
    }

    /// Writes what is pending and waits until it is on the disk.
    mutating func finish() throws {
        try flush()
        guard fsync(descriptor) == 0 else { throw Self.failure(errno) }
    }

    private mutating func flush() throws {
        var rest = pending[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Self.failure(errno) }
            rest = rest.dropFirst(count)
        }
        pending.removeAll(keepingCapacity: true)
    }

    private static func failure(_ code: Int32) -> GalleryError {
        code == ENOSPC || code == EDQUOT ? .diskFull : .unreadable(reason: GalleryFile.reason(code))
    }
}

/// The system's `write`, whose name the writer's own method has.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
