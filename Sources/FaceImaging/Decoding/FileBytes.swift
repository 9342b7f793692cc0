#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Whole files, read within a limit and written at one stroke.
package enum FileBytes {
    /// Reads a regular file.
    ///
    /// - Throws: `ImageError.unreadable` or `tooManyBytes`; the latter before a byte is read.
    package static func contents(of path: String, limit: Int) throws(ImageError) -> [UInt8] {
        // Not blocking: a named pipe given as a photo must not hang.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .unreadable(reason: systemErrorText()) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .unreadable(reason: systemErrorText()) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .unreadable(reason: "it is a folder") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(reason: "it is not a regular file") }
        let size = Int(status.st_size)
        guard size <= limit else { throw .tooManyBytes(limit: limit) }
        var failure: ImageError?
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let step = read(file, buffer.baseAddress.map { $0 + count }, size - count)
                if step < 0 {
                    if errno == EINTR { continue }
                    failure = .unreadable(reason: systemErrorText())
                }
                // Zero: the file shrank since fstat; what is left is judged by the decoder.
                guard step > 0 else { break }
                count += step
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes a file at one stroke: into a temporary file in the same folder, then renamed over `path`.
    ///
    /// - Throws: `ImageError.unwritable`, and then nothing is left and an older file is as it was.
    static func replace(_ path: String, with bytes: UnsafeRawBufferPointer) throws(ImageError) {
        // Not mkstemp: its files are for their owner only, and to widen them needs the process's mask.
        let temporary = "\(path).\(getpid())-\(UInt32.random(in: .min ... .max)).partial"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw .unwritable(reason: systemErrorText()) }
        var failure: String?
        var written = 0
        while written < bytes.count, failure == nil {
            let step = write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if step >= 0 {
                written += step
            } else if errno != EINTR {
                failure = systemErrorText()
            }
        }
        if close(file) != 0, failure == nil { failure = systemErrorText() }
        if failure == nil, rename(temporary, path) != 0 { failure = systemErrorText() }
        if let failure {
            unlink(temporary)
            throw .unwritable(reason: failure)
        }
    }

    private static func systemErrorText() -> String {
        String(cString: strerror(errno))
    }
}
