import FaceEmbedding
import FaceGallery
import Testing

@Suite struct StoreTemplateTests {
    @Test func `a template comes back bit for bit, with all that was said of it`() throws {
        let gallery = try TestGallery().gallery
        var faces = Faces()
        let ada = try gallery.addPerson(named: "Ada")
        let hash = [UInt8](200..<232)
        let new = NewTemplate(
            faces.next(),
            sourceHash: hash,
            sourceName: "photos/ada 1.jpg",
            box: TemplateBox(x: 1.5, y: -2, width: 100, height: 120.25),
            quality: TemplateQuality(faceSide: 110, yaw: -12.5, occlusion: ["mouth": 0.75]),
            crop: [0xFF, 0xD8],
            isConfirmed: false,
            isSynthetic: true
        )
        let id = try gallery.enroll([new], as: ada.id)[0]
        let template = try gallery.template(id)
        #expect(template.embedding == new.embedding)
        #expect(template.person == ada.id)
        #expect(template.sourceHash == hash)
        #expect(template.sourceName == new.sourceName)
        #expect(template.box == new.box)
        #expect(template.quality == new.quality)
        #expect(!template.isConfirmed)
        #expect(template.isSynthetic)
        #expect(try gallery.templates(of: ada.id) == [template])
        #expect(try gallery.templates(withSourceHash: hash) == [template])
        // The same index entry, another hash.
        #expect(try gallery.templates(withSourceHash: [UInt8](200..<208) + [UInt8](repeating: 0, count: 24)) == [])
        #expect(!template.hasCrop)
        #expect(try gallery.crop(of: id) == nil)
    }

    @Test func `a crop is kept only if asked`() throws {
        let test = try TestGallery(options: Gallery.Options(keepsCrops: true))
        var faces = Faces()
        let id = try test.gallery.enroll([NewTemplate(faces.next(), crop: [1, 2, 3])], as: nil)[0]
        #expect(try test.gallery.template(id).hasCrop)
        #expect(try test.gallery.crop(of: id) == [1, 2, 3])
    }

    @Test func `of templates one of which is wrong, none is enrolled`() throws {
        let gallery = try TestGallery().gallery
        var faces = Faces()
        var others = Faces(dimension: 9)
        let ada = try gallery.addPerson(named: "Ada").id
        let nobody = PersonID(rawValue: "p0")
        let good = NewTemplate(faces.next())
        #expect(throws: GalleryError.unknownPerson("p0")) {
            try gallery.enroll(bulk: [(ada, good), (nobody, good)])
        }
        #expect(throws: GalleryError.dimension(expected: 8, given: 9)) {
            try gallery.enroll([good, NewTemplate(others.next())], as: ada)
        }
        #expect(throws: GalleryError.self) {
            try gallery.enroll([good, NewTemplate(faces.next(), sourceHash: [1])], as: ada)
        }
        #expect(throws: GalleryError.nameTaken("ADA")) {
            try gallery.enroll(newPeople: [("Bob", [good]), ("ADA", [good])])
        }
        #expect(try gallery.info().templates == 0)
        #expect(try gallery.info().people == 1)
        #expect(try gallery.snapshot().count == 0)
    }

    @Test func `numbers that are not finite make no embedding, and none gets in`() throws {
        #expect(Embedding(unit: [.nan, 1, 0, 0, 0, 0, 0, 0]) == nil)
        #expect(Embedding(normalizing: [.infinity, 1, 0, 0, 0, 0, 0, 0]) == nil)
    }

    @Test func `faces nobody has a name for are kept apart, and can be given to somebody`() throws {
        let gallery = try TestGallery().gallery
        var faces = Faces()
        let ids = try gallery.enroll([NewTemplate(faces.next()), NewTemplate(faces.next())], as: nil)
        #expect(try gallery.templates(of: nil).map(\.id) == ids)
        #expect(try gallery.snapshot().table.person(of: ids[0].rawValue) == Person.nobodyRow)
        let ada = try gallery.addPerson(named: "Ada")
        try gallery.reassign([ids[1]], to: ada.id)
        #expect(try gallery.templates(of: nil).map(\.id) == [ids[0]])
        #expect(try gallery.templates(of: ada.id).map(\.id) == [ids[1]])
        #expect(try gallery.snapshot().table.person(of: ids[1].rawValue) == ada.row)
        #expect(throws: GalleryError.unknownTemplate(99)) {
            try gallery.reassign([ids[0], TemplateID(rawValue: 99)], to: ada.id)
        }
        #expect(try gallery.templates(of: nil).map(\.id) == [ids[0]])
        #expect(try gallery.info().unnamedTemplates == 1)
    }

    @Test func `the embeddings of another model are refused, saying what to do`() throws {
        let gallery = try TestGallery().gallery
        let other = try #require(ModelFingerprint(bytes: [UInt8](repeating: 9, count: 32)))
        try gallery.requireModel(gallery.model.fingerprint)
        #expect {
            try gallery.requireModel(other)
        } throws: { error in
            "\(error)".contains("enroll the photos anew") && "\(error)".contains("(070707070707)")
        }
    }

    @Test func `an empty gallery answers everything with nothing`() throws {
        let gallery = try TestGallery().gallery
        var faces = Faces()
        #expect(try gallery.people() == [])
        #expect(try gallery.enroll([], as: nil) == [])
        #expect(try gallery.templates(of: nil) == [])
        #expect(try gallery.feedback() == [])
        #expect(try gallery.snapshot().nearestTemplates(to: faces.next(), count: 3) == [])
        #expect(try gallery.check() == [])
        #expect(try gallery.compact().after > 0)
        #expect(try gallery.info().people == 0)
    }
}
