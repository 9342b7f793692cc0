import ArgumentParser
import FaceEngine
import FaceNetworks
import Foundation

/// The options of every command that runs a model.
struct ModelOptions: ParsableArguments {
    @OptionGroup var file: ModelFileOptions

    @OptionGroup var compute: ComputeOptions

    /// The path of the model to use, or the name of the one that comes with the program.
    func path() -> String { file.path() }
}

/// The option of every command that reads a model.
struct ModelFileOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The model: a bundle or an ONNX file. Otherwise FACENET_MODEL, or the one that comes with the program.",
            valueName: "file"
        ),
        completion: .file()
    )
    var model: String?

    /// The path of the model to use, or the name of the one that comes with the program.
    func path(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
        model ?? environment["FACENET_MODEL"] ?? Model.shippedName
    }
}
