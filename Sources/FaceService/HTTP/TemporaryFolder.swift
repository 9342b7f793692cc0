import Foundation
import Hummingbird
import NIOCore
import NIOFoundationCompat

/// A folder for what is too large for memory, readable by this process's user alone; it goes with its last owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/facenet-\(randomToken().prefix(16))"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a request's body into a file.
    ///
    /// - Returns: Where it is.
    /// - Throws: ``Problem``: 413 for too many bytes, 408 if nothing arrives for too long.
    func receive(_ request: Request, named name: String, limits: ServiceConfiguration.Limits) async throws -> String {
        let path = "\(path)/\(name)"
        let isThere = FileManager.default.createFile(
            atPath: path,
            contents: nil,
            attributes: [.posixPermissions: 0o600]
        )
        guard isThere else { throw Problem(.serviceUnavailable, "unavailable", "there is no place for the body") }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var count = 0
        var rest = request.body.makeAsyncIterator()
        // What a body of the usual size may take, and as long again for each of its size.
        let clock = ContinuousClock()
        let start = clock.now
        while let buffer = try await rest.next() {
            count += buffer.readableBytes
            var problem: Problem?
            if count > limits.importBytes {
                let detail = "the body is over the limit of \(limits.importBytes) bytes"
                problem = Problem(.contentTooLarge, "too_many_bytes", detail)
            }
            let allowed = limits.bodySeconds * (1 + Double(count) / Double(limits.bodyBytes))
            if start.duration(to: clock.now).seconds > allowed {
                problem = Problem(.requestTimeout, "timeout", "the body did not arrive in time")
            }
            if var problem {
                problem.closesConnection = true
                throw problem
            }
            try file.write(contentsOf: Data(buffer: buffer))
        }
        try file.synchronize()
        return path
    }
}
