import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat

/// Answers that are given again where a caller sends the same request with the same `Idempotency-Key`.
///
/// In memory, for a day: what a caller repeats after a connection broke. Across a restart the gallery itself sees to it
/// that nothing is there twice: names are unique, and so are photos of a person.
actor IdempotencyStore {
    /// An answer without its connection.
    struct Answer: Sendable {
        var status: HTTPResponse.Status
        var headers: HTTPFields
        var body: ByteBuffer
    }

    private struct Entry {
        let request: [UInt8]
        let answer: Task<Answer, any Error>
        let end: ContinuousClock.Instant
    }

    private var entries: [String: Entry] = [:]
    private let most: Int

    init(most: Int = 10_000) { self.most = most }

    /// The answer to a request, found, or made by `work` and kept.
    ///
    /// Two at once wait for one answer.
    ///
    /// - Parameters:
    ///   - key: The caller and the key the caller chose.
    ///   - request: The hash of what is asked.
    ///   - work: Makes the answer; one that throws is not kept.
    /// - Returns: The answer.
    /// - Throws: ``Problem`` 409 if the key came with another request before; what `work` throws.
    func answer(
        to key: String,
        request: [UInt8],
        _ work: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        entries = entries.filter { $0.value.end > .now }
        if let entry = entries[key] {
            guard entry.request == request else {
                let detail = "this Idempotency-Key came with another request before"
                throw Problem(.conflict, "idempotency_key_reused", detail)
            }
            return try await entry.answer.value
        }
        if entries.count >= most, let oldest = entries.min(by: { $0.value.end < $1.value.end }) {
            entries[oldest.key] = nil
        }
        let task = Task { try await work() }
        entries[key] = Entry(request: request, answer: task, end: .now + .seconds(24 * 3600))
        do {
            return try await task.value
        } catch {
            entries[key] = nil
            throw error
        }
    }

    /// The hash of what is asked.
    static func hash(_ request: Request, _ body: ByteBuffer) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: Data("\(request.method) \(request.uri)\n\(request.headers[.contentType] ?? "")\n".utf8))
        hash.update(data: Data(buffer: body))
        return Array(hash.finalize())
    }
}
