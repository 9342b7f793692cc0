import FaceImaging
import FacePipeline
import FaceRecognition
import Foundation
import HTTPTypes
import NIOPosix
import Synchronization

/// Enrolls a zip archive: a folder for each person, named as the person, with photos in it.
struct PeopleImport: Sendable {
    let parts: ServiceParts
    let caller: Caller
    /// Where the archive is.
    let path: String

    /// Does it, photo by photo, while others are served between.
    func run(_ update: JobCenter.Update) async throws {
        let total = try await parts.pool.runIfActive { [path] in
            let archive = try ZipArchive(path)
            var count = 0
            // Without their bytes: a limit of 0 passes over all.
            while let entry = try archive.next(limit: 0) { count += Self.place(of: entry.path) == nil ? 0 : 1 }
            return count
        }
        await update { $0.total = total }
        let reader = try ArchiveReader(path)
        while let entry = try await parts.pool.runIfActive({ [limit = parts.configuration.limits.bodyBytes] in
            try reader.next(limit: limit)
        }) {
            try Task.checkCancellation()
            guard let (person, name) = Self.place(of: entry.path) else { continue }
            let outcome = try await enroll(entry, person: person, name: name)
            await update { job in
                job.done += 1
                switch outcome {
                case .enrolled: job.enrolled += 1
                case .skipped: job.skipped += 1
                case .refused(let refused):
                    if job.refused.count < Job.mostRefused { job.refused.append(refused) }
                }
            }
        }
    }

    private enum Outcome {
        case enrolled, skipped
        case refused(Job.Refused)
    }

    private func enroll(_ entry: ZipArchive.Entry, person: String, name: String) async throws -> Outcome {
        do {
            guard let bytes = entry.bytes else {
                throw Problem(.contentTooLarge, "too_many_bytes", "the file is over the limit")
            }
            let photo = try await reading(.bytes(bytes, name: name))
            let enrollment = try await parts.work(for: caller) { try $0.enroll(photo, as: person) }
            if enrollment.isEnrolled { return .enrolled }
            if enrollment.isSkipped { return .skipped }
            let refusal = enrollment.verdict.advice.first { $0.severity == .refusal }
            return .refused(
                Job.Refused(
                    photo: entry.path,
                    reason: refusal.map { "\($0.reason)" } ?? "refused",
                    detail: refusal?.finding ?? "the photo does not serve"
                )
            )
        } catch let error as CancellationError {
            // The job was stopped; nothing is wrong with the photo.
            throw error
        } catch {
            let problem = Problem(error)
            return .refused(Job.Refused(photo: entry.path, reason: problem.reason, detail: problem.detail))
        }
    }

    /// Reads a photo; a full queue is waited for, as nobody waits for this one.
    private func reading(_ source: PhotoSource) async throws -> ReadPhoto {
        while true {
            do { return try await parts.read(source) } catch ReadingEngine.Refusal.full {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    /// Whose photo a file is, by its folder; `nil` for what is no photo in a folder.
    static func place(of path: String) -> (person: String, name: String)? {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count >= 2, let name = parts.last, !name.hasPrefix("."), parts[0] != "__MACOSX" else { return nil }
        let person = parts[parts.count - 2]
        guard !person.hasPrefix(".") else { return nil }
        return (person, name)
    }
}

/// An archive that is read from several tasks, one after another.
private final class ArchiveReader: Sendable {
    private let archive: Mutex<ZipArchive>

    init(_ path: String) throws { archive = Mutex(try ZipArchive(path)) }

    func next(limit: Int) throws -> ZipArchive.Entry? { try archive.withLock { try $0.next(limit: limit) } }
}
