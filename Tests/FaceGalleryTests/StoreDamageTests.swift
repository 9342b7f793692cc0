import FaceEmbedding
import Foundation
import GRDB
import Testing

@testable import FaceGallery

@Suite struct StoreDamageTests {
    /// Calls everything that reads.
    private func readAll(_ gallery: Gallery) {
        _ = try? gallery.info()
        let people = (try? gallery.people()) ?? []
        for person in people {
            _ = try? gallery.person(named: person.name)
            _ = try? gallery.templates(of: person.id)
        }
        for template in (try? gallery.templates(of: nil)) ?? [] { _ = try? gallery.crop(of: template.id) }
        _ = try? gallery.feedback()
        _ = try? gallery.auditTrail()
        _ = try? gallery.people(dueOn: "2030-01-01")
        guard let snapshot = try? gallery.snapshot() else { return }
        var faces = Faces(seed: 99)
        _ = try? snapshot.nearestTemplates(to: faces.next(), count: 5)
    }

    @Test func `whatever byte of a gallery is wrong, reading and checking it does not crash, and a wrong face is told`()
        throws
    {
        let test = try TestGallery(options: Gallery.Options(keepsCrops: true))
        var faces = Faces()
        let people = try test.gallery.enroll(newPeople: (0..<3).map { ("Person \($0)", [NewTemplate(faces.next())]) })
        try test.gallery.enroll(
            [
                NewTemplate(
                    faces.next(),
                    sourceHash: [UInt8](0..<32),
                    sourceName: "a",
                    box: TemplateBox(x: 1, y: 1, width: 1, height: 1),
                    quality: TemplateQuality(yaw: 1),
                    crop: [1, 2, 3]
                )
            ],
            as: nil
        )
        try test.gallery.record(.notThisPerson(faces.next(), people[0].id))
        try test.gallery.remove(people[2].id)
        #expect(try test.gallery.check() == [])
        let templates = try test.gallery.templates(of: people[0].id)
        try test.gallery.close()
        let sound = try #require(FileManager.default.contents(atPath: test.gallery.path))
        let path = test.folder.file("damaged.gallery")
        var generator = SystemRandomNumberGenerator()
        // Bytes that say something: most of the pages of so small a gallery are empty.
        let offsets = sound.indices.filter { sound[$0] != 0 || $0 < 100 }
        let chosen = Array(0..<100) + offsets.shuffled(using: &generator).prefix(300)
        var refused = 0
        for offset in chosen {
            var bytes = sound
            bytes[offset] ^= UInt8.random(in: 1...255)
            try bytes.write(to: URL(fileURLWithPath: path))
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            guard let gallery = try? Gallery(contentsOf: path) else {
                refused += 1
                continue
            }
            readAll(gallery)
            let problems = (try? gallery.check()) ?? [GalleryProblem("unreadable")]
            // A face that came out otherwise than it went in, and nobody the wiser.
            if problems.isEmpty {
                let found = try? gallery.templates(of: people[0].id).map(\.embedding)
                #expect(found == templates.map(\.embedding), "byte \(offset)")
            }
            try? gallery.close()
        }
        #expect(refused > 50)
    }

    @Test(arguments: [
        ("UPDATE codes SET code = zeroblob(12) WHERE id = 1", "code of template 1"),
        ("UPDATE vectors SET vector = zeroblob(32) WHERE id = 1", "embedding of template 1"),
        ("DELETE FROM codes WHERE id = 1", "template 1 has no code"),
        ("INSERT INTO vectors VALUES (77, x'0001')", "something is left in vectors"),
        ("UPDATE people SET name = 'Bob'", "does not find them"),
        ("DELETE FROM names", "the index of names has 0 entries"),
        ("UPDATE gallery SET next_id = 1", "the next number, 1"),
        ("INSERT INTO changes VALUES (1000, 1)", "change of revision 1000"),
        ("INSERT INTO removals SELECT key, 0 FROM people", "though removed"),
        ("UPDATE audit SET actor = 'nobody' WHERE sequence = 2", "line 2 of the audit trail"),
        ("DELETE FROM audit WHERE sequence = 3", "line 3 of the audit trail"),
        ("UPDATE people SET aliases = 'no JSON'", "not the JSON"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM people", "belongs to a row of people"),
        ("UPDATE feedback SET kind = 'unheard of'", "unknown kind"),
    ])
    func `the check names what is wrong`(sql: String, words: String) throws {
        let test = try TestGallery()
        var faces = Faces()
        let ada = try test.gallery.addPerson(named: "Ada")
        try test.gallery.enroll([NewTemplate(faces.next())], as: ada.id)
        try test.gallery.record(.notThisPerson(faces.next(), ada.id))
        #expect(try test.gallery.check() == [])
        try test.gallery.store.pool.writeWithoutTransaction { try $0.execute(sql: sql) }
        let problems = try test.gallery.check()
        #expect(problems.contains { $0.description.contains(words) }, "\(problems)")
    }

    @Test func `a full disk is told as such, and leaves the gallery as it was`() throws {
        let test = try TestGallery(dimension: 128)
        let gallery = test.gallery
        var faces = Faces(dimension: 128)
        let ada = try gallery.addPerson(named: "Ada")
        let first = try gallery.enroll([NewTemplate(faces.next())], as: ada.id)
        // As if there were room for a few pages more only.
        let pages = try gallery.store.pool.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + 3)")
            return pages
        }
        let revision = try gallery.info().revision
        #expect(throws: GalleryError.diskFull) {
            try gallery.enroll((0..<500).map { _ in NewTemplate(faces.next()) }, as: ada.id)
        }
        #expect(try gallery.info().revision == revision)
        #expect(try gallery.templates(of: ada.id).map(\.id) == first)
        #expect(try gallery.snapshot().count == 1)
        #expect(try gallery.check() == [])
        // With room again, it goes on.
        try gallery.store.pool.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA max_page_count = \(pages + 1000)")
        }
        try gallery.enroll((0..<500).map { _ in NewTemplate(faces.next()) }, as: ada.id)
        #expect(try gallery.snapshot().count == 501)
    }
}
