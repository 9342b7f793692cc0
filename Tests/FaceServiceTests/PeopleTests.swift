import FaceGallery
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import FaceService

@Suite struct PeopleTests {
    @Test func `people are added, found, changed and listed by pages`() async throws {
        try await Fixture().test { client in
            let added = try await client.post(
                "/api/v1/people",
                json: #"{"name": "Ada", "aliases": ["Countess"], "metadata": {"team": "math"}, "consent": "asked"}"#
            )
            #expect(added.status == 201)
            let id = added.json["id"].text
            #expect(added.headers[.location] == "/api/v1/people/\(id)")
            for name in ["Grace", "Edsger", "Barbara"] {
                #expect(try await client.post("/api/v1/people", json: #"{"name": "\#(name)"}"#).status == 201)
            }
            #expect(try await client.post("/api/v1/people", json: #"{"name": "ADA"}"#).reason == "name_taken")
            #expect(try await client.get("/api/v1/people?search=da+").json["people"].list.isEmpty)
            #expect(try await client.get("/api/v1/people?search=co%75nt").json["people"][0]["name"].text == "Ada")
            let page = try await client.get("/api/v1/people?limit=3")
            #expect(page.json["people"].list.count == 3)
            let rest = try await client.get("/api/v1/people?limit=3&after=\(page.json["next"].text)")
            #expect(rest.json["people"][0]["name"].text == "Barbara")
            #expect(rest.json["next"].isNull)
            let body = Array(#"{"name": "Ada King", "consent": null, "retainUntil": "2030-01-31"}"#.utf8)
            let changed = try await client.send(.patch, "/api/v1/people/\(id)", type: "application/json", body: body)
            #expect(changed.json["name"].text == "Ada King")
            #expect(changed.json["consent"].isNull)
            #expect(changed.json["metadata"]["team"].text == "math")
        }
    }

    @Test func `an unchanged list is not sent again`() async throws {
        try await Fixture().test { client in
            _ = try await client.enroll(2, as: "Ada")
            let list = try await client.get("/api/v1/people")
            let tag = try #require(list.headers[.eTag])
            let known = try await client.get("/api/v1/people", headers: [.ifNoneMatch: tag])
            #expect(known.status == 304)
            #expect(known.body.readableBytes == 0)
            _ = try await client.enroll(3, as: "Grace")
            #expect(try await client.get("/api/v1/people", headers: [.ifNoneMatch: tag]).status == 200)
        }
    }

    @Test func `a deleted person is gone from everywhere, and the receipt says so`() async throws {
        let fixture = try Fixture()
        try await fixture.test { client in
            let person = try await client.enroll(2, as: "Adalbertina").json["person"].text
            _ = try await client.enroll(2, as: "Adalbertina", number: 1)
            let face = try await client.get("/api/v1/people/\(person)/faces").json["faces"][0]["id"].integer
            #expect(try await client.get("/api/v1/export").body.readableBytes > 100)
            let receipt = try await client.send(.delete, "/api/v1/people/\(person)")
            #expect(receipt.json["faces"].list.count == 2)
            #expect(receipt.json["isErased"].isTrue)
            #expect(receipt.json["exports"].list.count == 1)
            #expect(receipt.json["audit"]["isIntact"].isTrue)
            let trail = try await client.get("/api/v1/audit?limit=1000").json
            let sequence = receipt.json["audit"]["sequence"].integer
            let line = trail["entries"].list.first { $0["sequence"].integer == sequence }
            #expect(line?["action"].text == "remove person")
            #expect(line?["hash"].text == receipt.json["audit"]["hash"].text)
            #expect(line?["actor"].text == "local")
            #expect(trail["isIntact"].isTrue)
            #expect(try await client.get("/api/v1/people/\(person)").status == 404)
            #expect(try await client.get("/api/v1/people?search=adalb").json["people"].list.isEmpty)
            #expect(try await client.get("/api/v1/faces/\(face)/picture").status == 404)
            let search = try await client.post("/api/v1/identify", photo: Fixture.photo(of: 2))
            #expect(search.json["faces"][0]["answer"].text == "nobody")
            #expect(search.json["faces"][0]["candidates"].list.isEmpty)
            for suffix in ["", "-wal"] {
                let bytes = FileManager.default.contents(atPath: fixture.gallery.path + suffix) ?? Data()
                #expect(bytes.range(of: Data("Adalbertina".utf8)) == nil)
            }
        }
    }

    @Test func `two records of one person become one`() async throws {
        try await Fixture().test { client in
            let first = try await client.enroll(2, as: "Ada").json["person"].text
            let second = try await client.enroll(3, as: "Countess").json["person"].text
            let merged = try await client.post("/api/v1/people/\(first)/merge", json: #"{"from": "\#(second)"}"#)
            #expect(merged.json["faces"].integer == 2)
            #expect(merged.json["aliases"][0].text == "Countess")
            #expect(try await client.get("/api/v1/people/\(second)").status == 404)
            let itself = try await client.post("/api/v1/people/\(first)/merge", json: #"{"from": "\#(first)"}"#)
            #expect(itself.status == 422)
        }
    }

    @Test func `one face is erased, of its own person alone`() async throws {
        try await Fixture().test { client in
            let ada = try await client.enroll(2, as: "Ada").json
            let grace = try await client.enroll(3, as: "Grace").json
            let foreign = "/api/v1/people/\(grace["person"].text)/faces/\(ada["face"].integer)"
            #expect(try await client.send(.delete, foreign).status == 404)
            let own = "/api/v1/people/\(ada["person"].text)/faces/\(ada["face"].integer)"
            #expect(try await client.send(.delete, own).status == 204)
            #expect(try await client.send(.delete, own).status == 404)
        }
    }

    @Test func `a person is verified by a photo`() async throws {
        try await Fixture().test { client in
            let person = try await client.enroll(2, as: "Ada").json["person"].text
            let path = "/api/v1/people/\(person)/verify"
            #expect(try await client.post(path, photo: Fixture.photo(of: 2, number: 1)).json["isSame"].isTrue)
            #expect(try await !client.post(path, photo: Fixture.photo(of: 3)).json["isSame"].isTrue)
            #expect(try await client.post("/api/v1/people/nobody/verify", photo: Fixture.photo(of: 3)).status == 404)
        }
    }

    @Test(arguments: [
        ("{", 400), ("[]", 400), ("{}", 400), (#"{"name": 3}"#, 400), (#"{"name": null}"#, 400),
        (#"{"name": ""}"#, 422), (#"{"name": "a", "age": 3}"#, 400), (#"{"name": "a\nb"}"#, 422),
        (#"{"name": "a", "retainUntil": "tomorrow"}"#, 422), (#"{"name": "a", "aliases": "b"}"#, 400),
    ])
    func `a body that is wrong is refused with what is wrong`(body: String, status: Int) async throws {
        try await Fixture().test { client in
            let answer = try await client.post("/api/v1/people", json: body)
            #expect(answer.status == status)
            #expect(!answer.json["detail"].text.isEmpty)
        }
    }

    @Test func `the same request with one idempotency key is done once`() async throws {
        try await Fixture().test { client in
            let headers: HTTPFields = [.idempotencyKey: "a-1"]
            let first = try await client.post("/api/v1/people", json: #"{"name": "Ada"}"#, headers: headers)
            let second = try await client.post("/api/v1/people", json: #"{"name": "Ada"}"#, headers: headers)
            #expect(second.status == 201)
            #expect(second.body == first.body)
            let other = try await client.post("/api/v1/people", json: #"{"name": "Eve"}"#, headers: headers)
            #expect(other.reason == "idempotency_key_reused")
            let spaced: HTTPFields = [.idempotencyKey: "a b"]
            let odd = try await client.post("/api/v1/people", json: #"{"name": "Eve"}"#, headers: spaced)
            #expect(odd.status == 400)
            #expect(try await client.get("/api/v1/people").json["total"].integer == 1)
        }
    }
}
