import ArgumentParser
import FaceEngine
import FaceNetworks
import Foundation

/// The options of every command that runs a model.
struct ModelOptions: ParsableArguments {
    @OptionGroup var file: ModelFileOptions

    @OptionGroup var compute: ComputeOptions

    /// The path of the model to use.
    ///
    /// - Throws: ``Failure`` if none is named anywhere.
    func path() throws(Failure) -> String { try file.path() }
}

/// The option of every command that reads a model.
struct ModelFileOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The model: a bundle or an ONNX file. Otherwise FACENET_MODEL, or facenet-vggface2.onnx in FACENET_DATA.",
            valueName: "file"
        ),
        completion: .file()
    )
    var model: String?

    /// The path of the model to use.
    ///
    /// - Throws: ``Failure`` if none is named anywhere.
    func path(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure) -> String {
        if let path = model ?? environment["FACENET_MODEL"] { return path }
        if let data = environment["FACENET_DATA"] {
            let path = "\(data)/facenet-vggface2.onnx"
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        throw Failure("--model", "no model was named: give one, or set FACENET_MODEL")
    }
}
