import Dispatch
import FaceEmbedding
import Foundation
import Testing

@testable import FaceGallery

@Suite struct StoreBackupTests {
    @Test func `a backup is a gallery with all there is, its owner's alone`() throws {
        let test = try TestGallery(options: Gallery.Options(actor: "Grace", keepsCrops: true))
        var faces = Faces()
        let ada = try test.gallery.addPerson(named: "Ada", metadata: ["a": "b"])
        let gone = try test.gallery.addPerson(named: "Gone")
        try test.gallery.enroll([NewTemplate(faces.next(), sourceName: "x", crop: [1, 2])], as: ada.id)
        try test.gallery.record(.notThisPerson(faces.next(), ada.id))
        try test.gallery.remove(gone.id)
        let path = test.folder.file("copy.gallery")
        try test.gallery.backup(to: path)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        let files = try FileManager.default.contentsOfDirectory(atPath: test.folder.path)
        #expect(files.filter { $0.hasPrefix("copy") } == ["copy.gallery"])
        let copy = try Gallery(contentsOf: path, options: Gallery.Options(isReadOnly: true))
        #expect(try copy.check() == [])
        #expect(try copy.people() == test.gallery.people())
        #expect(try copy.templates(of: ada.id) == test.gallery.templates(of: ada.id))
        #expect(try copy.person(named: "ada") == ada)
        #expect(try copy.rejections(of: ada.id) == test.gallery.rejections(of: ada.id))
        #expect(try copy.auditTrail() == test.gallery.auditTrail())
        #expect(try copy.auditTrail().last?.action == .backup)
        #expect(try copy.auditTrail().last?.actor == "Grace")
    }

    @Test func `a removal names the backups that may still hold the person`() throws {
        let test = try TestGallery()
        try test.gallery.backup(to: test.folder.file("before"))
        let ada = try test.gallery.addPerson(named: "Ada")
        let path = test.folder.file("after")
        try test.gallery.backup(to: path)
        let receipt = try test.gallery.remove(ada.id)
        // Made in the same millisecond, the one before may be named too.
        #expect(receipt.exports.map(\.path).contains(URL(fileURLWithPath: path).standardizedFileURL.path))
        #expect(try Gallery(contentsOf: path).people().map(\.name) == ["Ada"])
    }

    @Test func `a backup replaces nothing, and leaves nothing where it cannot be written`() throws {
        let test = try TestGallery()
        let path = test.folder.file("mine")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: GalleryError.exists) { try test.gallery.backup(to: path) }
        #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
        #expect(throws: GalleryError.exists) { try test.gallery.backup(to: test.gallery.path) }
        #expect(throws: GalleryError.self) { try test.gallery.backup(to: test.folder.file("no/where")) }
        let files = try FileManager.default.contentsOfDirectory(atPath: test.folder.path)
        #expect(!files.contains { $0.contains("draft") })
        #expect(try test.gallery.check() == [])
    }

    @Test func `who may only read can make a backup, which nobody notes`() throws {
        let test = try TestGallery()
        let reader = try test.again(Gallery.Options(isReadOnly: true))
        let path = test.folder.file("copy")
        try reader.backup(to: path)
        #expect(try test.gallery.info().auditEntries == 1)
        #expect(try Gallery(contentsOf: path).check() == [])
    }

    @Test func `backups while others write are each of one moment`() throws {
        let test = try TestGallery(dimension: 128)
        let gallery = test.gallery
        let writer = try test.again()
        DispatchQueue.concurrentPerform(iterations: 2) { thread in
            var faces = Faces(dimension: 128)
            do {
                for round in 0..<20 {
                    if thread == 0 {
                        // A person and faces at once: a copy has both or neither.
                        let new = (0..<50).map { _ in NewTemplate(faces.next()) }
                        try writer.enroll(newPeople: [("Person \(round)", new)])
                    } else {
                        let path = test.folder.file("copy-\(round)")
                        try gallery.backup(to: path)
                        let copy = try Gallery(contentsOf: path)
                        #expect(try copy.check() == [])
                        let info = try copy.info()
                        #expect(info.templates == 50 * info.people)
                        #expect(try copy.snapshot().count == info.templates)
                    }
                }
            } catch {
                Issue.record("thread \(thread): \(error)")
            }
        }
        #expect(try gallery.info().people == 20)
    }

    @Test func `a backup takes no space for what was removed`() throws {
        let test = try TestGallery(dimension: 128)
        var faces = Faces(dimension: 128)
        let ids = try test.gallery.enroll((0..<2000).map { _ in NewTemplate(faces.next()) }, as: nil)
        for id in ids.dropFirst(10) { try test.gallery.remove(id) }
        let path = test.folder.file("copy")
        try test.gallery.backup(to: path)
        // What was erased is zeros that a rebuild of the gallery itself drops.
        #expect(GalleryFile.size(of: path) <= GalleryFile.size(of: test.gallery.path))
        #expect(try Gallery(contentsOf: path).snapshot().count == 10)
    }
}
