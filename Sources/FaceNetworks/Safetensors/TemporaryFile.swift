#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A file that takes another's place once it is whole, and is gone if it never is.
struct TemporaryFile: ~Copyable {
    private let descriptor: Int32
    private let temporary: String
    private let path: String
    private var isCommitted = false

    /// Creates an empty file beside `path`.
    init(replacing path: String) throws(SafetensorsError) {
        let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .unwritable(reason: String(cString: strerror(errno))) }
        self.descriptor = descriptor
        self.temporary = temporary
        self.path = path
    }

    deinit {
        close(descriptor)
        if !isCommitted { unlink(temporary) }
    }

    /// Appends bytes.
    func append(_ bytes: UnsafeRawBufferPointer) throws(SafetensorsError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                guard errno == EINTR else { throw .unwritable(reason: String(cString: strerror(errno))) }
                continue
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Flushes the file to the disk and gives it its name.
    consuming func commit() throws(SafetensorsError) {
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else {
            throw .unwritable(reason: String(cString: strerror(errno)))
        }
        isCommitted = true
        synchronizeFolder()
    }

    /// Flushes the folder too, so that the name survives a loss of power.
    ///
    /// A folder that cannot be flushed is left alone: the file itself is safe.
    private func synchronizeFolder() {
        let end = path.lastIndex(of: "/")
        let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { return }
        fsync(handle)
        close(handle)
    }
}
