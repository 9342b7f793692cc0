import Foundation
import Testing

/// Encrypted galleries through the whole program, with the model that comes with it.
@Suite struct GalleryKeyTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private var gallery: String { "\(folder.path)/people.facegallery" }

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, byte) in [("a", 1), ("b", 2)] {
            try Data((0..<32).map { UInt8($0 * byte) }).write(to: folder.appendingPathComponent("\(name).key"))
        }
        try Data("secret".utf8).write(to: folder.appendingPathComponent("no.key"))
    }

    private func key(_ name: String) -> String { "\(folder.path)/\(name).key" }

    private func run(_ arguments: String...) throws -> Binary.Outcome {
        try Binary.run(["gallery"] + arguments, environment: ["FACENET_GALLERY": gallery])
    }

    /// Whether the gallery opens, with this key or none.
    private func opens(_ name: String?) throws -> Bool {
        try Binary.run(["gallery", "info"] + (name.map { ["--key-file", key($0)] } ?? []) + ["--gallery", gallery])
            .code == 0
    }

    @Test func `a gallery is made with a key, and opens with it alone, by the option or the variable`() throws {
        #expect(try run("create", "--key-file", key("a")).code == 0)
        let locked = try run("info")
        #expect(locked.code == 2)
        #expect(locked.errorLines.count == 1)
        #expect(locked.errors.contains("\(gallery): the gallery is encrypted, and opens with the key "))
        #expect(try run("info", "--key-file", key("b")).errors.contains("does not open"))
        #expect(try opens("a"))
        let named = try Binary.run(
            ["gallery", "check"],
            environment: ["FACENET_GALLERY": gallery, "FACENET_GALLERY_KEY_FILE": key("a")]
        )
        #expect(named.code == 0, "\(named.errors)")
    }

    @Test func `a key is given, changed and taken away, and copies of before are named`() throws {
        #expect(try run("create").code == 0)
        #expect(try run("info", "--key-file", key("a")).errors.contains("gallery rotate-key --new-key-file"))
        let copy = "\(folder.path)/copy.facegallery"
        #expect(try run("backup", copy).code == 0)
        #expect(try run("backup", copy).errors.contains("\(copy): a file is there already"))
        let encrypted = try run("rotate-key", "--new-key-file", key("a"))
        #expect(encrypted.code == 0, "\(encrypted.errors)")
        #expect(Set(encrypted.lines) == [copy])
        #expect(try !opens(nil) && opens("a"))
        #expect(try run("rotate-key", "--new-key-file", key("b")).code == 2)
        #expect(try run("rotate-key", "--key-file", key("a"), "--new-key-file", key("b")).code == 0)
        #expect(try !opens("a") && opens("b"))
        #expect(try run("rotate-key", "--key-file", key("b"), "--decrypt").code == 0)
        #expect(try opens(nil))
        #expect(try run("check").code == 0)
    }

    @Test func `what is no key is told by its file, and the options by their names`() throws {
        #expect(try run("create", "--key-file", key("no")).errors.contains("no.key: this cannot be a key: "))
        #expect(!FileManager.default.fileExists(atPath: gallery))
        #expect(try run("create", "--key-file", key("none")).errors.contains("none.key: cannot be opened: "))
        #expect(try run("rotate-key").errors.contains("Give either --new-key-file or --decrypt."))
        #expect(try run("rotate-key", "--new-key-file", key("a"), "--decrypt").code != 0)
    }
}
