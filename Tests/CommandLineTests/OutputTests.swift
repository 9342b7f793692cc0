import Foundation
import Testing

@testable import facenet

@Suite struct OutputTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    @Test func `a file appears only once it is whole`() throws {
        let path = folder.appendingPathComponent("a.csv").path
        let file = try OutputFile(replacing: path)
        try file.append("one,two\n")
        #expect(!names.contains("a.csv"))
        try file.commit()
        #expect(names == ["a.csv"])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one,two\n")
    }

    @Test func `what is not finished leaves nothing behind, and the old file as it was`() throws {
        let path = folder.appendingPathComponent("a.csv").path
        try "old".write(toFile: path, atomically: true, encoding: .utf8)
        do {
            let file = try OutputFile(replacing: path)
            try file.append("new")
        }
        #expect(names == ["a.csv"])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    }

    @Test func `a folder that is not there is said to be`() {
        let path = folder.appendingPathComponent("none/a.csv").path
        let failure = #expect(throws: Failure.self) { _ = try OutputFile(replacing: path) }
        #expect(failure?.description == "\(path): could not be written: No such file or directory")
    }

    @Test func `a NumPy header has one size and says what follows`() {
        for rows in [0, 7, 1_000_000_000] {
            let bytes = NumPyHeader(rows: rows, columns: 512).bytes
            #expect(bytes.count == NumPyHeader.byteCount)
            #expect(Array(bytes.prefix(10)) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0])
            #expect(bytes.last == 0x0A)
            let text = String(decoding: bytes.dropFirst(10), as: UTF8.self)
            #expect(text.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), 512), }"))
        }
    }

    @Test(arguments: [("a.jpg", "a.jpg"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\"")])
    func `CSV fields are quoted where they must be`(field: String, expected: String) {
        #expect(EmbeddingWriter.quoted(field) == expected)
    }

    @Test func `a folder stands for its photos in the order of their names`() throws {
        for name in ["b.JPG", "a.png", ".hidden.jpg", "notes.txt", "c", "sub/d.webp", ".git/e.jpg"] {
            let url = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data().write(to: url)
        }
        let path = folder.path
        #expect(PhotoList.photos(at: [path]) == ["a.png", "b.JPG", "sub/d.webp"].map { "\(path)/\($0)" })
        #expect(PhotoList.photos(at: ["nowhere.jpg", "\(path)/notes.txt"]) == ["nowhere.jpg", "\(path)/notes.txt"])
    }

    @Test func `drawings of photos with one name are numbered`() {
        let names = DrawingNames(folder: "out", photos: ["x/a.jpg", "y/a.png", "b", "z/a.jpg"])
        #expect((0..<4).map { names[$0] } == ["out/a.png", "out/a-2.png", "out/b.png", "out/a-3.png"])
    }

    @Test(arguments: [1, 3]) func `results come in the order of the items`(width: Int) async throws {
        var results: [Int] = []
        try await OrderedWork.run(Array(0..<40), width: width) { item in
            // The first of each four takes longest.
            if item.isMultiple(of: 4) { try? await Task.sleep(for: .milliseconds(3)) }
            return item * item
        } sink: {
            results.append($0)
        }
        #expect(results == (0..<40).map { $0 * $0 })
    }
}
