import FaceEmbedding
import Foundation
import Testing

@testable import FaceGallery

@Suite struct StoreActingTests {
    private let test: TestGallery

    init() throws { test = try TestGallery(options: Gallery.Options(actor: "service", recordsSearches: true)) }

    private func actors() throws -> [String] { try test.gallery.auditTrail().map(\.actor) }

    @Test func `a line names whom the task acts for, and the process where nobody said`() async throws {
        let gallery = test.gallery
        try Gallery.acting(as: "Ada") {
            _ = try gallery.addPerson(named: "1")
            try Gallery.acting(as: "Bob") { _ = try gallery.addPerson(named: "2") }
            _ = try gallery.addPerson(named: "3")
        }
        _ = try gallery.addPerson(named: "4")
        try await Gallery.acting(as: "Eve") {
            await Task.yield()
            _ = try gallery.addPerson(named: "5")
        }
        #expect(try actors() == ["service", "Ada", "Bob", "Ada", "service", "Eve"])
        #expect(try gallery.verifyAudit() == nil)
    }

    @Test func `tasks at the same time are not mistaken for each other`() async throws {
        let gallery = test.gallery
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    try await Gallery.acting(as: "caller \(number)") {
                        await Task.yield()
                        _ = try gallery.addPerson(named: "\(number)", metadata: ["by": "caller \(number)"])
                    }
                }
            }
            try await group.waitForAll()
        }
        let people = Dictionary(uniqueKeysWithValues: try gallery.people().map { ($0.id.rawValue, $0) })
        let added = try gallery.auditTrail().filter { $0.action == .addPerson }
        #expect(added.count == 40)
        for entry in added { #expect(people[entry.subjects[0]]?.metadata["by"] == entry.actor) }
    }

    @Test func `the error of the body keeps its type`() {
        do throws(GalleryError) {
            try Gallery.acting(as: "Ada") { () throws(GalleryError) in throw .exists }
        } catch {
            #expect(error == .exists)
        }
    }

    @Test func `many searches are lines of one transaction, each of its caller and time`() throws {
        let gallery = test.gallery
        let other = try test.again(Gallery.Options(actor: "other"))
        let before = try other.snapshot().revision
        let time = Date(timeIntervalSince1970: 1_700_000_000.25)
        let searches = Gallery.acting(as: "Ada") {
            [
                SearchRecord(subjects: ["p1"], details: ["far": "0.001"]),
                SearchRecord(actor: "Bob", time: time, subjects: ["p2", "p3"]),
                SearchRecord(actor: nil, subjects: []),
            ]
        }
        try Gallery.acting(as: "committer") { try gallery.recordSearches(searches) }
        let lines = try gallery.auditTrail().suffix(3)
        #expect(lines.map(\.actor) == ["Ada", "Bob", "committer"])
        #expect(lines.map(\.subjects) == [["p1"], ["p2", "p3"], []])
        #expect(lines.map(\.details) == [#"{"far":"0.001"}"#, "{}", "{}"])
        #expect(lines.allSatisfy { $0.action == .search })
        #expect(lines.dropFirst().first?.time == time)
        #expect(try gallery.verifyAudit() == nil)
        #expect(try gallery.check() == [])
        // Nothing that a search could find has changed.
        #expect(try gallery.info().revision == before)
        #expect(try other.snapshot().revision == before)
    }

    @Test func `no searches, or none that are recorded, are no transaction`() throws {
        try test.gallery.recordSearches([])
        try test.again().recordSearches([SearchRecord(subjects: ["p1"])])
        #expect(try test.gallery.info().auditEntries == 1)
        let reader = try test.again(Gallery.Options(isReadOnly: true, recordsSearches: true))
        #expect(throws: GalleryError.readOnly) { try reader.recordSearches([SearchRecord(subjects: [])]) }
    }
}
