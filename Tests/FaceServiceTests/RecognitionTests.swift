import FaceGallery
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import FaceService

/// What people do with a service, over its API; every answer is checked against the document too.
@Suite struct RecognitionTests {
    @Test func `two people are told apart, and a stranger is nobody`() async throws {
        try await Fixture().test { client in
            #expect(try await client.enroll(2, as: "Ada").status == 201)
            #expect(try await client.enroll(3, as: "Grace").status == 201)
            let ada = try await client.post("/api/v1/identify", photo: Fixture.photo(of: 2, number: 1))
            #expect(ada.json["faces"][0]["answer"].text == "match")
            #expect(ada.json["faces"][0]["people"][0]["name"].text == "Ada")
            #expect(ada.json["faces"][0]["candidates"].list.count == 2)
            let stranger = try await client.post("/api/v1/identify", photo: Fixture.photo(of: 5))
            #expect(stranger.json["faces"][0]["answer"].text == "nobody")
            #expect(try await client.post("/api/v1/identify", photo: Fixture.wall()).json["faces"].list.isEmpty)
        }
    }

    @Test func `faces are found, embedded and compared`() async throws {
        try await Fixture().test { client in
            let found = try await client.post("/api/v1/detect", photo: Fixture.photo(of: 2))
            #expect(found.json["width"].integer == 250)
            #expect(found.json["faces"][0]["landmarks"]["leftEye"][0].number > 50)
            #expect(found.json["faces"][0]["advice"].list.isEmpty)
            let dark = try await client.post("/api/v1/detect", photo: Fixture.dark())
            #expect(dark.json["faces"][0]["advice"][0]["reason"].text == "badly_lit")
            let embedded = try await client.post("/api/v1/embed", photo: Fixture.photo(of: 2))
            let numbers = embedded.json["faces"][0]["embedding"].list.map(\.number)
            #expect(numbers.count == 128)
            #expect(abs(numbers.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
            let same = try await compare(client, Fixture.photo(of: 2), Fixture.photo(of: 2, number: 1))
            #expect(same.json["isSame"].isTrue)
            let others = try await compare(client, Fixture.photo(of: 2), Fixture.photo(of: 3))
            #expect(!others.json["isSame"].isTrue)
            #expect(others.json["squaredDistance"].number > others.json["threshold"]["value"].number)
            #expect(others.json["points"].list.count >= 3)
            let blind = try await compare(client, Fixture.photo(of: 2), Fixture.wall())
            #expect(blind.status == 422)
            #expect(blind.reason == "no_face")
            #expect(blind.json["detail"].text.hasPrefix("second: "))
        }
    }

    @Test func `what was said of a face is obeyed, until it is taken back`() async throws {
        try await Fixture().test { client in
            let person = try await client.enroll(2, as: "Ada").json["person"].text
            let photo = try Fixture.photo(of: 2, number: 1)
            let said = try await client.post(
                "/api/v1/feedback?person=\(person)&kind=notThisPerson&note=a%20twin",
                photo: photo
            )
            #expect(said.status == 201)
            let after = try await client.post("/api/v1/identify", photo: photo)
            #expect(after.json["faces"][0]["answer"].text == "nobody")
            #expect(after.json["faces"][0]["rejected"][0].text == person)
            #expect(try await client.get("/api/v1/feedback?person=\(person)").json["feedback"].list.count == 1)
            #expect(try await client.send(.delete, "/api/v1/feedback/\(said.json["id"].integer)").status == 204)
            let taken = try await client.post("/api/v1/identify", photo: photo)
            #expect(taken.json["faces"][0]["answer"].text == "match")
            let same = try await client.post("/api/v1/feedback?person=\(person)&kind=samePerson", photo: photo)
            #expect(same.json["face"].integer > 0)
            #expect(try await client.get("/api/v1/people/\(person)").json["faces"].integer == 2)
        }
    }

    @Test func `unknown faces are grouped, named, and the naming undone`() async throws {
        try await Fixture().test { client in
            for person in [2, 3] {
                for number in 0..<3 {
                    let kept = try await client.post(
                        "/api/v1/unknown?photo=\(person)-\(number).jpg",
                        photo: Fixture.photo(of: person, number: number)
                    )
                    #expect(kept.status == 201)
                    #expect(kept.json["faces"].list.count == 1)
                }
            }
            let again = try await client.post("/api/v1/unknown", photo: Fixture.photo(of: 2))
            #expect(again.json["faces"].list.isEmpty)
            #expect(try await client.post("/api/v1/groups/cluster", json: "{}").json["newGroups"].list.count == 2)
            let groups = try await client.get("/api/v1/groups").json["groups"].list
            #expect(groups.map { $0["faces"].list.count } == [3, 3])
            let first = groups[0]["id"].integer
            let named = try await client.post("/api/v1/groups/\(first)/assign", json: #"{"name": "Ada"}"#)
            #expect(named.json["faces"].integer == 3)
            #expect(try await client.get("/api/v1/groups").json["groups"].list.count == 1)
            let undone = try await client.send(.post, "/api/v1/groups/undo")
            #expect(undone.json["undone"]["action"].text == "assign group")
            #expect(try await client.get("/api/v1/groups").json["groups"].list.count == 2)
            let second = groups[1]
            let face = second["faces"][0]["id"].integer
            let split = try await client.post(
                "/api/v1/groups/\(second["id"].integer)/split",
                json: #"{"faces": [\#(face)]}"#
            )
            #expect(split.json["group"].integer > 0)
            let merged = try await client.post(
                "/api/v1/groups/\(second["id"].integer)/merge",
                json: #"{"from": \#(split.json["group"].integer)}"#
            )
            #expect(merged.status == 204)
            #expect(try await client.send(.post, "/api/v1/groups/\(first)/confirm").status == 204)
            #expect(try await client.get("/api/v1/groups/edits").json["edits"].list.count >= 3)
        }
    }

    @Test func `the photo of another is refused with the coach's reasons`() async throws {
        try await Fixture().test { client in
            let ada = try await client.enroll(2, as: "Ada")
            #expect(ada.json["result"].text == "enrolled")
            let again = try await client.enroll(2, as: "Ada")
            #expect(again.status == 200)
            #expect(again.json["result"].text == "skipped")
            let other = try await client.enroll(2, as: "Grace", number: 1)
            #expect(other.status == 422)
            #expect(other.reason == "duplicate_of")
            #expect(other.json["advice"][0]["severity"].text == "refusal")
            #expect(try await client.post("/api/v1/enroll?name=Eve", photo: Fixture.wall()).reason == "no_face")
            #expect(try await client.get("/api/v1/people").json["total"].integer == 1)
            let faces = try await client.get("/api/v1/people/\(ada.json["person"].text)/faces").json["faces"]
            #expect(faces.list.count == 1)
            #expect(faces[0]["hasPicture"].isTrue)
            let picture = try await client.get("/api/v1/faces/\(faces[0]["id"].integer)/picture")
            #expect(picture.headers[.contentType] == "image/jpeg")
            #expect(picture.body.readableBytes > 500)
        }
    }

    @Test func `a photo comes as bytes or in a form`() async throws {
        try await Fixture().test { client in
            let form = try Form(["photo": Fixture.photo(of: 2)])
            let found = try await client.send(.post, "/api/v1/detect", type: form.type, body: form.body)
            #expect(found.json["faces"].list.count == 1)
            #expect(try await client.send(.post, "/api/v1/detect", type: "text/plain", body: [1]).status == 415)
            let text = try await client.send(.post, "/api/v1/detect", type: "image/jpeg", body: Array("hello".utf8))
            #expect(text.reason == "unsupported_format")
            let cut = Array(try Fixture.photo(of: 2).prefix(900))
            #expect(try await client.post("/api/v1/detect", photo: cut).reason == "malformed_image")
            let empty = try await client.send(.post, "/api/v1/detect", type: "image/jpeg", body: [])
            #expect(empty.reason == "malformed_image")
        }
    }

    private func compare(_ client: Client, _ first: [UInt8], _ second: [UInt8]) async throws -> Client.Answer {
        let form = Form(["first": first, "second": second])
        return try await client.send(.post, "/api/v1/verify", type: form.type, body: form.body)
    }
}

/// A form as a browser sends it.
struct Form {
    let type = "multipart/form-data; boundary=----x7"
    let body: [UInt8]

    init(_ files: [String: [UInt8]]) {
        var body: [UInt8] = []
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            body += Array("------x7\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"a.jpg\"\r\n".utf8)
            body += Array("Content-Type: image/jpeg\r\n\r\n".utf8) + bytes + Array("\r\n".utf8)
        }
        self.body = body + Array("------x7--\r\n".utf8)
    }
}
