#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The two streams: results to standard output, everything else to standard error.
enum Console {
    /// Whether a person watches standard error.
    static let isWatched = isatty(STDERR_FILENO) != 0

    /// Prints a line of diagnostics, `facenet: ` in front.
    static func note(_ text: String) { write("facenet: \(text)\n", to: STDERR_FILENO) }

    /// Prints a line of results, at once, so that a reader behind a pipe has it.
    static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// Writes text to a stream, in as few pieces as the system takes it, past every buffer.
    static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
    }

    /// Writes bytes to a stream.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        var rest = bytes
        while let base = rest.baseAddress, !rest.isEmpty {
            let count = systemWrite(descriptor, base, rest.count)
            if count < 0, errno == EINTR { continue }
            // Nobody reads any more: as for `cat`, there is nothing left to say.
            guard count > 0 else { return }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
