import CArchive
import FaceGallery
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import FaceService

@Suite struct JobTests {
    @Test func `an archive of people is enrolled, followed to its end`() async throws {
        try await Fixture().test { client in
            let zip = try Self.zip([
                ("people/Ada/1.jpg", Fixture.photo(of: 2)), ("people/Ada/2.jpg", Fixture.photo(of: 2, number: 1)),
                ("people/Ada/again.jpg", Fixture.photo(of: 2)), ("people/Grace/1.jpg", Fixture.photo(of: 3)),
                ("people/Grace/wall.png", Fixture.wall()), ("people/Grace/notes.txt", Array("hello".utf8)),
                ("people/.hidden/1.jpg", Fixture.photo(of: 5)), ("loose.jpg", Fixture.photo(of: 6)),
                ("__MACOSX/Ada/1.jpg", [1, 2]),
            ])
            let started = try await client.send(.post, "/api/v1/jobs/import", type: "application/zip", body: zip)
            #expect(started.status == 202)
            let id = started.json["id"].text
            #expect(started.headers[.location] == "/api/v1/jobs/\(id)")
            let events = try await client.get("/api/v1/jobs/\(id)/events")
            #expect(events.headers[.contentType] == "text/event-stream")
            #expect(String(buffer: events.body).hasPrefix("data: {"))
            let job = try await client.get("/api/v1/jobs/\(id)").json
            #expect(job["state"].text == "done")
            #expect((job["total"].integer, job["done"].integer) == (6, 6))
            #expect((job["enrolled"].integer, job["skipped"].integer) == (3, 1))
            #expect(job["refused"].list.map { $0["reason"].text } == ["no_face", "unsupported_format"])
            let people = try await client.get("/api/v1/people").json["people"].list
            #expect(people.map { $0["name"].text } == ["Ada", "Grace"])
            #expect(try await client.get("/api/v1/jobs").json["jobs"].list.count == 1)
        }
    }

    @Test func `what is no archive is refused, and a damaged one fails as a job`() async throws {
        try await Fixture().test { client in
            let hello = Array("hello".utf8)
            let text = try await client.send(.post, "/api/v1/jobs/import", type: "application/zip", body: hello)
            #expect(text.reason == "malformed_archive")
            #expect(try await client.post("/api/v1/jobs/import", json: "{}").status == 415)
            var zip = try Self.zip([("a/1.jpg", Fixture.photo(of: 2)), ("a/2.jpg", Fixture.photo(of: 2, number: 1))])
            for index in (zip.count / 3)..<(zip.count / 3 + 200) { zip[index] ^= 0x55 }
            let started = try await client.send(.post, "/api/v1/jobs/import", type: "application/zip", body: zip)
            if started.status == 202 {
                _ = try await client.get("/api/v1/jobs/\(started.json["id"].text)/events")
                let job = try await client.get("/api/v1/jobs/\(started.json["id"].text)").json
                #expect(["done", "failed"].contains(job["state"].text))
            }
        }
    }

    @Test func `jobs wait for each other, and one that waits can be stopped`() async throws {
        let center = JobCenter()
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let first = await center.start { update in
            await update { $0.total = 7 }
            for await _ in gate { break }
        }
        let second = await center.start { _ in }
        #expect(await center.cancel(second.id))
        #expect(await center.job(second.id)?.state == .waiting)
        open.yield()
        if let states = await center.follow(second.id) { for await _ in states {} }
        #expect(await center.job(first.id)?.state == .done)
        #expect(await center.job(first.id)?.total == 7)
        #expect(await center.job(second.id)?.state == .cancelled)
        #expect(await !center.cancel("no such job"))
    }

    @Test(arguments: [
        ("Ada/1.jpg", "Ada"), ("people/Ada/1.jpg", "Ada"), ("1.jpg", nil), ("Ada/.DS_Store", nil), ("../1.jpg", nil),
        ("__MACOSX/Ada/1.jpg", nil),
    ])
    func `a photo is its folder's`(path: String, person: String?) {
        #expect(PeopleImport.place(of: path)?.person == person)
    }

    /// A zip archive.
    private static func zip(_ files: [(String, [UInt8])]) throws -> [UInt8] {
        let archive = try #require(archive_write_new())
        defer { archive_write_free(archive) }
        archive_write_set_format_zip(archive)
        var buffer = [UInt8](repeating: 0, count: files.reduce(1 << 16) { $0 + $1.1.count + 1000 })
        var used = 0
        try buffer.withUnsafeMutableBytes { bytes in
            #expect(archive_write_open_memory(archive, bytes.baseAddress, bytes.count, &used) == ARCHIVE_OK)
            for (name, contents) in files {
                let entry = try #require(archive_entry_new())
                defer { archive_entry_free(entry) }
                archive_entry_set_pathname(entry, name)
                archive_entry_set_size(entry, Int64(contents.count))
                archive_entry_set_filetype(entry, 0o100000)
                archive_entry_set_perm(entry, 0o644)
                #expect(archive_write_header(archive, entry) == ARCHIVE_OK)
                archive_write_data(archive, contents, contents.count)
            }
            archive_write_close(archive)
        }
        return Array(buffer.prefix(used))
    }
}
