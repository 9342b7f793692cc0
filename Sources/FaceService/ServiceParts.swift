import FaceGallery
import FacePipeline
import FaceRecognition
import Hummingbird
import Logging
import NIOPosix

/// What the parts of a service share.
struct ServiceParts: Sendable {
    let configuration: ServiceConfiguration
    let recognizer: Recognizer
    let engine: ReadingEngine
    let bodies: BodyReader
    let access: Access
    let idempotency: IdempotencyStore
    let journal: SearchJournal
    let settings: SettingsFile
    let jobs: JobCenter
    let metrics: ServiceMetrics
    /// Where the gallery is worked on: its calls block, and Swift's own few threads must not.
    let pool: NIOThreadPool
    let logger: Logger

    /// Works on the gallery in a caller's name, off Swift's own threads.
    func work<T: Sendable>(
        for caller: Caller,
        _ body: @escaping @Sendable (Recognizer) throws -> T
    ) async throws -> T {
        try await pool.runIfActive { [recognizer] in
            try AuditActor.$current.withValue(caller.name) { try body(recognizer) }
        }
    }

    /// Reads the photo of a request.
    ///
    /// - Parameters:
    ///   - request: The request, with the photo as its body.
    ///   - name: What the photo is called, if the caller says.
    /// - Returns: The photo, its faces measured and embedded.
    /// - Throws: ``Problem``, ``ReadingEngine/Refusal``, `RecognitionError`.
    func photo(of request: Request, named name: String? = nil) async throws -> ReadPhoto {
        // Before the body is read: a photo that would be refused need not arrive.
        if let refusal = engine.refusal { throw refusal }
        let photo = try await bodies.withBody(of: request) { body in
            try await read(request.photo(in: body, named: name))
        }
        return photo
    }

    /// Reads a photo, within the limit on faces.
    func read(_ source: PhotoSource) async throws -> ReadPhoto {
        let photo = try await engine.read(source)
        guard photo.faces.count <= configuration.limits.faces else {
            throw Problem(
                .contentTooLarge,
                "too_many_faces",
                "the photo shows \(photo.faces.count) faces, over the limit of \(configuration.limits.faces)"
            )
        }
        return photo
    }

    /// Reads a small JSON body.
    func json<Value: Decodable & Sendable>(
        _ type: Value.Type,
        of request: Request,
        allowed: [String],
        nullable: [String] = []
    ) async throws -> Value {
        try request.require("application/json")
        return try await bodies.withBody(of: request, most: 1 << 20) { body in
            try JSONBody.decode(type, from: body, allowed: allowed, nullable: nullable)
        }
    }
}
