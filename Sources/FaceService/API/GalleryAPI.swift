import FaceEmbedding
import FaceGallery
import FaceRecognition
import Foundation
import HTTPTypes
import Hummingbird
import NIOFoundationCompat

/// The gallery as a whole: what it holds, copies of it, and who did what.
struct GalleryAPI {
    let parts: ServiceParts

    var routes: [Route] {
        [
            Route(.get, "/api/v1/gallery", .reader, info),
            Route(.get, "/api/v1/export", .admin, export),
            Route(.post, "/api/v1/import", .admin, bringIn),
            Route(.post, "/api/v1/backup", .admin, backUp),
            Route(.get, "/api/v1/audit", .admin, audit),
        ]
    }

    @Sendable private func info(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Info: Encodable {
            var model: ModelRecord
            var note: String
            var created: Date
            var people, faces, unnamedFaces, feedback, peopleDue, schemaVersion: Int
            var revision: Int64
            var bytes, auditEntries: Int
            var keepsPictures, isEncrypted: Bool
        }
        let record = try await parts.work(for: context.caller) { recognizer in
            let gallery = recognizer.gallery
            let info = try gallery.info()
            return Info(
                model: ModelRecord(info.model),
                note: info.note,
                created: info.created,
                people: info.people,
                faces: info.templates,
                unnamedFaces: info.unnamedTemplates,
                feedback: info.feedback,
                peopleDue: info.peopleDue,
                schemaVersion: info.schemaVersion,
                revision: info.revision,
                bytes: info.bytes,
                auditEntries: info.auditEntries,
                keepsPictures: gallery.options.keepsCrops,
                isEncrypted: info.key != nil
            )
        }
        return try .json(record)
    }

    @Sendable private func export(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let folder = try TemporaryFolder()
        let path = folder.path + "/export.ndjson"
        try await parts.work(for: context.caller) { try $0.gallery.export(to: path) }
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/x-ndjson",
                .contentDisposition: "attachment; filename=\"people.ndjson\"",
            ],
            // The folder goes when the last byte is on its way.
            body: ResponseBody(contentLength: size) { writer in
                let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
                defer { withExtendedLifetime(folder) { try? file.close() } }
                while let bytes = try file.read(upToCount: 1 << 18), !bytes.isEmpty {
                    try await writer.write(ByteBuffer(data: bytes))
                }
                try await writer.finish(nil)
            }
        )
    }

    @Sendable private func bringIn(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Imported: Encodable { var people, faces, feedback, known: Int, removed: [String] }
        try request.require("application/x-ndjson")
        let folder = try TemporaryFolder()
        let path = try await folder.receive(request, named: "import.ndjson", limits: parts.configuration.limits)
        let report = try await parts.work(for: context.caller) { recognizer in
            do throws(GalleryError) {
                return try recognizer.gallery.import(from: path)
            } catch {
                // A file that is none is the caller's mistake here.
                switch error {
                case .corrupt, .notAGallery, .unreadable, .newerVersion:
                    throw Problem(.unprocessableContent, "invalid_export", "\(error)")
                default: throw error
                }
            }
        }
        withExtendedLifetime(folder) {}
        return try .json(
            Imported(
                people: report.people,
                faces: report.templates,
                feedback: report.feedback,
                known: report.known,
                removed: report.removed.map(\.rawValue)
            )
        )
    }

    @Sendable private func backUp(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Backup: Encodable { var file: String, bytes: Int }
        guard let folder = parts.configuration.backups else {
            let detail = "the service was started without a folder for backups"
            throw Problem(.unprocessableContent, "no_backup_folder", detail)
        }
        let stamp = Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        let name = "\(stamp)-\(randomToken().prefix(6)).facegallery"
        let backup = try await parts.work(for: context.caller) { recognizer in
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let path = "\(folder)/\(name)"
            try recognizer.gallery.backup(to: path)
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            return Backup(file: name, bytes: size ?? 0)
        }
        return try .json(backup, status: .created)
    }

    @Sendable private func audit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Entry: Encodable {
            var sequence: Int64
            var time: Date
            var actor, action: String
            var subjects: [String]
            var details, hash: String
        }
        struct Audit: Encodable {
            var entries: [Entry]
            @Nullable var next: Int64?
            var isIntact: Bool
        }
        let arguments = Arguments(request, context)
        let after = try arguments.integer("after", in: 0...9_007_199_254_740_991, default: 0)
        let limit = try arguments.integer("limit", in: 1...1000, default: 100)
        let audit = try await parts.work(for: context.caller) { recognizer in
            let entries = try recognizer.gallery.auditTrail(after: Int64(after), limit: limit)
            return Audit(
                entries: entries.map {
                    Entry(
                        sequence: $0.sequence,
                        time: $0.time,
                        actor: $0.actor,
                        action: $0.action.rawValue,
                        subjects: $0.subjects,
                        details: $0.details,
                        hash: hexadecimal($0.hash)
                    )
                },
                next: entries.count == limit ? entries.last?.sequence : nil,
                isIntact: try recognizer.gallery.verifyAudit() == nil
            )
        }
        return try .json(audit)
    }
}
