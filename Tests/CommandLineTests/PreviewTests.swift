import FaceImaging
import Foundation
import Testing

/// `facenet data preview`, on a set drawn for it.
@Suite final class PreviewTests {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private var set: String { folder.appendingPathComponent("set").path }
    private var sheet: String { folder.appendingPathComponent("sheet.png").path }

    init() throws {
        let outcome = try Binary.run(
            [
                "data", "synthesize", folder.appendingPathComponent("set").path, "--people", "3", "--photos", "3",
                "--size", "40",
            ]
        )
        try #require(outcome.code == 0)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test func `a sheet has a row for each person, and is the same every time`() throws {
        let arguments = ["data", "preview", set, "--output", sheet, "--count", "9", "--columns", "3", "--cell", "40"]
        let outcome = try Binary.run(arguments)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["\(sheet)\t9 photos\t136x166"])
        let first = try Photo(contentsOf: sheet)
        #expect(first.width == 136 && first.height == 166)
        #expect(try Binary.run(arguments).code == 0)
        #expect(try Photo(contentsOf: sheet) == first)
        #expect(try Binary.run(arguments + ["--seed", "2"]).code == 0)
        #expect(try Photo(contentsOf: sheet) != first)
    }

    @Test func `changes and occluders show`() throws {
        let plain = ["data", "preview", set + "/manifest.csv", "--output", sheet, "--count", "6", "--columns", "3"]
        var sheets = Set<Photo>()
        for more in [[], ["--augment", "default"], ["--occluders"], ["--occluders", "--augment", "default"]] {
            #expect(try Binary.run(plain + more).code == 0)
            sheets.insert(try Photo(contentsOf: sheet))
        }
        #expect(sheets.count == 4)
    }

    @Test func `settings that make no sense are 2, and say which`() throws {
        let settings = folder.appendingPathComponent("augment.json")
        for (text, reason) in [
            (#"{"mirror": 3}"#, "mirror must be within 0.0 and 1.0"),
            (#"{"blur": {"radius": 1}}"#, "radius is not a setting; there are probability, motion, deviation, length"),
            (#"{"gray": "yes"}"#, "gray is not as it should be: "),
        ] {
            try Data(text.utf8).write(to: settings)
            let outcome = try Binary.run(["data", "preview", set, "--output", sheet, "--augment", settings.path])
            #expect(outcome.code == 2)
            #expect(
                outcome.errorLines.last?.hasPrefix("facenet: \(settings.path): \(reason)") == true,
                "\(outcome.errors)"
            )
        }
        #expect(!FileManager.default.fileExists(atPath: sheet))
    }

    @Test func `what cannot be read or written is 2, what makes no sense 64`() throws {
        let missing = folder.appendingPathComponent("none").path
        #expect(try Binary.run(["data", "preview", missing, "--output", sheet]).code == 2)
        #expect(try Binary.run(["data", "preview", set, "--output", "\(missing)/sheet.png"]).code == 2)
        #expect(try Binary.run(["data", "preview", set, "--output", "sheet.bmp"]).code == 64)
        #expect(try Binary.run(["data", "preview", set, "--output", sheet, "--count", "0"]).code == 64)
    }
}
