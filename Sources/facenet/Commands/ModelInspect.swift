import ArgumentParser
import FaceEngine
import FaceNetworks
import Foundation

extension FaceNet {
    struct ModelInspect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "inspect",
            abstract: "Print what a model is made of, layer by layer.",
            discussion: """
                NAME is an architecture: \(Architecture.all.map(\.name).joined(separator: ", ")). Where the paper has \
                figures of its own, they stand beside ours. FILE is `default` for the model that comes with the program, a bundle or any ONNX file, such as a detector's; --size \
                says how large its input is where the file does not.

                Exits with 0, or 2 if there is no such architecture and no sound model.
                """
        )

        @Option(help: ArgumentHelp("The numbers in an embedding, instead of the architecture's own.", valueName: "d"))
        var dimension: Int?

        @Option(help: ArgumentHelp("The rows and columns of the input, or the side of a square.", valueName: "rxc"))
        var size: ImageSize?

        @Flag(help: "Print the table as JSON.")
        var json = false

        @Argument(help: ArgumentHelp("The architecture or the model's file.", valueName: "name|file"))
        var subject: String

        func run() async throws {
            try await reporting {
                let table = try table()
                if json {
                    try Console.printJSON(table)
                } else {
                    Console.print(table.description)
                }
            }
        }

        private func table() throws(Failure) -> NetworkTable {
            if let architecture = Architecture.named(subject) {
                do throws(NetworkError) {
                    return try NetworkTable(architecture, embeddingDimension: dimension, inputSize: size)
                } catch {
                    throw Failure(subject, error)
                }
            }
            guard subject == Model.shippedName || FileManager.default.fileExists(atPath: subject) else {
                throw Failure(subject, "is neither an architecture nor a file")
            }
            guard subject.hasSuffix(".onnx") else {
                do throws(ModelError) {
                    return NetworkTable(try Model.named(subject).network)
                } catch {
                    throw Failure(subject, error)
                }
            }
            do throws(ONNXError) {
                return NetworkTable(try network(of: ONNXModel(path: subject)))
            } catch {
                throw Failure(subject, error)
            }
        }

        /// The network of any ONNX file: inputs that are left open get the size asked for, three channels of it.
        private func network(of model: ONNXModel) throws(ONNXError) -> Network {
            var shapes: [String: Shape] = [:]
            for input in model.inputNames where model.dimensions(ofInput: input)?.contains(nil) ?? true {
                if let size { shapes[input] = [3, size.rows, size.columns] }
            }
            return try model.network(inputShapes: shapes).0
        }
    }
}
