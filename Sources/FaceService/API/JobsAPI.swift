import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix

/// Long work: started, followed, stopped.
struct JobsAPI {
    let parts: ServiceParts

    var routes: [Route] {
        [
            Route(.post, "/api/v1/jobs/import", .operator, start),
            Route(.get, "/api/v1/jobs", .operator) { _, _ in
                struct Jobs: Encodable { var jobs: [Job] }
                return try .json(Jobs(jobs: await parts.jobs.jobs))
            },
            Route(.get, "/api/v1/jobs/{job}", .operator) { _, context in try .json(try await job(context)) },
            Route(.delete, "/api/v1/jobs/{job}", .operator) { _, context in
                guard await parts.jobs.cancel(try id(context)) else { throw Problem.notFound("there is no such job") }
                return .noContent
            },
            Route(.get, "/api/v1/jobs/{job}/events", .operator, follow),
        ]
    }

    @Sendable private func start(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try request.require("application/zip")
        guard await !parts.jobs.isFull else {
            throw Problem.tooMany("queue_full", "ten jobs wait already", seconds: 60)
        }
        let folder = try TemporaryFolder()
        let path = try await folder.receive(request, named: "people.zip", limits: parts.configuration.limits)
        do {
            _ = try await parts.pool.runIfActive {
                let archive = try ZipArchive(path)
                return try archive.next(limit: 0) != nil
            }
        } catch let failure as ZipArchive.Failure {
            throw Problem(.unprocessableContent, "malformed_archive", "the body is no zip archive: \(failure)")
        }
        let work = PeopleImport(parts: parts, caller: context.caller, path: path)
        let job = await parts.jobs.start { update in
            // The archive goes with the job.
            defer { withExtendedLifetime(folder) {} }
            try await work.run(update)
        }
        return try .json(job, status: .accepted, headers: [.location: "/api/v1/jobs/\(job.id)"])
    }

    @Sendable private func follow(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let states = await parts.jobs.follow(try id(context)) else {
            throw Problem.notFound("there is no such job")
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream"],
            body: ResponseBody { writer in
                for await job in states {
                    var event = ByteBuffer(string: "data: ")
                    event.writeImmutableBuffer(try JSONBody.encode(job))
                    event.writeString("\n\n")
                    try await writer.write(event)
                }
                try await writer.finish(nil)
            }
        )
    }

    private func job(_ context: ServiceContext) async throws -> Job {
        guard let job = await parts.jobs.job(try id(context)) else { throw Problem.notFound("there is no such job") }
        return job
    }

    private func id(_ context: ServiceContext) throws -> String {
        guard let id = context.parameters.get("job"), id.utf8.count == 32,
            id.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { throw Problem.badRequest("a job's identifier has 32 hexadecimal digits") }
        return id
    }
}
