import ArgumentParser
import FaceDetection
import FaceEngine
import FaceImaging
import FaceNetworks
import Foundation

extension FaceNet {
    struct ModelCalibrateDetector: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "calibrate-detector",
            abstract: "Measure the ranges that a detector needs to compute in int8.",
            discussion: """
                Of a detector like the default one: a folder with detector.json and weights.safetensors, or `default`. The ranges \
                are the extremes seen on the photos, which are best such as it will see: near faces, crowds, and none at all. \
                Where a processor has no bf16, a detector with ranges computes in int8, but for the first and the last layers.

                OUTPUT is a folder that must not exist yet. Exits with 0, or 2 if the detector or a photo cannot be read, or the \
                folder cannot be written.
                """
        )

        @Option(
            help: ArgumentHelp("The photos: the first 256 of a folder.", valueName: "folder"),
            completion: .directory
        )
        var photos: String

        @Flag(help: "Print what was written as JSON.")
        var json = false

        @Argument(help: "The detector to read.", completion: .directory)
        var detector: String

        @Argument(help: "The folder to write.")
        var output: String

        /// The most photos that are looked at.
        private static let photoCount = 256
        /// The photos that are in memory at once.
        private static let batchSize = 8

        func run() async throws {
            try await reporting {
                try CalibratedBundle.requireNew(output)
                var model: DetectorModel
                do throws(ModelError) {
                    model = try detector == Model.shippedName ? .shipped() : DetectorModel(folder: detector)
                } catch {
                    throw Failure(detector, error)
                }
                let paths = Array(try PhotoList.some(at: [photos]).prefix(Self.photoCount))
                model.card.calibration = try calibration(of: model, on: paths)
                do throws(ModelError) { try model.write(toFolder: output) } catch { throw Failure(output, error) }
                try Console.report(["detector": output, "photos": "\(paths.count)"], json: json)
            }
        }

        /// The ranges of all photos, some of which are in memory at a time.
        private func calibration(of model: DetectorModel, on paths: [String]) throws(Failure) -> Calibration {
            var calibration = Calibration()
            let finder = CompactDetector(model)
            let threads = ProcessInfo.processInfo.activeProcessorCount
            for start in stride(from: 0, to: paths.count, by: Self.batchSize) {
                let batch = try paths[start..<min(start + Self.batchSize, paths.count)].map { path throws(Failure) in
                    do throws(ImageError) { return try Photo(contentsOf: path) } catch { throw Failure(path, error) }
                }
                do throws(DetectionError) {
                    calibration.formUnion(try finder.calibration(on: batch, threads: threads))
                } catch {
                    throw Failure(detector, error)
                }
            }
            return calibration
        }
    }
}
