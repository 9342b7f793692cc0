import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A detector's log, one JSON object a line, each of which is written at once.
final class DetectorLog {
    private let descriptor: Int32
    private let encoder = JSONEncoder()

    /// Opens a log, and takes back what was logged after so many steps.
    init(path: String, keepingSteps steps: Int) throws(TrainingError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .log(reason: String(cString: strerror(errno))) }
        let end = off_t(Self.prefix(of: path, steps: steps))
        guard ftruncate(descriptor, end) == 0, lseek(descriptor, end, SEEK_SET) >= 0 else {
            throw .log(reason: String(cString: strerror(errno)))
        }
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    deinit { close(descriptor) }

    /// Writes a line.
    func write(_ line: DetectorLogLine) throws(TrainingError) {
        guard var data = try? encoder.encode(line) else { throw .log(reason: "a number of the line is none") }
        data.append(UInt8(ascii: "\n"))
        var rest = [UInt8](data)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { appendBytes(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .log(reason: String(cString: strerror(errno))) }
            rest = rest.dropFirst(count)
        }
    }

    private static func prefix(of path: String, steps: Int) -> Int {
        guard let data = FileManager.default.contents(atPath: path) else { return 0 }
        let decoder = JSONDecoder()
        var (start, kept) = (data.startIndex, 0)
        while let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) {
            guard let line = try? decoder.decode(DetectorLogLine.self, from: data[start..<end]),
                line.started == nil ? line.stepsDone <= steps : line.stepsDone < steps
            else { break }
            start = end + 1
            kept = start - data.startIndex
        }
        return kept
    }
}

private func appendBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
