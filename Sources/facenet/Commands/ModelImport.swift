import ArgumentParser
import FaceDetection
import FaceEngine
import FaceNetworks
import Foundation

/// How a bundle keeps weights.
enum StoredWeights: String, ExpressibleByArgument, CaseIterable {
    case asTheyAre = "as-is"
    case bfloat16 = "bf16"
}

extension FaceNet {
    struct ModelImport: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Make a model bundle of an ONNX file, or of another bundle.",
            discussion: """
                An ONNX file says nothing about faces, so the bundle says it: how a face is cut out, and how bytes become \
                numbers; what a bundle says is kept where no option says otherwise. BUNDLE is a folder that must not exist \
                yet, or a single file if it ends in .safetensors. With --calibrate, the ranges that int8 needs are measured \
                on the faces of photos, and kept in the bundle. With --adapter, the bundle's network ends with an adapter that \
                was trained behind this very model, cut and normalized the same way.

                Exits with 0, or 2 if the file cannot be read, or the bundle cannot be written; nothing partial is left.
                """
        )

        @OptionGroup var detector: DetectorOptions

        @Option(help: ArgumentHelp("What the model is called; otherwise as its file.", valueName: "text"))
        var name: String?

        @Option(
            help: ArgumentHelp(
                "How a face is cut out: margin160(32), similarity112 or tight. (default: the bundle's, or margin160(32))",
                valueName: "crop"
            )
        )
        var crop: ModelCard.Crop?

        @Option(help: "How weights are kept: as they are, or each rounded to 16 bits, half the size.")
        var weights: StoredWeights = .asTheyAre

        @Option(help: ArgumentHelp("Where the weights come from, and what they were trained on.", valueName: "text"))
        var provenance: String?

        @Option(help: ArgumentHelp("The licenses of the weights and of their data.", valueName: "text"))
        var license: String?

        @Option(
            help: ArgumentHelp("Put an adapter behind the model, as `facenet train` writes one.", valueName: "file"),
            completion: .file(extensions: ["safetensors"])
        )
        var adapter: String?

        @Option(
            help: ArgumentHelp("Calibrate int8 on the first 96 of these photos.", valueName: "folder"),
            completion: .directory
        )
        var calibrate: String?

        @Flag(help: "Print what was written as JSON.")
        var json = false

        @Argument(help: ArgumentHelp("The ONNX file or the bundle.", valueName: "file"), completion: .file())
        var file: String

        @Argument(help: "The bundle to write.")
        var bundle: String

        func run() async throws {
            try await reporting {
                var model: Model
                do throws(ModelError) { model = try Model.named(file) } catch { throw Failure(file, error) }
                if let crop { model.card.crop = crop }
                if let name { model.card.name = name }
                if let provenance { model.card.provenance = provenance }
                if let license { model.card.license = license }
                if let adapter {
                    do throws(ModelError) { model = try model.adapted(by: Adapter(contentsOf: adapter)) } catch {
                        throw Failure(adapter, error)
                    }
                }
                if let calibrate {
                    let sampler = CropSampler(
                        detector: try detector.load(model: file),
                        model: model,
                        choice: .central,
                        threads: ProcessInfo.processInfo.activeProcessorCount
                    )
                    let photos = PhotoList.photos(at: [calibrate])
                    let (calibration, count) = try await sampler.calibration(on: photos, path: calibrate)
                    model.card.calibration = calibration
                    Console.note("int8: calibrated on \(count) faces")
                }
                if weights == .bfloat16 { model = try rounded(model) }
                try model.writeBundle(to: bundle)
                try Console.report(["bundle": bundle, "fingerprint": model.fingerprintText], json: json)
            }
        }

        private func rounded(_ model: Model) throws(Failure) -> Model {
            do throws(ModelError) { return try model.roundedToBFloat16() } catch { throw Failure(file, error) }
        }
    }
}
