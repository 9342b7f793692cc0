import FaceEmbedding
import Foundation
import GRDB
import Testing

@testable import FaceGallery

@Suite struct StoreAuditTests {
    @Test func `every write is a line: who, what, when and to whom, but no name`() throws {
        let time = Date(timeIntervalSince1970: 1_800_000_000.5)
        let test = try TestGallery(options: Gallery.Options(actor: "Grace", clock: { time }))
        let gallery = test.gallery
        var faces = Faces()
        let ada = try gallery.addPerson(named: "Unmistakable")
        let id = try gallery.enroll([NewTemplate(faces.next())], as: ada.id)[0]
        try gallery.rename(ada.id, to: "Unmistakable Too")
        let feedback = try gallery.record(.notThisPerson(faces.next(), ada.id))
        try gallery.withdraw(feedback.id)
        try gallery.remove(id)
        try gallery.remove(ada.id)
        try gallery.compact()
        #expect(throws: GalleryError.self) { try gallery.remove(ada.id) }
        let trail = try gallery.auditTrail()
        #expect(
            trail.map(\.action) == [
                .create, .addPerson, .enroll, .editPerson, .feedback, .withdrawFeedback, .removeTemplate, .removePerson,
                .compact,
            ]
        )
        #expect(trail.map(\.sequence) == Array(1...9))
        #expect(trail.allSatisfy { $0.actor == "Grace" && $0.time == time })
        #expect(trail[1].subjects == [ada.id.rawValue])
        #expect(trail[2].subjects == [id.description])
        #expect(!"\(trail)".contains("Unmistakable"))
        #expect(try gallery.auditTrail(after: 4, limit: 2) == Array(trail[4...5]))
        #expect(try gallery.verifyAudit() == nil)
        #expect(try gallery.info().auditHash == trail.last?.hash)
    }

    @Test(arguments: [
        ("UPDATE audit SET time = time + 1 WHERE sequence = 3", 3),
        ("UPDATE audit SET actor = 'x' WHERE sequence = 1", 1),
        ("UPDATE audit SET subjects = '[]' WHERE sequence = 2", 2),
        ("UPDATE audit SET details = '{\"a\":\"b\"}' WHERE sequence = 2", 2),
        ("DELETE FROM audit WHERE sequence = 2", 2),
        ("DELETE FROM audit WHERE sequence = 5", 5),
        ("DELETE FROM audit", 1),
        ("UPDATE gallery SET audit_count = 4", 6),
        // The line and its hash, as somebody would who knows how; the next line still has the old one.
        ("UPDATE audit SET hash = zeroblob(32) WHERE sequence = 5", 5),
    ])
    func `a line that was changed or dropped is found`(sql: String, line: Int64) throws {
        let test = try TestGallery()
        for number in 1...4 { _ = try test.gallery.addPerson(named: "Person \(number)") }
        #expect(try test.gallery.verifyAudit() == nil)
        try test.gallery.store.pool.writeWithoutTransaction { try $0.execute(sql: sql) }
        #expect(try test.gallery.verifyAudit() == line)
    }

    @Test func `the hash is the SHA-256 of the fields, each with its length`() {
        let hash = AuditEntry.hash(
            sequence: 1,
            milliseconds: 2,
            actor: "a",
            action: "b",
            subjects: "[]",
            details: "{}",
            previous: [UInt8](repeating: 0, count: 32)
        )
        // Python: sha256(b"".join(struct.pack("<Q", len(t)) + t for t in [b"1", b"2", b"a", b"b", b"[]", b"{}"]) + bytes(32))
        #expect(
            hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
                == "005f4c9798814352baf3353f64feb9a99a4c8325293cc2b6fd73b863e46c1aea"
        )
    }

    @Test func `a search is a line only if asked`() throws {
        let test = try TestGallery(options: Gallery.Options(recordsSearches: true))
        try test.gallery.recordSearch(subjects: ["p1"], details: ["far": "0.001"])
        #expect(try test.gallery.auditTrail().last?.action == .search)
        let quiet = try test.again()
        try quiet.recordSearch(subjects: ["p1"])
        #expect(try quiet.info().auditEntries == 2)
    }

    @Test func `a change of settings is a line that names who made it`() throws {
        let test = try TestGallery()
        try Gallery.acting(as: "grace") { try test.gallery.recordSettings(["fpir": "0.05"]) }
        let line = try #require(try test.gallery.auditTrail().last)
        #expect(line.action == .changeSettings)
        #expect(line.actor == "grace")
        #expect(line.details == #"{"fpir":"0.05"}"#)
        #expect(try test.gallery.verifyAudit() == nil)
    }
}
