#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The detectors there are, as the command line calls them.
public enum DetectorKind: String, Hashable, Sendable, CaseIterable {
    /// The project's own: ``CompactDetector``.
    case `default`
    /// Three cascaded networks: ``MTCNN``.
    case mtcnn
    /// One small network: ``YuNet``.
    case yunet

    /// The files a folder of the detector holds, under one set of names or another.
    private var fileNames: [[String]] {
        switch self {
        case .default: [["detector.json", "weights.safetensors"]]
        case .mtcnn: [["mtcnn-pnet.onnx", "mtcnn-rnet.onnx", "mtcnn-onet.onnx"]]
        case .yunet: [["yunet_n_dynamic.onnx"], ["yunet.onnx"]]
        }
    }

    /// Finds the detector's files.
    ///
    /// In each folder, the files may lie in the folder itself or in one below it that is called like the detector; those of
    /// the project's own also in `detector` and `Models/detector`.
    ///
    /// - Parameter folders: Where to look, the first first; for YuNet it may also be the file itself.
    /// - Returns: The paths: of the project's own card and weights; for MTCNN P-, R- and O-Net; for YuNet the network.
    ///   `nil` if no folder has them.
    public func files(in folders: [String]) -> [String]? {
        for folder in folders {
            if self == .yunet, folder.hasSuffix(".onnx"), isReadable(folder) { return [folder] }
            for candidate in [folder] + subfolders.map({ "\(folder)/\($0)" }) {
                for names in fileNames {
                    let paths = names.map { "\(candidate)/\($0)" }
                    if paths.allSatisfy(isReadable) { return paths }
                }
            }
        }
        return nil
    }

    /// Loads the detector, with its published settings, from the first folder that has its files.
    ///
    /// - Parameter folders: Where to look, the first first, such as what the user named, the model's folder and
    ///   `FACENET_DATA`; see ``files(in:)``.
    /// - Returns: The detector.
    /// - Throws: ``DetectionError/missingModel(detector:searched:)`` if no folder has them, or as the detector's own
    ///   initializer does.
    public func load(from folders: [String]) throws(DetectionError) -> any FaceDetector {
        guard let files = files(in: folders) else { throw .missingModel(detector: self, searched: folders) }
        switch self {
        case .default:
            let parts = files[0].split(separator: "/", omittingEmptySubsequences: false)
            return try CompactDetector(folder: parts.dropLast().joined(separator: "/"))
        case .mtcnn: return try MTCNN(proposal: files[0], refinement: files[1], output: files[2])
        case .yunet: return try YuNet(path: files[0])
        }
    }

    /// What the detector's own folder may be called.
    private var subfolders: [String] { self == .default ? ["detector", "Models/detector"] : [rawValue] }

    private func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
}
