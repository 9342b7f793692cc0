import ArgumentParser

/// What a command could not do: the one line it ends with.
///
/// The description is `subject: reason`; ``Console/end(with:)`` puts `facenet:` in front.
struct Failure: Error, CustomStringConvertible {
    /// What the sentence is about: most often a path.
    var subject: String
    /// One sentence that can follow `subject: `.
    var reason: String

    init(_ subject: String, _ reason: some CustomStringConvertible) {
        self.subject = subject
        // One line, whatever a library had to say.
        self.reason = reason.description.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    var description: String { "\(subject): \(reason)" }
}

extension ExitCode {
    /// Different people, or some of the photos failed.
    static let partly = ExitCode(1)
    /// The command could not be done.
    static let impossible = ExitCode(2)
    /// Stopped by a signal.
    static let interrupted = ExitCode(130)
}

extension AsyncParsableCommand {
    /// Runs a command's work, and turns what it could not do into a line and an exit code.
    func reporting(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let failure as Failure {
            Console.note("\(failure)")
            throw ExitCode.impossible
        }
    }
}
