public import ArgumentParser
public import FaceDetection
import Foundation

extension DetectorKind: ExpressibleByArgument {}

/// The options of every command that looks for faces.
struct DetectorOptions: ParsableArguments {
    @Option(help: "How faces are found.")
    var detector: DetectorKind = .mtcnn

    @Option(
        help: ArgumentHelp(
            "The detector's folder. Otherwise mtcnn or yunet beside the model, in FACENET_DATA, or in this folder.",
            valueName: "path"
        ),
        completion: .directory
    )
    var detectorPath: String?

    /// Where to look for the detector's files, the first first; `model` is the path of the model, if there is one.
    func folders(
        model: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [String] {
        if let detectorPath { return [detectorPath] }
        let besideModel = model.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
        return [besideModel, environment["FACENET_DATA"], "."].compactMap(\.self)
    }

    /// Loads the detector, which may lie beside the `model`; its networks are compiled when a photo needs them.
    func load(model: String?) throws(Failure) -> any FaceDetector {
        do throws(DetectionError) {
            return try detector.load(from: folders(model: model))
        } catch {
            throw Failure("--detector", error)
        }
    }
}
