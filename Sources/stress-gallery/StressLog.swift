import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What a writer announced and what was acknowledged: `try` before, `ok` after; `no` if it turned out not to have been done.
///
/// Each line is one write to the file, which outlasts the process.
struct StressLog {
    private let path: String
    private(set) var state = StressState()
    /// What was announced and neither acknowledged nor found out about.
    private(set) var open: StressOperation?

    init(path: String) throws {
        self.path = path
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            switch words.first {
            case "try":
                guard open == nil, let operation = StressOperation(Array(words.dropFirst())) else {
                    throw Failure("a log has the line \(line)")
                }
                announce(operation)
            case "ok": settle(true)
            case "no": settle(false)
            default: throw Failure("a log has the line \(line)")
            }
        }
    }

    mutating func begin(_ operation: StressOperation) throws {
        try append("try \(operation.words)\n")
        announce(operation)
    }

    mutating func end(_ happened: Bool = true) throws {
        try append(happened ? "ok\n" : "no\n")
        settle(happened)
    }

    private mutating func announce(_ operation: StressOperation) {
        open = operation
        state.announce(operation)
    }

    private mutating func settle(_ happened: Bool) {
        if happened, let open { state.apply(open) }
        open = nil
    }

    private func append(_ line: String) throws {
        let descriptor = openFile(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure("\(path) cannot be written") }
        defer { close(descriptor) }
        let bytes = Array(line.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw Failure("\(path) cannot be written") }
    }
}

/// The system's `open`, whose name a property of the log has.
private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
