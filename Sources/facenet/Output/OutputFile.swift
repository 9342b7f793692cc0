#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A file that takes another's place once it is whole, or standard output.
///
/// What is written goes to a file of another name in the same folder. It is renamed by ``commit()`` and removed
/// otherwise, by a signal too: see ``Interruption``.
struct OutputFile: ~Copyable {
    private let path: String?
    private let temporary: String
    private let descriptor: Int32
    private var isCommitted = false

    /// Creates an empty file beside `path`, or takes standard output if that is `nil`.
    ///
    /// - Throws: ``Failure`` with the system's reason.
    init(replacing path: String?) throws(Failure) {
        self.path = path
        guard let path else {
            (temporary, descriptor) = ("", STDOUT_FILENO)
            return
        }
        temporary = "\(path).\(getpid())-\(UInt32.random(in: .min ... .max)).partial"
        descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Failure(path, "could not be written: \(systemErrorText())") }
        Interruption.removes(temporary)
    }

    deinit {
        guard path != nil else { return }
        close(descriptor)
        if !isCommitted { unlink(temporary) }
        Interruption.keeps(temporary)
    }

    /// Appends bytes.
    func append(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        var rest = bytes
        while let base = rest.baseAddress, !rest.isEmpty {
            let count = write(descriptor, base, rest.count)
            if count < 0 {
                guard errno == EINTR else { throw failure() }
                continue
            }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
    }

    /// Appends numbers as they lie in memory.
    func append<Scalar: BitwiseCopyable>(_ scalars: [Scalar]) throws(Failure) {
        try scalars.span.withUnsafeBytes { (bytes) throws(Failure) in try append(bytes) }
    }

    /// Appends text.
    func append(_ text: String) throws(Failure) {
        try append(Array(text.utf8))
    }

    /// Writes bytes over those at the start of the file.
    ///
    /// - Precondition: It is a file, not standard output.
    func overwriteStart(_ bytes: [UInt8]) throws(Failure) {
        precondition(path != nil, "a stream cannot be written over")
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else { throw failure() }
    }

    /// Gives the file its name, whole as it now is.
    consuming func commit() throws(Failure) {
        guard let path else { return }
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw failure() }
        isCommitted = true
    }

    private func failure() -> Failure {
        Failure(path ?? "standard output", "could not be written: \(systemErrorText())")
    }
}

private func systemErrorText() -> String { String(cString: strerror(errno)) }
