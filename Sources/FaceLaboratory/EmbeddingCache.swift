import Crypto
import FaceDetection
import FaceEngine
import FaceNetworks
import FacePipeline
public import Foundation

/// A folder where embeddings are kept from one run to the next, found by the content of the photos.
///
/// An embedding is found again only if everything it follows from is the same: the bytes of the photo, the condition
/// and the seed of what is drawn, the fingerprint of the model, the detector, which face of a photo is meant, the
/// arithmetic with its calibration, mirroring, the engine's version and its instruction sets. Any of these in another
/// state is another file, so nothing has ever to be invalidated; a folder may be deleted at any time, also in parts.
/// "There is no face" is kept as well, and so are faces found, for the next model.
///
/// Any number of processes may use one folder at once, and each may be killed: what it had computed is there.
/// Files and folder are readable by their owner only, as embeddings are personal data; delete the folder with the photos.
public struct EmbeddingCache: Sendable {
    /// Changes when embeddings come out different for a reason that none of the names in a record shows.
    static let version = 3

    /// Where embeddings are kept.
    public let folder: String
    /// What tells the detector, with its files and settings, from any other.
    public let detector: String

    /// Opens a folder, or makes it.
    ///
    /// - Parameters:
    ///   - folder: Where embeddings are kept.
    ///   - detector: What tells the detector, with its files and settings, from any other.
    /// - Throws: ``LaboratoryError/cache(path:reason:)`` if there is no such folder and none can be made.
    public init(at folder: String, detector: String) throws(LaboratoryError) {
        self.folder = folder
        self.detector = detector
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .cache(path: folder, reason: "the folder could not be made: \(Self.reason(error))")
        }
    }

    /// Where embeddings are kept if nobody says: `facenet` in `XDG_CACHE_HOME`, or in `~/.cache`.
    ///
    /// - Parameter environment: The process's variables.
    /// - Returns: A path.
    public static func defaultFolder(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") { return "\(base)/facenet" }
        return "\(environment["HOME"] ?? NSHomeDirectory())/.cache/facenet"
    }

    /// The faces that were found by the reader's detector.
    func detections(of reader: FaceReader) throws(LaboratoryError) -> RecordFile {
        let context = ["detections", detector, reader.options.choice.rawValue]
        return try file("faces", context, valueCount: DetectionRecord.valueCount)
    }

    /// The embeddings of a reader's model, by its fingerprint, under a condition.
    func embeddings(
        of reader: FaceReader,
        fingerprint: [UInt8],
        under condition: Condition
    ) throws(LaboratoryError) -> RecordFile {
        let (model, options) = (reader.embedder.model, reader.embedder.options)
        var context = ["embeddings", detector, reader.options.choice.rawValue, condition.key]
        if case .occluded(_, let share?, _) = condition { context.append("\(share.bitPattern)") }
        context += [PhotoHash.hexadecimal(fingerprint), options.precision.rawValue, options.mirroring.rawValue]
        if options.precision == .int8, let calibration = options.calibration ?? model.card.calibration {
            for (name, range) in calibration.ranges.sorted(by: { $0.key < $1.key }) {
                context.append("\(name) \(range.minimum.bitPattern) \(range.maximum.bitPattern)")
            }
        }
        let count = model.card.dimension * (options.mirroring == .concatenated ? 2 : 1)
        return try file(condition.key, context, valueCount: count)
    }

    private func file(_ name: String, _ context: [String], valueCount: Int) throws(LaboratoryError) -> RecordFile {
        let lines = ["facenet laboratory \(Self.version)", EngineIdentity.text] + context
        let digest = SHA256.hash(data: Array(lines.joined(separator: "\n").utf8))
        let number = PhotoHash.hexadecimal(Array(digest.prefix(8)))
        return try RecordFile("\(folder)/\(number)-\(name).faces", context: digest, valueCount: valueCount)
    }

    private static func reason(_ error: any Error) -> String {
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        guard let cause, cause.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
        return String(cString: strerror(Int32(cause.code)))
    }
}

extension PhotoHash {
    /// Two digits a byte.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
