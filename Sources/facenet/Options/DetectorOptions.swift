public import ArgumentParser
public import FaceDetection
import FaceEngine
import FaceImaging
import FaceNetworks
import Foundation

extension DetectorKind: ExpressibleByArgument {}

/// The options of every command that looks for faces.
struct DetectorOptions: ParsableArguments {
    @Option(
        name: .customLong("detector"),
        help:
            "How faces are found. Otherwise as FACENET_DETECTOR says, or default: by the one that comes with the program."
    )
    var chosen: DetectorKind?

    @Option(
        help: ArgumentHelp(
            "The detector's folder. Otherwise for mtcnn and yunet beside the model, in FACENET_DATA, or in this folder.",
            valueName: "path"
        ),
        completion: .directory
    )
    var detectorPath: String?

    @Option(
        help: ArgumentHelp(
            "The smallest face mtcnn looks for, in pixels; its time falls with the square. (default: 20)",
            valueName: "pixels"
        )
    )
    var minimumFace: Float?

    @Option(
        help: ArgumentHelp(
            """
            The arithmetic of the default detector: auto (bf16 where the processor has it, else int8 where ranges were \
            measured), fp32, bf16 or int8.
            """,
            valueName: "precision"
        )
    )
    var detectorPrecision: PrecisionOption = .auto

    /// The detector that was asked for, or else the environment's, or the program's own.
    var detector: DetectorKind { chosen ?? Self.named.flatMap(DetectorKind.init(rawValue:)) ?? .default }

    private static var named: String? { ProcessInfo.processInfo.environment["FACENET_DETECTOR"] }

    func validate() throws {
        if chosen == nil, let name = Self.named, DetectorKind(rawValue: name) == nil {
            let names = DetectorKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("FACENET_DETECTOR is one of \(names), not \(name).")
        }
        guard detectorPrecision == .auto || detector == .default else {
            throw ValidationError("Only the default detector takes --detector-precision.")
        }
        guard let minimumFace else { return }
        guard minimumFace >= 12, minimumFace <= 10_000 else {
            throw ValidationError("The smallest face has from 12 to 10000 pixels, not \(minimumFace).")
        }
        guard detector == .mtcnn else {
            throw ValidationError("Only mtcnn takes --minimum-face.")
        }
    }

    /// Where to look for a detector's files, the first first; nowhere for the one that comes with the program.
    ///
    /// - Parameters:
    ///   - kind: The detector; the one asked for if `nil`.
    ///   - model: The path of the model, if there is one.
    ///   - environment: Where `FACENET_DATA` is.
    /// - Returns: Folders, which need not exist.
    func folders(
        of kind: DetectorKind? = nil,
        model: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [String] {
        if let detectorPath { return [detectorPath] }
        if kind ?? detector == .default { return [] }
        let file = model == Model.shippedName ? nil : model
        let besideModel = file.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
        return [besideModel, environment["FACENET_DATA"], "."].compactMap(\.self)
    }

    /// Loads the detector, which may lie beside the `model`; its networks are compiled when a photo needs them.
    func load(model: String?) throws(Failure) -> any FaceDetector {
        let loaded: any FaceDetector
        do throws(DetectionError) {
            let folders = folders(model: model)
            if let minimumFace, let files = detector.files(in: folders), files.count == 3 {
                let options = MTCNN.Options(minimumFaceSize: minimumFace)
                loaded = try MTCNN(proposal: files[0], refinement: files[1], output: files[2], options: options)
            } else {
                loaded = try detector.load(from: folders)
            }
        } catch {
            throw Failure("--detector", error)
        }
        return try computing(loaded)
    }

    /// A detector that computes in the arithmetic asked for.
    ///
    /// - Throws: ``Failure`` if it cannot: that the processor lacks it, or that no ranges were measured, is known before any photo.
    func computing(_ detector: any FaceDetector) throws(Failure) -> any FaceDetector {
        guard detectorPrecision != .auto, var compact = detector as? CompactDetector else { return detector }
        compact.options.precision = detectorPrecision.resolved
        do throws(DetectionError) {
            _ = try compact.faces(in: Photo(width: 64, height: 64))
        } catch .engine(.notCalibrated) {
            let how = "`facenet model calibrate-detector` measures them"
            throw Failure("--detector-precision", "the detector has no ranges for int8; \(how)")
        } catch {
            throw Failure("--detector-precision", error)
        }
        return compact
    }
}
