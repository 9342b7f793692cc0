import FaceEmbedding
import Foundation
import GRDB
import Testing

@testable import FaceGallery

@Suite struct StoreOpeningTests {
    private func error(opening path: String) -> GalleryError? {
        do throws(GalleryError) {
            _ = try Gallery(contentsOf: path)
            return nil
        } catch {
            return error
        }
    }

    /// A gallery with some people and faces, closed: one file, and nothing beside it.
    private func closedGallery() throws -> TestGallery {
        let test = try TestGallery()
        var faces = Faces()
        try test.gallery.enroll(newPeople: (0..<20).map { ("Person \($0)", [NewTemplate(faces.next())]) })
        try test.gallery.close()
        return test
    }

    @Test func `what is not there, or not a file, is named`() throws {
        let folder = try TemporaryFolder()
        #expect(error(opening: folder.file("none")) == .unreadable(reason: "there is no such file"))
        #expect(error(opening: folder.path) == .unreadable(reason: "it is a folder"))
        #expect(error(opening: "/dev/zero") == .unreadable(reason: "it is not a file"))
        // Opening must not create.
        #expect(!FileManager.default.fileExists(atPath: folder.file("none")))
    }

    @Test(arguments: ["", "x", "not a gallery", String(repeating: "PNG ", count: 1000)])
    func `another kind of file is no gallery, and is left as it is`(text: String) throws {
        let path = try TemporaryFolder().file("file")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        #expect(error(opening: path) == .notAGallery)
        #expect(FileManager.default.contents(atPath: path) == Data(text.utf8))
    }

    @Test func `another program's database is no gallery, and is left as it is`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("file")
        let other = try DatabaseQueue(path: path)
        try other.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE people (id)") }
        try other.close()
        let bytes = FileManager.default.contents(atPath: path)
        #expect(error(opening: path) == .notAGallery)
        #expect(FileManager.default.contents(atPath: path) == bytes)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
    }

    @Test func `a newer program's gallery is refused, in the file or in its log`() throws {
        let newer = GallerySchema.version + 1
        let test = try closedGallery()
        let database = try DatabaseQueue(path: test.gallery.path)
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = \(newer)") }
        // The log still has it.
        #expect(error(opening: test.gallery.path) == .newerVersion(found: newer, known: newer - 1))
        try database.close()
        #expect(error(opening: test.gallery.path) == .newerVersion(found: newer, known: newer - 1))
    }

    @Test func `a gallery without its tables, or with one more, is damaged`() throws {
        for sql in ["DROP TABLE crops", "CREATE TRIGGER t AFTER INSERT ON people BEGIN DELETE FROM people; END"] {
            let test = try closedGallery()
            let database = try DatabaseQueue(path: test.gallery.path)
            try database.writeWithoutTransaction { try $0.execute(sql: sql) }
            try database.close()
            #expect(error(opening: test.gallery.path) == .corrupt(reason: "its tables are not those of a gallery"))
        }
    }

    @Test func `a file cut anywhere is refused as damaged or foreign`() throws {
        let test = try closedGallery()
        let bytes = try #require(FileManager.default.contents(atPath: test.gallery.path))
        let path = test.folder.file("cut.gallery")
        for count in Array(0..<120) + Array(stride(from: 120, to: bytes.count, by: 3989)) + [bytes.count - 1] {
            try bytes.prefix(count).write(to: URL(fileURLWithPath: path))
            switch error(opening: path) {
            case .corrupt, .notAGallery: break
            case let other: Issue.record("cut after \(count) bytes: \(String(describing: other))")
            }
        }
    }

    @Test func `a gallery never replaces a file, nor a link to one`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("g")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
        let (link, target) = (folder.file("link"), folder.file("nowhere"))
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        for name in ["g", "link"] {
            #expect(throws: GalleryError.exists) {
                try Gallery.create(at: folder.file(name), model: TestGallery.model())
            }
        }
        #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
        try Data("log".utf8).write(to: URL(fileURLWithPath: folder.file("h-wal")))
        #expect(throws: GalleryError.self) { try Gallery.create(at: folder.file("h"), model: TestGallery.model()) }
        #expect(throws: GalleryError.self) { try Gallery.create(at: folder.file("no/h"), model: TestGallery.model()) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["g", "h-wal", "link"])
    }

    @Test func `a new gallery is its owner's alone`() throws {
        let test = try TestGallery()
        for suffix in ["", "-wal"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: test.gallery.path + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `a gallery of every older version is brought forward, with all it has`() throws {
        for version in 1..<GallerySchema.version {
            let test = try TestGallery()
            var faces = Faces()
            try test.gallery.enroll(newPeople: [("Ada", [NewTemplate(faces.next())])])
            let people = try test.gallery.people()
            try test.gallery.close()
            let path = test.folder.file("old.gallery")
            try test.writeOlder(version: version, to: path)
            #expect(throws: GalleryError.self) {
                try Gallery(contentsOf: path, options: Gallery.Options(isReadOnly: true))
            }
            let opened = try Gallery(contentsOf: path)
            #expect(try opened.info().schemaVersion == GallerySchema.version)
            #expect(try opened.people() == people)
            #expect(try opened.check() == [])
        }
    }

    @Test func `opened for reading only, a gallery is read and not written`() throws {
        let test = try closedGallery()
        let gallery = try Gallery(contentsOf: test.gallery.path, options: Gallery.Options(isReadOnly: true))
        #expect(try gallery.people().count == 20)
        #expect(try gallery.snapshot().count == 20)
        #expect(try gallery.check() == [])
        #expect(throws: GalleryError.readOnly) { try gallery.addPerson(named: "Ada") }
        #expect(throws: GalleryError.readOnly) { try gallery.compact() }
        // What another writes is seen all the same.
        _ = try test.again().addPerson(named: "Ada")
        #expect(try gallery.people().count == 21)
    }
}
