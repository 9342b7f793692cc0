import FaceEmbedding
import Foundation
import GRDB
import Testing

@testable import FaceGallery

@Suite struct EncryptionTests {
    private let key = GalleryKey()

    private func options(_ key: GalleryKey?, isReadOnly: Bool = false) -> Gallery.Options {
        Gallery.Options(actor: "other", isReadOnly: isReadOnly, key: key)
    }

    @Test func `nothing that measures or shows a face is in the files, and all of it comes out as it went in`() throws {
        let plain = try EncryptedGallery(nil)
        // Everything is there, or the test would show nothing.
        for needle in plain.needles { #expect(Needles.leftover(of: [needle], at: plain.gallery.path) != nil) }
        let sealed = try EncryptedGallery(key)
        #expect(Needles.leftover(of: sealed.needles, at: sealed.gallery.path) == nil)
        try sealed.expectWhole(sealed.gallery)
        try sealed.expectWhole(sealed.test.again(options(key)))
        try sealed.expectWhole(sealed.test.again(options(key, isReadOnly: true)))
        #expect(try sealed.gallery.info().key == key.identifier)
        #expect(try plain.gallery.info().key == nil)
        // As it is documented.
        #expect(Needles.leftover(of: [Data("Ada Lovelace".utf8)], at: sealed.gallery.path) != nil)
    }

    @Test func `a gallery opens with its own key alone, and says which that is`() throws {
        let sealed = try EncryptedGallery(key).test
        let other = GalleryKey()
        let plain = try TestGallery()
        for isReadOnly in [false, true] {
            #expect(throws: GalleryError.keyRequired(key.identifier)) {
                try sealed.again(options(nil, isReadOnly: isReadOnly))
            }
            #expect(throws: GalleryError.otherKey(gallery: key.identifier, given: other.identifier)) {
                try sealed.again(options(other, isReadOnly: isReadOnly))
            }
            #expect(throws: GalleryError.notEncrypted) { try plain.again(options(key, isReadOnly: isReadOnly)) }
        }
        #expect(GalleryError.notEncrypted.description.contains("gallery rotate-key"))
    }

    @Test func `the same face is sealed otherwise each time`() throws {
        let test = try TestGallery(options: options(key))
        var faces = Faces()
        let face = faces.next()
        try test.gallery.enroll((0..<100).map { _ in NewTemplate(face) }, as: nil)
        for (table, column) in [("codes", "code"), ("vectors", "vector")] {
            let values = try test.gallery.store.read { database in
                try database.all("SELECT \(column) FROM \(table)") { try $0.blob(0) }
            }
            #expect(Set(values.map { $0.prefix(12) }).count == 100)
            #expect(Set(values.map { $0.dropFirst(12) }).count == 100)
        }
    }

    @Test(arguments: [
        ("UPDATE codes SET code = (SELECT code FROM codes WHERE id = 2) WHERE id = 1", "code of template 1"),
        ("UPDATE vectors SET vector = (SELECT vector FROM vectors WHERE id = 2) WHERE id = 1", "embedding of template"),
        ("UPDATE vectors SET vector = (SELECT code FROM codes WHERE id = 1) WHERE id = 1", "embedding of template"),
        ("UPDATE crops SET jpeg = (SELECT vector FROM vectors WHERE id = 1)", "crop of template 1"),
        ("UPDATE codes SET code = zeroblob(length(code)) WHERE id = 1", "code of template 1"),
        ("UPDATE codes SET code = x'00' WHERE id = 1", "code of template 1"),
        ("UPDATE encryption SET salt = zeroblob(16)", "cannot be decrypted"),
    ])
    func `a value that was changed, or moved to another row, does not open`(sql: String, words: String) throws {
        let sealed = try EncryptedGallery(key)
        try sealed.gallery.store.pool.writeWithoutTransaction { try $0.execute(sql: sql) }
        let problems = try sealed.gallery.check()
        #expect(problems.contains { $0.description.contains(words) }, "\(problems)")
        // A reader who has not loaded anything yet.
        let fresh = try sealed.test.again(options(key))
        if sql.contains("codes SET") { #expect(throws: GalleryError.self) { try fresh.snapshot() } }
        if sql.contains("vectors SET") { #expect(throws: GalleryError.self) { try fresh.templates(of: sealed.ada.id) } }
        let first = TemplateID(rawValue: 1)
        if sql.contains("crops SET") { #expect(throws: GalleryError.self) { try fresh.crop(of: first) } }
    }

    @Test func `a person is removed for good from an encrypted gallery too`() throws {
        let sealed = try EncryptedGallery(key)
        let values = try sealed.gallery.store.read { database in
            try SealedTable.allCases.flatMap { table in
                try database.all("SELECT \(table.column) FROM \(table.rawValue) WHERE \(table.id) IN (1, 2)") { row in
                    Data(try row.blob(0).prefix(64))
                }
            }
        }
        #expect(values.count == 5)
        for value in values { #expect(Needles.leftover(of: [value], at: sealed.gallery.path) != nil) }
        let snapshot = try sealed.gallery.snapshot()
        let receipt = try sealed.gallery.remove(sealed.ada.id)
        #expect(receipt.isErased)
        #expect(Needles.leftover(of: values, at: sealed.gallery.path) == nil)
        #expect(try snapshot.records.embeddings(of: [1, 2]) == [nil, nil])
        #expect(try sealed.gallery.check() == [])
        try sealed.gallery.compact()
        #expect(try sealed.gallery.check() == [])
        #expect(try sealed.gallery.snapshot().count == 18)
    }

    @Test func `an export is plain, and an import of it encrypted`() throws {
        let sealed = try EncryptedGallery(key)
        let path = sealed.test.folder.file("export.jsonl")
        try sealed.gallery.export(to: path)
        let other = GalleryKey()
        let copy = try Gallery.create(
            at: sealed.test.folder.file("copy"),
            model: TestGallery.model(dimension: 128),
            options: Gallery.Options(keepsCrops: true, key: other)
        )
        try copy.import(from: path)
        try sealed.expectWhole(copy)
        #expect(Needles.leftover(of: sealed.needles, at: copy.path) == nil)
    }

    @Test func `a backup is encrypted as the gallery is`() throws {
        let sealed = try EncryptedGallery(key)
        let path = sealed.test.folder.file("copy")
        try sealed.gallery.backup(to: path)
        #expect(throws: GalleryError.keyRequired(key.identifier)) { try Gallery(contentsOf: path) }
        #expect(Needles.leftover(of: sealed.needles, at: path) == nil)
        try sealed.expectWhole(Gallery(contentsOf: path, options: options(key)))
    }

    @Test func `the search graph of an encrypted gallery is in memory only`() throws {
        let sealed = try EncryptedGallery(key, searchIndex: .graph)
        #expect(try sealed.gallery.buildSearchGraph() == 20)
        #expect(try sealed.gallery.snapshot().graph != nil)
        #expect(!FileManager.default.fileExists(atPath: sealed.gallery.path + ".graph"))
        try sealed.expectWhole(sealed.gallery)
        // One that is there all the same is told of, and gone with the next opening.
        try Data("graph".utf8).write(to: URL(fileURLWithPath: sealed.gallery.path + ".graph"))
        #expect(try sealed.gallery.check().map(\.description).joined().contains("search graph"))
        try sealed.expectWhole(sealed.test.again(options(key)))
    }
}
