import CPage
import HTTPTypes
import Hummingbird
import NIOCore

/// The files of the page, which lie in the program itself.
enum PageFiles {
    struct File: Sendable {
        var name: String
        var type: String
        var bytes: ByteBuffer
        var tag: EntityTag

        /// The file as an answer.
        var response: Response {
            Response(
                status: .ok,
                headers: [
                    .contentType: type, .eTag: tag.text, .cacheControl: "no-cache",
                    .contentSecurityPolicy: PageFiles.policy,
                ],
                body: ResponseBody(byteBuffer: bytes)
            )
        }
    }

    /// Nothing from anywhere else, nothing inline, in nobody's frame.
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        + "media-src 'self' blob:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"

    /// All of them.
    static let all: [File] = {
        guard var entry = facenet_page_files() else { return [] }
        var files: [File] = []
        while let name = entry.pointee.name, let type = entry.pointee.type {
            let content = UnsafeRawBufferPointer(start: entry.pointee.bytes, count: entry.pointee.count)
            let bytes = ByteBuffer(bytes: content)
            files.append(
                File(name: String(cString: name), type: String(cString: type), bytes: bytes, tag: EntityTag(of: bytes))
            )
            entry += 1
        }
        return files
    }()

    static func file(_ name: String) -> File? { all.first { $0.name == name } }

    /// A route for each file, and `/` for the page itself.
    static var routes: [Route] {
        all.filter { $0.name != "openapi.json" }.flatMap { file in
            (file.name == "index.html" ? ["/", "/index.html"] : ["/\(file.name)"]).map { path in
                Route(.get, path, nil) { request, _ in
                    guard let known = request.headers[.ifNoneMatch], file.tag.isIn(known) else { return file.response }
                    return Response(status: .notModified, headers: [.eTag: file.tag.text])
                }
            }
        }
    }
}
