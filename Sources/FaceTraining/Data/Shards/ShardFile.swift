#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that gets its name once it is whole and on the disk, and is gone if it never is.
struct ShardFile: ~Copyable {
    private let descriptor: Int32
    private let temporary: String
    private let path: String
    private var isCommitted = false

    init(replacing path: String) throws(DataError) {
        temporary = "\(path).\(getpid())-\(UInt32.random(in: .min ... .max)).partial"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        self.path = path
        guard descriptor >= 0 else {
            // Nothing to close or remove.
            isCommitted = true
            throw .unwritable(reason: systemErrorText())
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !isCommitted { unlink(temporary) }
    }

    func append(_ bytes: [UInt8]) throws(DataError) {
        try bytes.span.withUnsafeBytes { (bytes) throws(DataError) in
            var rest = bytes
            while let base = rest.baseAddress, !rest.isEmpty {
                let count = write(descriptor, base, rest.count)
                if count < 0 {
                    guard errno == EINTR else { throw .unwritable(reason: systemErrorText()) }
                    continue
                }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
        }
    }

    consuming func commit() throws(DataError) {
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else {
            throw .unwritable(reason: systemErrorText())
        }
        isCommitted = true
    }
}

private func systemErrorText() -> String { String(cString: strerror(errno)) }
