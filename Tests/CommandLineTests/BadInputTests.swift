import FaceImaging
import Foundation
import Testing

/// Bad input is a line and an exit code, never a crash.
///
/// Without models: of these commands none gets that far.
@Suite struct BadInputTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func file(_ name: String, _ bytes: Data) throws -> String {
        let url = folder.appendingPathComponent(name)
        try bytes.write(to: url)
        return url.path
    }

    @Test(arguments: [["detect"], ["verify", "a.jpg"], ["embed", "--format", "xml", "a.jpg"], ["nonsense"]])
    func `a wrong command line is 64, with its usage`(arguments: [String]) throws {
        let outcome = try Binary.run(arguments)
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains("Usage: facenet"))
        #expect(outcome.output.isEmpty)
    }

    @Test func `nothing but a photo is asked for`() throws {
        let outcome = try Binary.run(["verify", "\(folder.path)/a.jpg", "b.jpg"])
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains("\(folder.path)/a.jpg: could not be read: No such file or directory"))
    }

    @Test func `a detector of no such name in the environment is refused`() throws {
        let outcome = try Binary.run(["detect", "a.jpg"], environment: ["FACENET_DETECTOR": "eyes"])
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains("FACENET_DETECTOR is one of default, mtcnn, yunet, not eyes."))
    }

    @Test func `no detector is 2 and says where it was looked for`() throws {
        let outcome = try Binary.run(["detect", "--detector", "mtcnn", "--detector-path", folder.path, "a.jpg"])
        #expect(outcome.code == 2)
        #expect(outcome.errorLines == ["facenet: --detector: the mtcnn detector was not found in \(folder.path)"])
    }

    @Test func `a model that is not there, or not one, is 2`() throws {
        let missing = try Binary.run(["model", "inspect", folder.path + "/none.onnx"])
        #expect(missing.code == 2)
        #expect(missing.errorLines == ["facenet: \(folder.path)/none.onnx: is neither an architecture nor a file"])

        let text = try file("text.onnx", Data("not a model".utf8))
        let outcome = try Binary.run(["model", "inspect", text])
        #expect(outcome.code == 2)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.hasPrefix("facenet: \(text): is not a sound ONNX model"))
    }

    @Test func `a list of pairs that is none is 2`() throws {
        let model = try file("m.onnx", Data())
        let pairs = try file("pairs.txt", Data("ten folds".utf8))
        let arguments = ["evaluate", "lfw", "--images", folder.path, "--model", model, "--pairs"]
        let missing = try Binary.run(arguments + [folder.path + "/none.txt"])
        #expect(missing.code == 2)
        let reason = "could not be read: No such file or directory"
        #expect(missing.errorLines == ["facenet: \(folder.path)/none.txt: \(reason)"])
        let outcome = try Binary.run(arguments + [pairs])
        #expect(outcome.code == 2)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.hasPrefix("facenet: \(pairs): line 1: "))
    }

    @Test func `an architecture prints its table, and as JSON`() throws {
        let outcome = try Binary.run(["model", "inspect", "nn2"])
        #expect(outcome.code == 0)
        #expect(outcome.lines.last?.hasPrefix("total") == true)
        let json = try Binary.run(["model", "inspect", "nn2", "--json"])
        let table = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
        #expect(table["name"] as? String == "nn2")
        #expect((table["rows"] as? [Any])?.count == 20)
    }
}
