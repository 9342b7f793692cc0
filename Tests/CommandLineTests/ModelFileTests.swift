import Foundation
import Testing

/// Models from one format to another, with those of `FACENET_DATA`.
@Suite(.enabled(if: Binary.data != nil, "FACENET_DATA is not set: no models to convert"))
struct ModelFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private let data: String
    private let environment: [String: String]

    init() throws {
        data = try #require(Binary.data)
        environment = ["FACENET_DATA": data, "FACENET_MODEL": Binary.published, "FACENET_DETECTOR": "mtcnn"]
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    @Test func `a bundle embeds as the ONNX file it was made of, calibrated, and back again`() throws {
        let onnx = "\(data)/facenet-vggface2.onnx"
        let photos = "\(data)/lfw/images/Aaron_Peirsol"
        let bundle = folder.appendingPathComponent("bundle").path
        let imported = try Binary.run(
            ["model", "import", "--calibrate", photos, onnx, bundle],
            environment: environment
        )
        #expect(imported.code == 0, "\(imported.errors)")
        #expect(imported.lines.first == "bundle\t\(bundle)")

        let photo = "\(photos)/Aaron_Peirsol_0001.jpg"
        let plain = try Binary.run(["embed", "--precision", "fp32", photo], environment: environment)
        let bundled = try Binary.run(
            ["embed", "--precision", "fp32", "--model", bundle, photo],
            environment: environment
        )
        #expect(bundled.text == plain.text)

        let int8 = try Binary.run(["embed", "--precision", "int8", "--model", bundle, photo], environment: environment)
        #expect(int8.code == 0, "\(int8.errors)")
        #expect(!int8.errors.contains("calibrated"))

        let exported = folder.appendingPathComponent("again.onnx").path
        #expect(try Binary.run(["model", "export", bundle, exported]).code == 0)
        let again = try Binary.run(
            ["embed", "--precision", "fp32", "--model", exported, photo],
            environment: environment
        )
        #expect(again.lines.count == plain.lines.count)
        #expect(again.code == 0, "\(again.errors)")
    }

    @Test func `a bundle is not written over another`() throws {
        let outcome = try Binary.run(["model", "import", "\(data)/facenet-vggface2.onnx", folder.path])
        #expect(outcome.code == 2)
        #expect(outcome.errorLines == ["facenet: \(folder.path): could not be written: it exists already"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
