import Crypto
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads lines of an export from a file, a piece at a time.
struct ExportReader: ~Copyable {
    /// The most bytes of a line: a crop of the greatest size, as Base64, and the rest.
    private static let longestLine = 32 << 20

    private let descriptor: Int32
    private var hash = SHA256()
    private var hashBefore = SHA256()
    private var buffer: [UInt8] = []
    private var start = 0
    /// How many lines were read.
    private(set) var line = 0
    private let decoder = JSONDecoder()

    init(path: String) throws(GalleryError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(reason: GalleryFile.reason(errno)) }
    }

    deinit { close(descriptor) }

    /// The SHA-256 of all lines before the last one read, in hexadecimal digits.
    var sha256: String { hashBefore.finalize().hexadecimal }

    /// The next line, or `nil` at the end of the file.
    mutating func next() throws(GalleryError) -> ExportLine? {
        while true {
            if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let bytes = Data(buffer[start...end])
                start = end + 1
                line += 1
                hashBefore = hash
                hash.update(data: bytes)
                do {
                    return try decoder.decode(ExportLine.self, from: bytes)
                } catch {
                    throw .corrupt(reason: "line \(line) of the export is not one")
                }
            }
            guard buffer.count - start < Self.longestLine else {
                throw .corrupt(reason: "line \(line + 1) of the export is too long")
            }
            guard try fill() else {
                guard start == buffer.count else { throw .corrupt(reason: "the export is cut off in line \(line + 1)") }
                return nil
            }
        }
    }

    private mutating func fill() throws(GalleryError) -> Bool {
        buffer.removeFirst(start)
        start = 0
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        let count = read(descriptor, &piece, piece.count)
        guard count >= 0 else { throw .unreadable(reason: GalleryFile.reason(errno)) }
        buffer += piece.prefix(count)
        return count > 0
    }
}
