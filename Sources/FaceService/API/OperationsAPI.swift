import FaceGallery
import FaceRecognition
import HTTPTypes
import Hummingbird
import NIOCore

/// What whoever runs the service asks of it.
struct OperationsAPI {
    let parts: ServiceParts

    var routes: [Route] {
        [
            Route(.get, "/healthz", nil) { _, _ in Self.text("ok\n") },
            Route(.get, "/readyz", nil, ready),
            Route(.get, "/metrics", .reader, metrics),
            Route(.get, "/openapi.json", nil) { _, _ in
                guard let file = PageFiles.file("openapi.json") else { throw Problem.notFound("there is no document") }
                return file.response
            },
        ]
    }

    /// Ready is who can take a photo and read the gallery.
    @Sendable private func ready(_ request: Request, _ context: ServiceContext) async throws -> Response {
        if case .stopped? = parts.engine.refusal { throw ReadingEngine.Refusal.stopped }
        _ = try await parts.work(for: .nobody) { try $0.gallery.snapshot().revision }
        return Self.text("ready\n")
    }

    @Sendable private func metrics(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let info = try await parts.work(for: context.caller) { try $0.gallery.info() }
        var response = Self.text(
            parts.metrics.text(
                gauges: [
                    ("facenet_queue_photos", "Photos that wait for the engine", Double(parts.engine.waiting)),
                    ("facenet_gallery_people", "People in the gallery", Double(info.people)),
                    ("facenet_gallery_faces", "Faces in the gallery", Double(info.templates)),
                    ("facenet_gallery_bytes", "Size of the gallery's file", Double(info.bytes)),
                ]
            )
        )
        response.headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
        return response
    }

    private static func text(_ text: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
