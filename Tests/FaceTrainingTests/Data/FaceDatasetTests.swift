import FaceImaging
import Testing

@testable import FaceTraining

@Suite struct FaceDatasetTests {
    private let folder: PhotoFolder

    init() throws { folder = try PhotoFolder() }

    @Test func `a folder of folders is read in the order of the names' bytes`() throws {
        for (number, name) in ["b/2.png", "b/10.png", "B/1.png", "ä/1.png", "a/deep/1.png", "a/0.PNG"].enumerated() {
            try folder.write(PhotoFolder.photo(number), to: name)
        }
        try folder.write([1], to: ".hidden/1.png")
        try folder.write([1], to: "a/notes.txt")
        let set = try FaceDataset(reading: [DatasetSource(at: folder.path)])
        #expect(set.people.map(\.name) == ["B", "a", "b", "ä"])
        let names = set.samples.map { String($0.name.dropFirst(folder.path.count + 1)) }
        #expect(names == ["B/1.png", "a/0.PNG", "a/deep/1.png", "b/10.png", "b/2.png", "ä/1.png"])
        #expect(set.samples.map(\.label) == [0, 1, 1, 2, 2, 3])
        #expect(set.people[1].samples == 1..<3)
        #expect(set.report.problems.isEmpty)
        #expect(set.report.peopleWithOnePhoto == 2)
    }

    @Test func `bad photos are listed and left out`() throws {
        let whole = try PhotoFolder.photo(1).encoded(as: .png)
        try folder.write(whole, to: "ada/1.png")
        try folder.write(PhotoFolder.photo(2), to: "ada/2.png")
        try folder.write(PhotoFolder.photo(3), to: "bob/1.png")
        try folder.write([], to: "bob/empty.png")
        try folder.write(Array(whole.prefix(whole.count / 2)), to: "bob/cut.png")
        try folder.write(whole, to: "ada/again.png")
        try folder.write(PhotoFolder.photo(4), to: "bob/shared.png")
        try folder.write(PhotoFolder.photo(4), to: "cid/shared.png")
        try folder.write(PhotoFolder.photo(5), to: "stray.png")
        try folder.write(Array("notes".utf8), to: "nobody/notes.txt")
        let set = try FaceDataset(
            reading: [.folder(folder.path)],
            options: FaceDataset.ReadingOptions(examination: .pixels, minimumPhotos: 1)
        )
        #expect(set.people.map(\.name) == ["ada", "bob"])
        // Of the two that are the same, the first by name.
        #expect(
            set.samples.map { $0.name.split(separator: "/").suffix(2).joined(separator: "/") } == [
                "ada/1.png", "ada/2.png", "bob/1.png",
            ]
        )
        let report = set.report
        #expect(report.photosRead == 8)
        #expect(report.photos == 3)
        let counts = DatasetProblem.Kind.allCases.map { report.count(of: $0) }
        #expect(counts == [2, 1, 2, 0, 1, 1, 0, 0], "\(report)")
        let lines = report.problems.map(\.description)
        #expect(lines.contains("\(folder.path)/bob/empty.png: the file is empty"))
        #expect(lines.contains("\(folder.path)/ada/again.png: the same bytes as \(folder.path)/ada/1.png"))
        #expect(
            lines.contains(
                "\(folder.path)/cid/shared.png: the same bytes as \(folder.path)/bob/shared.png, of another person"
            )
        )
        #expect(
            report.description
                == "3 photos of 2 people, 1 with one photo; 2 unreadable, 1 duplicate, 2 labelConflict, 1 unlabeled, 1 emptyPerson"
        )
    }

    @Test func `people with too few photos are left out if asked`() throws {
        _ = try folder.people([1, 2, 3])
        let set = try FaceDataset(
            reading: [.folder(folder.path)],
            options: FaceDataset.ReadingOptions(minimumPhotos: 2)
        )
        #expect(set.people.map(\.name) == ["p01", "p02"])
        #expect(set.report.problems.map(\.description) == ["p00: has 1 photos, fewer than 2"])
    }

    @Test func `a folder without photos of people is refused`() throws {
        #expect(throws: DataFailure(folder.path, .empty)) { try FaceDataset(reading: [.folder(folder.path)]) }
        #expect(throws: DataFailure(folder.path + "/none", .unreadable(reason: "No such file or directory"))) {
            try FaceDataset(reading: [.folder(folder.path + "/none")])
        }
    }

    @Test func `people of the same name in two sources are one person`() throws {
        for (number, name) in ["x/ada/1.png", "y/ada/2.png", "y/bob/1.png"].enumerated() {
            try folder.write(PhotoFolder.photo(number), to: name)
        }
        let set = try FaceDataset(reading: [.folder(folder.path + "/y"), .folder(folder.path + "/x")])
        #expect(set.people.map(\.samples) == [0..<2, 2..<3])
    }

    @Test func `an identity list labels a flat folder, of which it may be a part`() throws {
        for number in 1...4 { try folder.write(PhotoFolder.photo(number), to: "images/00000\(number).png") }
        let list = try folder.write(
            Array("000001.png 2880\n000002.png 17\r\n\n000003.png 2880\n000009.png 5\nnonsense\n000001.png 3\n".utf8),
            to: "identities.txt"
        )
        let set = try FaceDataset(reading: [.identities(list: list, folder: folder.path + "/images")])
        #expect(set.people.map(\.name) == ["17", "2880"])
        #expect(set.people.map(\.samples.count) == [1, 2])
        #expect(
            set.report.problems.map(\.description) == [
                "\(list):6: is not a file's name and a person",
                "\(list):7: 000001.png is another person in an earlier line",
                "\(folder.path)/images/000004.png: is not in \(list)",
            ]
        )
    }
}
