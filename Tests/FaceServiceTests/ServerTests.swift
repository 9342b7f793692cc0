import FaceGallery
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOFoundationCompat
import Testing

@testable import FaceService

/// The service over a real socket.
@Suite struct ServerTests {
    @Test func `many clients at once are each answered with their own`() async throws {
        let fixture = try Fixture(withKeys: true) { $0.port = 0 }
        defer { fixture.close() }
        let application = Application(router: fixture.service.router, logger: fixture.service.parts.logger)
        try await application.test(.live) { raw in
            let client = Client(raw, key: fixture.keys[.admin])
            for person in 2..<6 { _ = try await client.enroll(person, as: "person-\(person)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<24 {
                    group.addTask {
                        let person = 2 + index % 4
                        let photo = try Fixture.photo(of: person, number: 1 + index / 4)
                        let answer = try await client.post("/api/v1/identify?top=1", photo: photo)
                        #expect(answer.status == 200)
                        let nearest = answer.json["faces"][0]["candidates"][0]["name"].text
                        #expect(nearest == "person-\(person)")
                    }
                }
                try await group.waitForAll()
            }
            let searches = try await client.get("/api/v1/audit?limit=1000").json["entries"].list
                .count { $0["action"].text == "search" }
            #expect(searches == 24)
            #expect(try await client.get("/api/v1/audit").json["isIntact"].isTrue)
        }
    }

    @Test func `a copy is made while the gallery is used, and people move by export and import`() async throws {
        let fixture = try Fixture()
        let other = try Fixture()
        try await fixture.test { client in
            _ = try await client.enroll(2, as: "Ada")
            let backup = try await client.send(.post, "/api/v1/backup")
            #expect(backup.status == 201)
            let copy = try Gallery(contentsOf: "\(fixture.folder)/backups/\(backup.json["file"].text)")
            #expect(try copy.person(named: "Ada") != nil)
            #expect(try copy.check().isEmpty)
            let export = try await client.get("/api/v1/export")
            try await other.test { second in
                let report = try await second.send(
                    .post,
                    "/api/v1/import",
                    type: "application/x-ndjson",
                    body: Array(buffer: export.body)
                )
                #expect(report.json["people"].integer == 1)
                let found = try await second.post("/api/v1/identify", photo: Fixture.photo(of: 2, number: 1))
                #expect(found.json["faces"][0]["people"][0]["name"].text == "Ada")
                let broken = try await second.send(
                    .post,
                    "/api/v1/import",
                    type: "application/x-ndjson",
                    body: Array("{}\n".utf8)
                )
                #expect(broken.reason == "invalid_export")
            }
        }
    }

    @Test func `the operating point is kept, and its costs are told`() async throws {
        let fixture = try Fixture()
        try await fixture.test { client in
            _ = try await client.enroll(2, as: "Ada")
            let points = try await client.get("/api/v1/operating-points").json
            let rates = points["identification"].list
            #expect(rates.count == 8)
            #expect(zip(rates, rates.dropFirst()).allSatisfy { $0["threshold"].number <= $1["threshold"].number })
            #expect(rates.contains { !$0["missRate"].isNull })
            let body = Array(#"{"fpir": 0.05}"#.utf8)
            let changed = try await client.send(.patch, "/api/v1/settings", type: "application/json", body: body)
            #expect(changed.json["fpir"].number == 0.05)
            let again = SettingsFile(fixture.gallery.path + ".settings", standard: .init(fpir: 0.5))
            #expect(again.current.fpir == 0.05)
            let line = try await client.get("/api/v1/audit?limit=1000").json["entries"].list.last
            #expect(line?["action"].text == "change settings")
            let answer = try await client.post("/api/v1/identify", photo: Fixture.photo(of: 3))
            #expect(answer.json["faces"][0]["expectedFPIR"].number <= 0.0500001)
            #expect(answer.json["faces"][0]["expectedFPIR"].number > 0.011)
            for wrong in [#"{"fpir": 0}"#, #"{"fpir": 2}"#, #"{}"#, #"{"fpir": "much"}"#] {
                let refused = try await client.send(
                    .patch,
                    "/api/v1/settings",
                    type: "application/json",
                    body: Array(wrong.utf8)
                )
                #expect(refused.status == 400)
            }
        }
    }

    @Test func `metrics count what was done, as Prometheus reads it`() async throws {
        try await Fixture().test { client in
            _ = try await client.enroll(2, as: "Ada")
            _ = try await client.post("/api/v1/identify", photo: Fixture.photo(of: 2, number: 1))
            let text = String(buffer: try await client.get("/metrics").body)
            for line in [
                #"facenet_requests_total{route="POST /api/v1/identify",status="200"} 1"#, "facenet_photos_total 2.0",
                "facenet_gallery_people 1.0", #"facenet_answers_total{answer="match"} 1"#,
                #"facenet_request_seconds_count{route="POST /api/v1/enroll"} 1"#,
            ] {
                #expect(text.contains(line + "\n"), "\(line)")
            }
            let pattern = #"^(# (HELP|TYPE) .*|[a-z_]+(\{[^}]*("\{[^}]*\}[^}]*)?\})? [0-9.e+-]+)$"#
            for line in text.split(separator: "\n") {
                #expect(line.range(of: pattern, options: .regularExpression) != nil, "\(line)")
            }
        }
    }

    @Test func `the page is whole: what is built in is what is in the folder, and names nothing elsewhere`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/CPage/Files")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(PageFiles.all.map(\.name).sorted() == names)
        for file in PageFiles.all {
            let bytes = try Data(contentsOf: folder.appending(path: file.name))
            #expect(Data(buffer: file.bytes) == bytes, "touch Sources/CPage/files.S: \(file.name) changed")
            guard ["js", "css", "html"].contains(file.name.split(separator: ".").last ?? "") else { continue }
            let text = String(buffer: file.bytes)
            #expect(!text.contains("https://") && !text.contains("innerHTML") && !text.contains("eval("))
            #expect(file.name == "dom.js" || !text.contains("http://"), "\(file.name)")
        }
    }
}
