import Foundation
public import Logging
import Synchronization

/// A log of one JSON object a line, to standard error: for machines first, and legible.
public struct JSONLogHandler: LogHandler {
    private static let lock = Mutex(())
    /// What every line has.
    public var metadata: Logger.Metadata = [:]
    /// What is too unimportant to be written.
    public var logLevel: Logger.Level
    private let label: String

    /// Creates a handler.
    ///
    /// - Parameters:
    ///   - label: Which part of the program speaks.
    ///   - level: What is too unimportant to be written.
    public init(label: String, level: Logger.Level = .info) { (self.label, logLevel) = (label, level) }

    /// What every line has under a key.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    public func log(event: LogEvent) {
        var fields: [String: String] = [
            "time": Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
            "level": "\(event.level)", "label": label, "message": "\(event.message)",
        ]
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all { fields[key] = "\(value)" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var line = try? encoder.encode(fields) else { return }
        line.append(UInt8(ascii: "\n"))
        // Whole lines, whoever speaks at once.
        Self.lock.withLock { _ in try? FileHandle.standardError.write(contentsOf: line) }
    }
}
