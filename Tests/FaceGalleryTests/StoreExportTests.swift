import FaceEmbedding
import Foundation
import Testing

@testable import FaceGallery

@Suite struct StoreExportTests {
    /// A gallery with everything an export can hold.
    private func fullGallery() throws -> TestGallery {
        let test = try TestGallery(options: Gallery.Options(keepsCrops: true))
        var faces = Faces()
        let ada = try test.gallery.addPerson(
            named: "Ada \"the\" 🧮\n".trimmingCharacters(in: .newlines),
            aliases: ["Countess"],
            metadata: ["a": "b"],
            consent: "yes",
            retainUntil: "2030-01-01"
        )
        _ = try test.gallery.addPerson(named: "Bob")
        let template = NewTemplate(
            faces.next(),
            sourceHash: [UInt8](0..<32),
            sourceName: "x.jpg",
            box: TemplateBox(x: 1, y: 2, width: 3, height: 4),
            quality: TemplateQuality(faceSide: 1.25),
            crop: [9, 8, 7],
            isConfirmed: false
        )
        try test.gallery.enroll([template, NewTemplate(faces.next())], as: ada.id)
        try test.gallery.enroll([NewTemplate(faces.next())], as: nil)
        try test.gallery.record(.notThisPerson(faces.next(), ada.id), note: "no")
        return test
    }

    private func emptyGallery(in test: TestGallery, named name: String = "copy") throws -> Gallery {
        try Gallery.create(
            at: test.folder.file(name),
            model: TestGallery.model(),
            options: Gallery.Options(keepsCrops: true)
        )
    }

    /// What an export holds of a gallery, without numbers, which an import gives anew.
    private func contents(of gallery: Gallery, in folder: TemporaryFolder) throws -> [String] {
        let path = folder.file("\(UUID().uuidString).jsonl")
        try gallery.export(to: path)
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func `an import of an export is the same gallery, bit for bit`() throws {
        let test = try fullGallery()
        let path = test.folder.file("export.jsonl")
        try test.gallery.export(to: path)
        let copy = try emptyGallery(in: test)
        let report = try copy.import(from: path)
        #expect((report.people, report.templates, report.feedback, report.known) == (2, 3, 1, 0))
        #expect(try contents(of: copy, in: test.folder) == contents(of: test.gallery, in: test.folder))
        #expect(try copy.check() == [])
        let ada = try #require(try copy.person(named: "countess"))
        #expect(try copy.templates(of: ada.id).map(\.embedding) == test.gallery.templates(of: ada.id).map(\.embedding))
        #expect(try copy.crop(of: copy.templates(of: ada.id)[0].id) == [9, 8, 7])
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(throws: GalleryError.exists) { try copy.export(to: path) }
    }

    @Test func `importing twice adds nothing`() throws {
        let test = try fullGallery()
        let path = test.folder.file("export.jsonl")
        try test.gallery.export(to: path)
        let before = try contents(of: test.gallery, in: test.folder)
        let report = try test.gallery.import(from: path)
        #expect((report.people, report.templates, report.feedback, report.known) == (0, 0, 0, 4))
        #expect(try contents(of: test.gallery, in: test.folder) == before)
    }

    @Test func `an old export brings nobody back who was removed, unless asked`() throws {
        let test = try fullGallery()
        let path = test.folder.file("export.jsonl")
        try test.gallery.export(to: path)
        let ada = try #require(try test.gallery.person(named: "Countess"))
        let receipt = try test.gallery.remove(ada.id)
        #expect(receipt.exports.map { URL(fileURLWithPath: $0.path).lastPathComponent } == ["export.jsonl"])
        let report = try test.gallery.import(from: path)
        #expect(report.removed == [ada.id])
        #expect(report.templates == 0)
        #expect(try test.gallery.person(named: "Countess") == nil)
        #expect(try test.gallery.check() == [])
        try test.gallery.import(from: path, restoresRemoved: true)
        #expect(try test.gallery.person(named: "Countess")?.id == ada.id)
        #expect(try test.gallery.templates(of: ada.id).count == 2)
        #expect(try test.gallery.check() == [])
    }

    @Test func `an export cut or changed anywhere adds nothing`() throws {
        let test = try fullGallery()
        let path = test.folder.file("export.jsonl")
        try test.gallery.export(to: path)
        let bytes = try #require(FileManager.default.contents(atPath: path))
        let copy = try emptyGallery(in: test)
        let broken = test.folder.file("broken.jsonl")
        for count in stride(from: 0, to: bytes.count, by: 37) {
            try bytes.prefix(count).write(to: URL(fileURLWithPath: broken))
            #expect(throws: GalleryError.self, "cut after \(count)") { try copy.import(from: broken) }
        }
        for offset in stride(from: 0, to: bytes.count, by: 29) {
            var changed = bytes
            changed[offset] ^= 1
            try changed.write(to: URL(fileURLWithPath: broken))
            #expect(throws: GalleryError.self, "changed at \(offset)") { try copy.import(from: broken) }
        }
        #expect(try copy.info().people == 0)
        #expect(try copy.info().templates == 0)
        #expect(try copy.info().revision == 2)
        #expect(try copy.check() == [])
    }

    @Test func `an export of another model, or with a name that another has, adds nothing`() throws {
        let test = try fullGallery()
        let path = test.folder.file("export.jsonl")
        try test.gallery.export(to: path)
        var model = TestGallery.model()
        model.fingerprint = try #require(ModelFingerprint(bytes: [UInt8](repeating: 3, count: 32)))
        let other = try Gallery.create(at: test.folder.file("other"), model: model)
        #expect(
            throws: GalleryError.otherModel(
                gallery: model.fingerprint,
                galleryName: "test",
                given: test.gallery.model.fingerprint
            )
        ) { try other.import(from: path) }
        let copy = try emptyGallery(in: test)
        _ = try copy.addPerson(named: "COUNTESS")
        #expect(throws: GalleryError.nameTaken("Countess")) { try copy.import(from: path) }
        #expect(try copy.info().people == 1)
        #expect(throws: GalleryError.notAGallery) { try copy.import(from: test.gallery.path) }
        #expect(throws: GalleryError.self) { try copy.import(from: test.folder.file("none")) }
    }
}
