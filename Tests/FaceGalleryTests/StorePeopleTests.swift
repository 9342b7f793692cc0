import FaceEmbedding
import FaceGallery
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
}
