import FaceEmbedding
import FaceGallery
import Foundation
import Testing

@Suite struct StorePeopleTests {
    @Test func `a person is found by name, alias and identifier, in any case`() throws {
        let gallery = try TestGallery().gallery
        let ada = try gallery.addPerson(
            named: " Ada Lovelace ",
            aliases: ["Zoe\u{301}", "Straße"],
            metadata: ["team": "engines"],
            consent: "letter of 1842",
            retainUntil: "2052-12-10"
        )
        #expect(ada.name == "Ada Lovelace")
        #expect(try gallery.person(ada.id) == ada)
        for name in ["ada lovelace", "ADA LOVELACE", "ZO\u{C9}", "STRASSE"] {
            #expect(try gallery.person(named: name) == ada)
        }
        #expect(try gallery.person(named: "Ada") == nil)
    }

    @Test func `a name belongs to one person`() throws {
        let gallery = try TestGallery().gallery
        _ = try gallery.addPerson(named: "Ada", aliases: ["Countess"])
        let bob = try gallery.addPerson(named: "Bob")
        #expect(throws: GalleryError.nameTaken("ada")) { try gallery.addPerson(named: "ada") }
        #expect(throws: GalleryError.nameTaken("COUNTESS")) { try gallery.rename(bob.id, to: "COUNTESS") }
        #expect(try gallery.person(bob.id).name == "Bob")
        try gallery.rename(bob.id, to: "BOB")
        #expect(try gallery.person(named: "bob")?.name == "BOB")
    }

    @Test(arguments: [
        "", " \n ", "a\u{0}b", "a\u{7}b", "two\nlines", "a\u{2028}b", "\u{202E}drawkcab",
        String(repeating: "x", count: 10_000), String(repeating: "x", count: 201),
        // One character of very many scalars.
        "e" + String(repeating: "\u{301}", count: 1001),
    ])
    func `what does not print as a name is refused`(name: String) throws {
        let gallery = try TestGallery().gallery
        #expect {
            try gallery.addPerson(named: name)
        } throws: { error in
            if case .invalidName = error as? GalleryError { true } else { false }
        }
        #expect {
            try gallery.addPerson(named: "Ada", aliases: [name])
        } throws: { error in
            if case .invalidName = error as? GalleryError { true } else { false }
        }
        #expect(try gallery.people().isEmpty)
        #expect(try gallery.person(named: name) == nil)
    }

    @Test(arguments: [
        "👩🏽‍🚀", "../../etc/passwd", "/", "C:\\CON", "'; DROP TABLE people; --", "\"", "%", "_", "NULL", "?1", "-1",
        "محمد", "李", "O’Neill-Ågård Jr.", String(repeating: "x", count: 200), "a  b",
    ])
    func `any other name is kept as it is`(name: String) throws {
        let gallery = try TestGallery().gallery
        let other = try gallery.addPerson(named: "somebody else")
        let person = try gallery.addPerson(named: name)
        #expect(person.name.utf8.elementsEqual(name.precomposedStringWithCanonicalMapping.utf8))
        #expect(try gallery.person(named: name) == person)
        #expect(try gallery.people(matching: name).contains(person))
        #expect(try !gallery.people(matching: name).contains(other))
        #expect(try gallery.check() == [])
    }

    @Test func `people come in pages, in the order they were added`() throws {
        let gallery = try TestGallery().gallery
        let added = try gallery.enroll(newPeople: (0..<2500).map { ("Person \($0)", []) })
        var pages: [Person] = []
        while true {
            let page = try gallery.people(after: pages.last, limit: 700)
            pages += page
            if page.count < 700 { break }
        }
        #expect(pages == added)
        let found = try gallery.people(matching: "PERSON 249", limit: 5).map(\.name)
        #expect(found == ["Person 249", "Person 2490", "Person 2491", "Person 2492", "Person 2493"])
    }

    @Test func `retention is a day of the calendar, and who is due is listed, longest due first`() throws {
        let gallery = try TestGallery().gallery
        for day in ["2026-02-29", "2026-13-01", "2026-1-1", "tomorrow", "2026-12-31T00:00", "２０２６-01-01"] {
            #expect(throws: GalleryError.self) { try gallery.addPerson(named: "Ada", retainUntil: day) }
        }
        let ada = try gallery.addPerson(named: "Ada", retainUntil: "2024-02-29")
        let bob = try gallery.addPerson(named: "Bob", retainUntil: "2023-12-31")
        _ = try gallery.addPerson(named: "Cyd")
        #expect(try gallery.people(dueOn: "2024-02-29") == [bob])
        #expect(try gallery.people(dueOn: "2024-03-01") == [bob, ada])
        #expect(try gallery.info().peopleDue == 2)
    }

    @Test func `merging gives one person everything of both`() throws {
        let test = try TestGallery()
        let gallery = test.gallery
        var faces = Faces()
        let ada = try gallery.addPerson(named: "Ada", aliases: ["Countess"], metadata: ["a": "1", "b": "1"])
        let twin = try gallery.addPerson(named: "A. Lovelace", aliases: ["Byron"], metadata: ["b": "2", "c": "2"])
        let kept = try gallery.enroll([NewTemplate(faces.next())], as: ada.id)
        let moved = try gallery.enroll([NewTemplate(faces.next()), NewTemplate(faces.next())], as: twin.id)
        try gallery.record(.notThisPerson(faces.next(), twin.id))
        #expect(try gallery.snapshot().count == 3)
        try gallery.merge(twin.id, into: ada.id)
        let merged = try gallery.person(ada.id)
        #expect(merged.aliases == ["Countess", "A. Lovelace", "Byron"])
        #expect(merged.metadata == ["a": "1", "b": "1", "c": "2"])
        #expect(try gallery.person(named: "byron")?.id == ada.id)
        #expect(try gallery.templates(of: ada.id).map(\.id) == kept + moved)
        #expect(try gallery.rejections(of: ada.id).count == 1)
        #expect(try gallery.snapshot().table.person(of: moved[1].rawValue) == ada.row)
        #expect(throws: GalleryError.unknownPerson(twin.id.rawValue)) { try gallery.person(twin.id) }
        #expect(throws: GalleryError.self) { try gallery.merge(ada.id, into: ada.id) }
        #expect(try gallery.check() == [])
    }
}
