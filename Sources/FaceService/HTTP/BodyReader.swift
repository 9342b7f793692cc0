import FaceImaging
import FacePipeline
import Foundation
import Hummingbird
import NIOCore
import Synchronization

/// Collects bodies within limits: bytes of one, bytes of all at once, and time.
///
/// The bytes of all at once bound the service's memory, however many callers send however slowly.
final class BodyReader: Sendable {
    struct Limits: Sendable {
        /// The most bytes of one body.
        var bytes: Int
        /// The most bytes of all bodies that are being received or worked on.
        var bytesAtOnce: Int
        /// How long a body may take to arrive.
        var time: Duration
    }

    let limits: Limits
    private let used = Mutex(0)

    init(_ limits: Limits) { self.limits = limits }

    /// Collects a body and works on it.
    ///
    /// - Parameters:
    ///   - request: Whose body.
    ///   - most: The most bytes, if less than ``Limits/bytes``.
    ///   - work: Is given the body; its bytes count as used until this returns.
    /// - Returns: What `work` returns.
    /// - Throws: ``Problem``: 413, 408, 429; and what `work` throws.
    func withBody<T>(
        of request: Request,
        most: Int? = nil,
        _ work: (ByteBuffer) async throws -> T
    ) async throws -> T {
        let limit = most ?? limits.bytes
        let declared = request.headers[.contentLength].flatMap(Int.init)
        if let declared, declared > limit { throw Self.tooLarge(limit) }
        // Without a length the most has to be reckoned with.
        let reserved = declared ?? limit
        try reserve(reserved)
        defer { release(reserved) }
        return try await work(try await collect(request, limit: limit))
    }

    private func collect(_ request: Request, limit: Int) async throws -> ByteBuffer {
        let body = request.body
        do {
            return try await withThrowingTaskGroup(of: ByteBuffer?.self) { group in
                group.addTask { try await body.collect(upTo: limit) }
                group.addTask { [time = limits.time] in
                    try await Task.sleep(for: time)
                    return nil
                }
                defer { group.cancelAll() }
                guard let first = try await group.next(), let buffer = first else {
                    var problem = Problem(.requestTimeout, "timeout", "the body did not arrive in time")
                    problem.closesConnection = true
                    throw problem
                }
                return buffer
            }
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(limit)
        }
    }

    private func reserve(_ bytes: Int) throws {
        let isFree = used.withLock { used in
            // One body always fits, whatever the limits are.
            guard used == 0 || used + bytes <= limits.bytesAtOnce else { return false }
            used += bytes
            return true
        }
        if !isFree { throw Problem.tooMany("queue_full", "too many photos are being received", seconds: 1) }
    }

    private func release(_ bytes: Int) { used.withLock { $0 -= bytes } }

    private static func tooLarge(_ limit: Int) -> Problem {
        var problem = Problem(.contentTooLarge, "too_many_bytes", "the body is over the limit of \(limit) bytes")
        problem.closesConnection = true
        return problem
    }
}

extension Request {
    /// The body's media type in lower case, without parameters.
    var mediaType: String { HeaderParameters(headers[.contentType] ?? "").value }

    /// The photo of a body: its bytes, or those of the form's part `photo`.
    ///
    /// - Throws: ``Problem``: 415 if the body is of no kind that is read here, 400 for a damaged form.
    func photo(in body: ByteBuffer, named name: String?) throws -> PhotoSource {
        let bytes = Array(buffer: body)
        switch mediaType {
        case "multipart/form-data":
            let part = try MultipartForm(bytes, contentType: headers[.contentType] ?? "").file("photo")
            return .bytes(Array(part.bytes), name: name ?? part.filename?.lastPathComponent ?? "photo")
        case "image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/avif",
            "application/octet-stream":
            return .bytes(bytes, name: name ?? "photo")
        default: throw Self.unsupported("a photo, or a form with a part `photo`")
        }
    }

    /// Throws unless the body is of a type.
    func require(_ types: String...) throws {
        guard types.contains(mediaType) else { throw Self.unsupported(types.joined(separator: " or ")) }
    }

    private static func unsupported(_ wanted: String) -> Problem {
        Problem(.unsupportedMediaType, "unsupported_media_type", "the body has to be \(wanted)")
    }
}

extension String {
    /// What a browser's name of a file is without folders.
    fileprivate var lastPathComponent: String {
        let name = split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? "photo"
        return String(name.unicodeScalars.prefix(200).map(Character.init))
    }
}
