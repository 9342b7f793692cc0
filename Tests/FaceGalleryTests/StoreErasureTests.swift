import FaceEmbedding
import Foundation
import GRDB
import Testing

@testable import FaceGallery

@Suite struct StoreErasureTests {
    @Test func `nothing of a removed person is in the files, neither code nor vector nor name nor crop`() throws {
        let test = try TestGallery(dimension: 128, options: Gallery.Options(keepsCrops: true))
        let gallery = test.gallery
        var faces = Faces(dimension: 128)
        let others = try gallery.enroll(newPeople: (0..<50).map { ("Other \($0)", [NewTemplate(faces.next())]) })
        let ada = try gallery.addPerson(
            named: "Unmistakable Name",
            aliases: ["Second Unmistakable"],
            metadata: ["key": "Secret Note"],
            consent: "Letter of Consent"
        )
        let (face, rejected) = (faces.next(), faces.next())
        let crop = [UInt8]((0..<30_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) })
        try gallery.enroll([NewTemplate(face, sourceName: "Folder/Photo Name.jpg", crop: crop)], as: ada.id)
        try gallery.record(.notThisPerson(rejected, ada.id), note: "Remark on Mistake")
        let texts = [
            "Unmistakable", "Secret Note", "Letter of Consent", "Photo Name", "Remark on Mistake",
        ].map { Data($0.utf8) }
        // Of what is not to be found, the vector is kept alone, without a code.
        let all = Needles.of(face) + Needles.of(rejected).dropFirst(8) + texts + [Data(crop[5000..<5064])]
        // Everything is there before, or the test would show nothing.
        for needle in all { #expect(Needles.leftover(of: [needle], at: gallery.path) != nil) }
        let receipt = try gallery.remove(ada.id)
        #expect(receipt.isErased)
        #expect(receipt.templates.count == 1)
        #expect(receipt.feedback == 1)
        #expect(Needles.leftover(of: all, at: gallery.path) == nil)
        #expect(try gallery.people().map(\.id) == others.map(\.id))
        #expect(try gallery.check() == [])
    }

    @Test(arguments: [128, 512])
    func `nothing is left of whoever is removed from a gallery that changes all the time`(dimension: Int) throws {
        let test = try TestGallery(dimension: dimension)
        let gallery = test.gallery
        var faces = Faces(seed: 5, dimension: dimension)
        var generator = SystemRandomNumberGenerator()
        var living: [(id: TemplateID, face: Embedding)] = []
        var gone: [Data] = []
        var people: [PersonID] = []
        for round in 0..<40 {
            people.append(try gallery.addPerson(named: "Person with the number \(round)").id)
            let new = (0..<20).map { _ in faces.next() }
            let ids = try gallery.enroll(bulk: new.map { (people.randomElement(), NewTemplate($0)) })
            living += zip(ids, new).map { ($0, $1) }
            // What makes rows grow, shrink and move.
            let owner = round % 2 == 0 ? nil : people.randomElement()
            try gallery.reassign(living.shuffled().prefix(10).map(\.id), to: owner)
            try gallery.edit(people[.random(in: people.indices)]) {
                $0.metadata["x"] = String(repeating: "y", count: 400)
            }
            if round == 20 { try gallery.compact() }
            for _ in 0..<12 {
                let (id, face) = living.remove(at: .random(in: living.indices, using: &generator))
                try gallery.remove(id)
                gone += Needles.of(face)
            }
        }
        #expect(Needles.leftover(of: gone.shuffled().prefix(2000) + [], at: gallery.path) == nil)
        #expect(try gallery.check() == [])
        #expect(try gallery.snapshot().count == living.count)
    }

    @Test func `who reads what was before keeps the log, and is told on; the next write empties it`() throws {
        let test = try TestGallery(dimension: 128, options: Gallery.Options(busyTimeout: 0.1))
        let gallery = test.gallery
        var faces = Faces(dimension: 128)
        let ada = try gallery.addPerson(named: "Ada")
        let face = faces.next()
        try gallery.enroll([NewTemplate(face)], as: ada.id)
        let reader = try DatabaseQueue(path: gallery.path)
        try reader.inDatabase { database in
            try database.execute(sql: "BEGIN; SELECT count(*) FROM people")
            let receipt = try gallery.remove(ada.id)
            #expect(!receipt.isErased)
            #expect(try gallery.snapshot().count == 0)
            #expect(Needles.leftover(of: Needles.of(face), at: gallery.path) != nil)
            try database.execute(sql: "COMMIT")
        }
        _ = try gallery.addPerson(named: "Bob")
        #expect(Needles.leftover(of: Needles.of(face), at: gallery.path) == nil)
    }

    @Test func `a removal cut short before the log was emptied is finished when the gallery is opened`() throws {
        let test = try TestGallery(dimension: 128)
        var faces = Faces(dimension: 128)
        let face = faces.next()
        let id = try test.gallery.enroll([NewTemplate(face)], as: nil)[0]
        // As the removal does it, but for the last step.
        try test.gallery.store.write(.removeTemplate) { database, _ in
            try test.gallery.store.remove(templates: [id.rawValue], in: database)
        }
        // The files as a killed process leaves them: the log is there.
        let copy = test.folder.file("copy.gallery")
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: test.gallery.path + suffix, toPath: copy + suffix)
        }
        #expect(Needles.leftover(of: Needles.of(face), at: copy) != nil)
        let opened = try Gallery(contentsOf: copy)
        #expect(Needles.leftover(of: Needles.of(face), at: copy) == nil)
        #expect(try opened.check() == [])
    }

    @Test func `a rebuild cut short is finished when the gallery is opened`() throws {
        let test = try TestGallery(dimension: 128)
        var faces = Faces(dimension: 128)
        let ids = try test.gallery.enroll((0..<2000).map { _ in NewTemplate(faces.next()) }, as: nil)
        for id in ids.dropFirst(10) { try test.gallery.remove(id) }
        try test.gallery.store.write(.compact) { database, _ in
            try database.run("DELETE FROM vectors WHERE id NOT IN (SELECT id FROM templates)")
            try database.run("UPDATE gallery SET must_rebuild = 1")
        }
        let before = try test.gallery.info().bytes
        try test.gallery.close()
        let opened = try test.again()
        #expect(try opened.info().bytes < before / 2)
        #expect(try opened.store.read { try $0.first("SELECT must_rebuild FROM gallery") { try $0.integer(0) } } == 0)
        #expect(try opened.check() == [])
    }

    @Test func `compacting gives back the space of what was removed, and keeps the rest`() throws {
        let test = try TestGallery(dimension: 128)
        let gallery = test.gallery
        var faces = Faces(dimension: 128)
        let new = (0..<300).map { number in ("\(number)", (0..<5).map { _ in NewTemplate(faces.next()) }) }
        let people = try gallery.enroll(newPeople: new)
        try gallery.record(.notThisPerson(faces.next(), people[0].id))
        for person in people.dropFirst(20) { try gallery.remove(person.id) }
        let kept = try people.prefix(20).map { try gallery.templates(of: $0.id) }
        let revision = try gallery.snapshot().revision
        let (before, after) = try gallery.compact()
        #expect(after < before / 3)
        #expect(try people.prefix(20).map { try gallery.templates(of: $0.id) } == kept)
        #expect(try gallery.rejections(of: people[0].id).count == 1)
        #expect(try gallery.snapshot().revision > revision)
        #expect(try gallery.snapshot().count == 100)
        #expect(try gallery.check() == [])
    }
}
