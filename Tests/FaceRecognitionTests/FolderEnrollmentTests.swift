import FaceGallery
import FaceImaging
import FacePipeline
import Foundation
import Synchronization
import Testing

@testable import FaceRecognition

@Suite struct FolderEnrollmentTests {
    /// A folder of people with so many photos each, which the studio's detector knows.
    private func folder(_ studio: Studio, photos counts: [String: Int]) throws -> PeopleFolder {
        let root = studio.folder + "/people"
        for (person, (name, count)) in counts.sorted(by: { $0.key < $1.key }).enumerated() {
            try FileManager.default.createDirectory(atPath: "\(root)/\(name)", withIntermediateDirectories: true)
            for number in 0..<count {
                guard case .bytes(let bytes, _) = try studio.photo(of: person, number: number) else { continue }
                try Data(bytes).write(to: URL(fileURLWithPath: "\(root)/\(name)/\(number).png"))
            }
        }
        try Data("note".utf8).write(to: URL(fileURLWithPath: root + "/readme.txt"))
        return try PeopleFolder(contentsOf: root)
    }

    @Test func `everybody of a folder is enrolled, photo by photo, in order`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let folder = try folder(studio, photos: ["ada": 3, "bob": 1, "cy": 20])
        #expect(folder.people.map(\.name) == ["ada", "bob", "cy"])
        #expect(folder.photoCount == 24)
        let recognizer = try studio.recognizer(review: .off)
        let seen = Mutex<[String]>([])
        let summary = try await recognizer.enroll(folder) { results in
            seen.withLock { $0 += results.map { "\($0.name) \($0.photo.suffix(6))" } }
        }
        #expect(summary.enrolled == 24 && summary.people == 3 && summary.photos == 24)
        let expected = folder.people.flatMap { entry in entry.photos.map { "\(entry.name) \($0.name.suffix(6))" } }
        #expect(seen.withLock { $0 } == expected)
        let ada = try #require(try recognizer.gallery.person(named: "ada"))
        #expect(try recognizer.gallery.templates(of: ada.id).count == 3)
    }

    @Test func `a batch begun anew goes on where it stopped, whatever the photos are called now`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let folder = try folder(studio, photos: ["ada": 3, "bob": 4])
        let recognizer = try studio.recognizer(review: .off)
        try await recognizer.enroll(PeopleFolder(people: [folder.people[0]]))
        let moved = folder.people[0].photos[0].name
        try FileManager.default.moveItem(atPath: moved, toPath: moved.replacing("0.png", with: "zero.png"))
        let summary = try await recognizer.enroll(try PeopleFolder(contentsOf: studio.folder + "/people"))
        #expect(summary.skipped == 3 && summary.enrolled == 4 && summary.people == 1)
        #expect(try recognizer.gallery.info().templates == 7)
    }

    @Test func `a photo or a name that cannot be is told of and stops nobody else`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        var folder = try folder(studio, photos: ["ada": 2, "bob": 1])
        folder.people[0].photos.append(.bytes([1, 2, 3], name: "three bytes"))
        folder.people.insert(.init(name: "\u{7}", photos: [try studio.photo(of: 9)]), at: 0)
        let recognizer = try studio.recognizer(review: .off)
        let summary = try await recognizer.enroll(folder)
        #expect(summary.failed == 2 && summary.enrolled == 3 && summary.people == 2)
    }

    @Test func `a folder that is not there says so`() {
        #expect(throws: RecognitionError.self) { try PeopleFolder(contentsOf: "/nowhere/people") }
    }

    @Test func `a cancelled batch stops between people and can go on`() async throws {
        let studio = try Studio()
        defer { studio.close() }
        let folder = try folder(studio, photos: Dictionary(uniqueKeysWithValues: (0..<12).map { ("p\($0)", 20) }))
        let recognizer = try studio.recognizer(review: .off)
        let task = Task {
            try await recognizer.enroll(folder) { _ in withUnsafeCurrentTask { $0?.cancel() } }
        }
        let first = try await task.value
        #expect(first.enrolled > 0 && first.enrolled < folder.photoCount)
        let rest = try await recognizer.enroll(folder)
        #expect(rest.enrolled + first.enrolled == folder.photoCount)
        #expect(rest.skipped == first.enrolled)
    }
}
