import Dispatch
import FaceEmbedding
import Foundation
import GRDB
import Synchronization
import Testing

@testable import FaceGallery

@Suite struct KeyRotationTests {
    private let keys = [GalleryKey(), GalleryKey()]

    private func options(_ key: GalleryKey?) -> Gallery.Options { Gallery.Options(actor: "other", key: key) }

    /// Whether the file has to be rebuilt, as something of before may be left in it.
    private func mustRebuild(_ gallery: Gallery) throws -> Bool {
        try gallery.store.read { try $0.first("SELECT must_rebuild FROM gallery") { try $0.integer(0) } } == 1
    }

    @Test func `a gallery is encrypted, gets another key, and is decrypted, with all it has`() throws {
        let sealed = try EncryptedGallery(nil)
        let gallery = sealed.gallery
        try gallery.backup(to: sealed.test.folder.file("plain copy"))
        var last: GalleryKey?
        for key in [keys[0], keys[1], keys[1], nil, keys[0]] {
            let salt = try gallery.store.read { try $0.first("SELECT salt FROM encryption") { try $0.blob(0) } }
            let rotation = try gallery.rotateKey(to: key)
            #expect(rotation.isErased)
            #expect(try !mustRebuild(gallery))
            #expect(rotation.copies.map(\.path) == [sealed.test.folder.file("plain copy")])
            try sealed.expectWhole(gallery)
            try sealed.expectWhole(sealed.test.again(options(key)))
            if key != nil { #expect(Needles.leftover(of: sealed.needles, at: gallery.path) == nil) }
            if let salt { #expect(Needles.leftover(of: [Data(salt)], at: gallery.path) == nil) }
            if last != key { #expect(throws: GalleryError.self) { try sealed.test.again(options(last)) } }
            #expect(try gallery.info().key == key?.identifier)
            #expect(gallery.isEncrypted == (key != nil))
            last = key
        }
        let lines = try gallery.auditTrail().filter { $0.action == .rotateKey }
        #expect(lines.map(\.details).first == #"{"key":"\#(keys[0].identifier)"}"#)
        #expect(lines.count == 5)
    }

    @Test func `whoever has the gallery open with another key is told, and writes nothing`() throws {
        let sealed = try EncryptedGallery(nil)
        let other = try sealed.test.again(options(nil))
        let snapshot = try other.snapshot()
        try sealed.gallery.rotateKey(to: keys[0])
        let revision = try sealed.gallery.info().revision
        let required = GalleryError.keyRequired(keys[0].identifier)
        #expect(throws: required) { try other.enroll([NewTemplate(sealed.rejected)], as: nil) }
        #expect(throws: required) { try other.record(.notThisPerson(sealed.rejected, sealed.ada.id)) }
        #expect(throws: required) { try other.snapshot() }
        #expect(throws: required) { try other.templates(of: nil) }
        #expect(throws: required) { try other.crop(of: TemplateID(rawValue: 1)) }
        #expect(throws: required) { try snapshot.records.embeddings(of: [1]) }
        #expect(try sealed.gallery.info().revision == revision)
        let keyed = try sealed.test.again(options(keys[0]))
        try sealed.gallery.rotateKey(to: nil)
        #expect(throws: GalleryError.notEncrypted) { try keyed.enroll([NewTemplate(sealed.rejected)], as: nil) }
        #expect(throws: GalleryError.notEncrypted) { try keyed.snapshot() }
        try sealed.expectWhole(sealed.gallery)
        // What needs no key, works without one.
        try other.rename(sealed.ada.id, to: "Ada")
        #expect(try sealed.gallery.snapshot().count == 20)
    }

    @Test func `a kill before the commit leaves the old state, and one after it the new`() throws {
        // The files as a kill leaves them: at the last moment of the transaction, when much of it is in the log, and after.
        let isCopying = Mutex(false)
        let folder = try TemporaryFolder()
        let path = folder.file("g.gallery"), copies = ["before", "after"].map(folder.file)
        let copy = { @Sendable (target: String) in
            for suffix in ["", "-wal"] {
                try? FileManager.default.copyItem(atPath: path + suffix, toPath: target + suffix)
            }
        }
        let clock = { @Sendable () -> Date in
            if isCopying.withLock({ $0 }) { copy(copies[0]) }
            return Date()
        }
        let gallery = try Gallery.create(
            at: path,
            model: TestGallery.model(dimension: 512),
            options: Gallery.Options(clock: clock)
        )
        var faces = Faces(dimension: 512)
        let enrolled = (0..<6000).map { _ in faces.next() }
        try gallery.enroll(enrolled.map { NewTemplate($0) }, as: nil)
        gallery.store.eraseLog()
        isCopying.withLock { $0 = true }
        _ = try gallery.reseal(by: keys[0])
        #expect(try mustRebuild(gallery))
        copy(copies[1])
        #expect(GalleryFile.size(of: copies[0]) > GalleryFile.size(of: path) / 3)
        // More than fits into memory was written by then.
        let log = try FileManager.default.attributesOfItem(atPath: copies[0] + "-wal")[.size] as? Int
        #expect((log ?? 0) > 1 << 20)
        for (target, key) in zip(copies, [nil, keys[0]]) {
            let opened = try Gallery(contentsOf: target, options: options(key))
            #expect(try opened.templates(of: nil).map(\.embedding) == enrolled)
            #expect(try opened.check() == [])
            #expect(try !mustRebuild(opened))
        }
        // Rebuilt by the opening.
        let needles = stride(from: 0, to: 6000, by: 600).flatMap { Needles.of(enrolled[$0]).suffix(6) }
        #expect(Needles.leftover(of: needles, at: copies[0]) != nil)
        #expect(Needles.leftover(of: needles, at: copies[1]) == nil)
    }

    @Test func `a gallery with a value that does not open keeps its key`() throws {
        let sealed = try EncryptedGallery(keys[0])
        try sealed.gallery.store.pool.writeWithoutTransaction {
            try $0.execute(sql: "UPDATE crops SET jpeg = zeroblob(100)")
        }
        #expect(throws: GalleryError.self) { try sealed.gallery.rotateKey(to: nil) }
        #expect(try sealed.gallery.info().key == keys[0].identifier)
        #expect(try sealed.gallery.templates(of: nil).map(\.embedding) == Array(sealed.faces.dropFirst(2)))
        #expect(try sealed.gallery.check().count == 1)
    }

    @Test func `what a reader keeps in the log is told, and erased with the next opening`() throws {
        let sealed = try EncryptedGallery(nil)
        let reader = try DatabaseQueue(path: sealed.gallery.path)
        let hasty = try sealed.test.again(Gallery.Options(busyTimeout: 0.1))
        try reader.inDatabase { database in
            try database.execute(sql: "BEGIN; SELECT count(*) FROM people")
            #expect(try !hasty.rotateKey(to: keys[0]).isErased)
            try database.execute(sql: "COMMIT")
        }
        try sealed.expectWhole(sealed.test.again(options(keys[0])))
        #expect(Needles.leftover(of: sealed.needles, at: sealed.gallery.path) == nil)
    }

    @Test func `the search graph's file goes when the gallery is encrypted`() throws {
        let sealed = try EncryptedGallery(nil, searchIndex: .graph)
        try sealed.gallery.buildSearchGraph()
        #expect(FileManager.default.fileExists(atPath: sealed.gallery.path + ".graph"))
        try sealed.gallery.rotateKey(to: keys[0])
        #expect(!FileManager.default.fileExists(atPath: sealed.gallery.path + ".graph"))
        #expect(try sealed.gallery.buildSearchGraph() == 20)
        #expect(!FileManager.default.fileExists(atPath: sealed.gallery.path + ".graph"))
    }

    @Test func `threads go on reading and writing while the key changes`() throws {
        let sealed = try EncryptedGallery(nil)
        let gallery = sealed.gallery
        let isDone = Atomic(false)
        DispatchQueue.concurrentPerform(iterations: 3) { thread in
            var faces = Faces(seed: UInt64(thread + 50), dimension: 128)
            do {
                if thread == 0 {
                    defer { isDone.store(true, ordering: .relaxed) }
                    for round in 0..<12 { try gallery.rotateKey(to: [keys[0], keys[1], nil][round % 3]) }
                    return
                }
                repeat {
                    let face = faces.next()
                    let id = try gallery.enroll([NewTemplate(face)], as: nil)[0]
                    #expect(try gallery.snapshot().nearestTemplates(to: face, count: 1).map(\.template) == [id])
                    #expect(try gallery.template(id).embedding == face)
                    try gallery.remove(id)
                } while !isDone.load(ordering: .relaxed)
            } catch {
                Issue.record("thread \(thread): \(error)")
            }
        }
        try sealed.expectWhole(gallery)
    }
}
