import FaceEmbedding
import Foundation
import GRDB
import Testing

@testable import FaceGallery

@Suite struct StoreUpgradeTests {
    private let test: TestGallery
    private let person: Person
    private let path: String
    private var copy: String { path + ".v1-backup" }

    /// A file of version 1 with a person.
    init() throws {
        test = try TestGallery()
        var faces = Faces()
        person = try test.gallery.enroll(newPeople: [("Ada", [NewTemplate(faces.next())])])[0]
        try test.gallery.close()
        path = test.folder.file("old.gallery")
        try test.writeOlder(version: 1, to: path)
    }

    private func version(of path: String) throws -> Int? {
        let database = try DatabaseQueue(path: path)
        defer { try? database.close() }
        return try database.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    }

    @Test func `a file of an older version is copied before it is brought forward`() throws {
        let opened = try Gallery(contentsOf: path, options: Gallery.Options(actor: "Grace"))
        #expect(try opened.info().schemaVersion == GallerySchema.version)
        #expect(try version(of: copy) == 1)
        #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
        let last = try #require(try opened.auditTrail().last)
        #expect((last.action, last.actor, last.details) == (.backup, "Grace", #"{"version":"1"}"#))
        #expect(try opened.check() == [])
        // The copy holds people too.
        let exports = try opened.remove(person.id).exports.map(\.path)
        #expect(exports == [URL(fileURLWithPath: copy).standardizedFileURL.path])
    }

    @Test func `the copy in the gallery's place undoes it`() throws {
        let opened = try Gallery(contentsOf: path)
        try opened.remove(person.id)
        try opened.close()
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: copy, toPath: path)
        #expect(try version(of: path) == 1)
        let again = try Gallery(contentsOf: path)
        #expect(try again.people() == [person])
        #expect(try again.check() == [])
        #expect(try version(of: copy) == 1)
    }

    @Test func `a copy that is there is left as it is, and no line says that one was made`() throws {
        try Data("mine".utf8).write(to: URL(fileURLWithPath: copy))
        let opened = try Gallery(contentsOf: path)
        #expect(FileManager.default.contents(atPath: copy) == Data("mine".utf8))
        #expect(try !opened.auditTrail().contains { $0.action == .backup })
    }

    @Test func `where it cannot be copied, it is not brought forward`() throws {
        // Of a gallery that is gone: the copy would be read together with it.
        try Data("log".utf8).write(to: URL(fileURLWithPath: copy + "-wal"))
        #expect(throws: GalleryError.self) { try Gallery(contentsOf: path) }
        #expect(try version(of: path) == 1)
    }

    @Test func `a gallery of the newest version is not copied`() throws {
        _ = try test.again()
        let files = try FileManager.default.contentsOfDirectory(atPath: test.folder.path)
        #expect(!files.contains { $0.contains("backup") })
    }

    @Test func `a key for a file that is older than encryption changes nothing`() throws {
        #expect(throws: GalleryError.notEncrypted) {
            try Gallery(contentsOf: path, options: Gallery.Options(key: GalleryKey()))
        }
        #expect(try version(of: path) == 1)
    }
}
