#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A file mapped read-only into memory, unmapped when the last reference goes.
///
/// Pages are read on first touch, so weights that a program packs into its own layout are never copied as a whole.
/// The file must not be truncated while it is mapped; replace a model by renaming a new file over it.
public final class MappedFile: Sendable {
    // Written once by `init`, read-only ever after: the mapping is PROT_READ, and a copy is nobody else's.
    private nonisolated(unsafe) let base: UnsafeRawPointer?
    private let origin: Origin
    /// The size of the file in bytes.
    public let count: Int

    /// Where the bytes come from, and so how they are given back.
    private enum Origin { case file, copy, permanent }

    /// Maps the file at `path`.
    ///
    /// - Throws: ``StorageError`` with the system's reason if the file cannot be opened or mapped, or is not a file.
    public init(path: String) throws(StorageError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(reason: String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(reason: "not a regular file") }
        origin = .file
        count = Int(status.st_size)
        guard count > 0 else {
            base = nil
            return
        }
        let mapping = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let mapping, mapping != MAP_FAILED else { throw .unreadable(reason: String(cString: strerror(errno))) }
        base = UnsafeRawPointer(mapping)
    }

    /// Takes bytes that are always there, such as a file that was linked into the program.
    ///
    /// - Parameter bytes: Never freed and never written to, as long as the program runs.
    public init(permanent bytes: UnsafeRawBufferPointer) {
        origin = .permanent
        base = bytes.baseAddress
        count = bytes.count
    }

    /// Keeps a copy of bytes that are in memory, as if they had been a file's.
    ///
    /// - Complexity: O(*n*).
    public init(copying bytes: UnsafeRawBufferPointer) {
        origin = .copy
        count = bytes.count
        guard let source = bytes.baseAddress, count > 0 else {
            base = nil
            return
        }
        // As aligned as a page of a mapping, as far as scalars can tell.
        let copy = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
        copy.copyMemory(from: source, byteCount: count)
        base = UnsafeRawPointer(copy)
    }

    deinit {
        guard let base else { return }
        switch origin {
        case .file: munmap(UnsafeMutableRawPointer(mutating: base), count)
        case .copy: base.deallocate()
        case .permanent: break
        }
    }

    /// Calls `body` with the bytes of the file.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Tells the system that the bytes in `range` are not needed soon, so that they leave resident memory.
    ///
    /// They are read again from the file if they are touched again.
    public func release(_ range: Range<Int>) {
        guard let base, origin == .file else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let start = (range.lowerBound + page - 1) / page * page
        let end = range.upperBound / page * page
        guard start < end else { return }
        madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_DONTNEED)
    }
}

/// A reason why a file of weights could not be read.
public enum StorageError: Error, Equatable, Sendable {
    /// The system refused; `reason` is its own message.
    case unreadable(reason: String)
}

extension StorageError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .unreadable(let reason): "could not be read: \(reason)"
        }
    }
}
