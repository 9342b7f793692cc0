import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A line of a training's log.
public protocol TrainingLogLine: Codable, Sendable {
    /// Whether it tells of a beginning, or of a resumption.
    var isBeginning: Bool { get }
    /// The steps that are done after the line.
    var stepsDone: Int { get }
}

/// A line of `log.jsonl`.
public struct LogLine: TrainingLogLine, Equatable {
    /// What the training is, in numbers: the first line, and one for each resumption.
    public var started: TrainingSummary?
    /// A step.
    public var step: StepRecord?
    /// A validation.
    public var validation: ValidationRecord?
    /// An alarm.
    public var alarm: CollapseAlarm.Finding?

    /// Creates a line of one kind.
    public init(
        started: TrainingSummary? = nil,
        step: StepRecord? = nil,
        validation: ValidationRecord? = nil,
        alarm: CollapseAlarm.Finding? = nil
    ) {
        (self.started, self.step, self.validation, self.alarm) = (started, step, validation, alarm)
    }

    /// Whether it tells of a beginning, or of a resumption.
    public var isBeginning: Bool { started != nil }
    /// The steps that are done after the line.
    public var stepsDone: Int { started?.firstStep ?? step?.step ?? validation?.step ?? alarm?.step ?? 0 }
}

/// The training's log, one JSON object a line, each of which is written at once.
///
/// A training that is resumed from a checkpoint takes back what was logged after it, so that the curve has every step once.
public final class TrainingLog<Line: TrainingLogLine>: @unchecked Sendable {
    // Unchecked: one task writes; the descriptor never changes.
    private let descriptor: Int32
    private let encoder = JSONEncoder()

    /// Opens a log.
    ///
    /// - Parameters:
    ///   - path: The file; made if it is not there.
    ///   - steps: What was logged after so many steps is taken back, and half a line at the end too.
    /// - Throws: ``TrainingError/log(reason:)``.
    public init(path: String, keepingSteps steps: Int) throws(TrainingError) {
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
    ///
    /// - Throws: ``TrainingError/log(reason:)``, such as for a full disk.
    public func write(_ line: Line) throws(TrainingError) {
        guard var data = try? encoder.encode(line) else { throw .log(reason: "a number of the line is none") }
        data.append(UInt8(ascii: "\n"))
        var rest = [UInt8](data)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .log(reason: String(cString: strerror(errno))) }
            rest = rest.dropFirst(count)
        }
    }

    /// Has everything written reach the disk.
    public func synchronize() { fsync(descriptor) }

    /// The lines of a log; those that cannot be read are left out.
    public static func lines(of path: String) -> [Line] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        let decoder = JSONDecoder()
        return data.split(separator: UInt8(ascii: "\n")).compactMap { try? decoder.decode(Line.self, from: $0) }
    }

    /// The bytes of the lines up to the first that is not whole or comes after so many steps.
    private static func prefix(of path: String, steps: Int) -> Int {
        guard let data = FileManager.default.contents(atPath: path) else { return 0 }
        let decoder = JSONDecoder()
        var (start, kept) = (data.startIndex, 0)
        while let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) {
            // A beginning at this very step is written again by the training that begins there.
            guard let line = try? decoder.decode(Line.self, from: data[start..<end]),
                line.isBeginning ? line.stepsDone < steps : line.stepsDone <= steps
            else { break }
            start = end + 1
            kept = start - data.startIndex
        }
        return kept
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
