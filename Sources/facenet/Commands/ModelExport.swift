import ArgumentParser
import FaceNetworks

extension FaceNet {
    struct ModelExport: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write a model as an ONNX file.",
            discussion: """
                MODEL is a bundle or an ONNX file, FILE is replaced once it is whole. Weights are written as 32-bit floats; \
                operating points and calibration have no place in ONNX.

                Exits with 0, or 2 if the model cannot be read, or the file cannot be written.
                """
        )

        @Flag(help: "Print what was written as JSON.")
        var json = false

        @Argument(help: "The model to read.", completion: .file())
        var model: String

        @Argument(help: "The ONNX file to write.", completion: .file(extensions: ["onnx"]))
        var file: String

        func run() async throws {
            try await reporting {
                let loaded: Model
                do throws(ModelError) { loaded = try Model.named(model) } catch { throw Failure(model, error) }
                do throws(ONNXError) {
                    try ONNXExporter(loaded.network, parameters: loaded.parameters).write(to: file)
                } catch {
                    throw Failure(file, error)
                }
                try Console.report(["file": file, "fingerprint": loaded.fingerprintText], json: json)
            }
        }
    }
}
