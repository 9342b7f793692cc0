import FaceEngine
import FaceImaging
import FaceNetworks
import Foundation
import Testing

/// In what arithmetic faces are found, and how a detector gets the ranges for it.
@Suite struct DetectorPrecisionTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// A folder with a gray photo and a striped one.
    private func photos() throws -> String {
        try FileManager.default.createDirectory(atPath: path("photos"), withIntermediateDirectories: true)
        for (name, stripes) in [("a", 0), ("b", 7)] {
            let pixels = (0..<3 * 80 * 60).map { UInt8(truncatingIfNeeded: 128 + $0 * stripes) }
            try Photo(width: 80, height: 60, pixels: pixels).write(to: path("photos/\(name).png"), as: .png)
        }
        return path("photos")
    }

    @Test func `a detector gets ranges, and computes in int8 then; without any it says so`() throws {
        let photos = try photos()
        var bare = try DetectorModel.shipped()
        bare.card.calibration = nil
        try bare.write(toFolder: path("bare"))
        let arguments = ["detect", "--detector-precision", "int8", "--detector-path"]
        let refused = try Binary.run(arguments + [path("bare"), "\(photos)/a.png"])
        #expect(refused.code == 2)
        let reason = "the detector has no ranges for int8; `facenet model calibrate-detector` measures them"
        #expect(refused.errorLines == ["facenet: --detector-precision: \(reason)"])

        let calibrate = ["model", "calibrate-detector", "--photos", photos]
        let outcome = try Binary.run(calibrate + [path("bare"), path("ranged")])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(Set(outcome.lines) == ["detector\t\(path("ranged"))", "photos\t2"])
        let ranged = try DetectorModel(folder: path("ranged"))
        #expect(ranged.card.calibration?.ranges["stem1.conv"]?.minimum == 0)
        for name in bare.parameters.names {
            #expect(ranged.parameters[name]?.tensor == bare.parameters[name]?.tensor, "\(name)")
        }
        // No face in either photo, which is 1.
        #expect(try Binary.run(arguments + [path("ranged"), "\(photos)/a.png"]).code == 1)

        let again = try Binary.run(calibrate + ["default", path("ranged")])
        #expect(again.code == 2)
        #expect(again.errorLines == ["facenet: \(path("ranged")): it exists already"])
    }

    @Test func `a photo that is none, and a detector that is none, are 2 and leave nothing`() throws {
        let photos = try photos()
        let none = try Binary.run(["model", "calibrate-detector", "--photos", photos, path("none"), path("out")])
        #expect(none.code == 2)
        #expect(none.errors.hasPrefix("facenet: \(path("none")): could not be read"))
        try Data("no photo".utf8).write(to: URL(fileURLWithPath: "\(photos)/c.jpg"))
        let bad = try Binary.run(["model", "calibrate-detector", "--photos", photos, "default", path("out")])
        #expect(bad.code == 2)
        #expect(bad.errors.hasPrefix("facenet: \(photos)/c.jpg: "))
        #expect(!FileManager.default.fileExists(atPath: path("out")))
    }

    @Test func `other detectors have one arithmetic`() throws {
        let outcome = try Binary.run(["detect", "--detector", "yunet", "--detector-precision", "fp32", "a.jpg"])
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains("Only the default detector takes --detector-precision."))
    }
}
