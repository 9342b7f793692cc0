import FaceImaging
import Foundation
import Testing

/// `facenet data synthesize`, small.
@Suite final class SynthesizeTests {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func synthesize(_ name: String, _ arguments: String...) throws -> Binary.Outcome {
        try Binary.run(
            ["data", "synthesize", folder.appendingPathComponent(name).path, "--people", "3", "--photos", "2"]
                + arguments
        )
    }

    /// Every file of a folder, by its path there.
    private func files(_ name: String) throws -> [String: Data] {
        let root = folder.appendingPathComponent(name)
        var files: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
            let url = root.appendingPathComponent(path)
            if let data = FileManager.default.contents(atPath: url.path), !url.hasDirectoryPath { files[path] = data }
        }
        return files.filter { $0.key.contains(".") }
    }

    @Test func `the same seed writes the same bytes`() throws {
        for name in ["a", "b"] {
            let outcome = try synthesize(name, "--size", "40", "--occluded", "0.5")
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
        #expect(try synthesize("c", "--size", "40", "--occluded", "0.5", "--seed", "2").code == 0)
        let (a, b, c) = (try files("a"), try files("b"), try files("c"))
        #expect(a.count == 7)
        #expect(a == b)
        #expect(a.keys == c.keys || Set(a.keys) == Set(c.keys))
        #expect(a["person-0001/001.jpg"] != c["person-0001/001.jpg"])
    }

    @Test func `each line of the manifest is a photo with its landmarks`() throws {
        #expect(try synthesize("set", "--size", "48", "--format", "png").code == 0)
        let root = folder.appendingPathComponent("set")
        let manifest = try String(contentsOf: root.appendingPathComponent("manifest.csv"), encoding: .utf8)
        let lines = manifest.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(lines.count == 7)
        #expect(lines.allSatisfy { $0.count == 13 })
        #expect(lines[0].first == "path" && lines[0].last == "occlusion")
        for line in lines.dropFirst() {
            let photo = try Photo(contentsOf: root.appendingPathComponent(String(line[0])).path)
            #expect(photo.width == 48 && photo.height == 48)
            #expect(line[0].hasPrefix("\(line[1])/"))
            #expect(line[2..<12].allSatisfy { 0...47 ~= (Double($0) ?? -1) })
            #expect(line[12].isEmpty)
        }
    }

    @Test func `a folder that is not empty is 2, and --force writes into it`() throws {
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("set"),
            withIntermediateDirectories: true
        )
        let note = folder.appendingPathComponent("set/notes.txt")
        try Data("mine".utf8).write(to: note)
        let refused = try synthesize("set", "--size", "32")
        #expect(refused.code == 2)
        #expect(refused.errorLines.last?.hasSuffix("set: is not empty; --force writes into it all the same") == true)
        #expect(try files("set").count == 1)
        #expect(try synthesize("set", "--size", "32", "--force").code == 0)
        #expect(try files("set").count == 8)
        #expect(try Data(contentsOf: note) == Data("mine".utf8))
    }

    @Test(arguments: [["--size", "8"], ["--occluded", "1.5"], ["--people", "0"], ["--format", "bmp"]])
    func `arguments that make no sense are 64`(arguments: [String]) throws {
        let path = folder.appendingPathComponent("none").path
        #expect(try Binary.run(["data", "synthesize", path] + arguments).code == 64)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a folder that cannot be made is 2`() throws {
        #expect(try Binary.run(["data", "synthesize", "/proc/none/set"]).code == 2)
    }
}
