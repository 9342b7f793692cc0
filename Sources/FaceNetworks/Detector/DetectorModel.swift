public import FaceEngine
import Foundation

/// A compact detector: its card and its weights.
///
///     let detector = try CompactDetector(DetectorModel(folder: "Models/detector"))
///
/// A folder of one has `detector.json` and `weights.safetensors`, in which weights of layers have 16 bits.
public struct DetectorModel: Sendable {
    /// What has to be known of it.
    public var card: DetectorCard
    /// The weights, by name.
    public var parameters: Parameters

    /// Puts a model together.
    ///
    /// - Throws: ``ModelError/network(_:)`` if the network lacks weights, or they have other shapes.
    public init(card: DetectorCard, parameters: Parameters) throws(ModelError) {
        do throws(NetworkError) {
            try card.network.network(rows: 64, columns: 64).validate(parameters)
        } catch {
            throw .network(error)
        }
        self.card = card
        self.parameters = parameters
    }

    /// Reads a folder.
    ///
    /// - Throws: ``ModelError`` if a file is missing, or not sound.
    public init(folder path: String) throws(ModelError) {
        guard let json = FileManager.default.contents(atPath: "\(path)/detector.json") else {
            throw .unreadable(.unreadable(reason: "the folder has no readable detector.json"))
        }
        let weights: Safetensors
        do throws(SafetensorsError) {
            weights = try Safetensors(contentsOf: "\(path)/weights.safetensors")
        } catch {
            throw .safetensors(error)
        }
        try self.init(json: json, weights)
    }

    /// Reads both files from where they are in memory; the weights stay there.
    ///
    /// - Parameters:
    ///   - card: The bytes of `detector.json`.
    ///   - weights: The bytes of `weights.safetensors`.
    /// - Throws: ``ModelError`` if one of them is not sound.
    public init(card: MappedFile, weights: MappedFile) throws(ModelError) {
        let file: Safetensors
        do throws(SafetensorsError) { file = try Safetensors(weights) } catch { throw .safetensors(error) }
        try self.init(json: card.withUnsafeBytes { Data($0) }, file)
    }

    /// The detector that comes with the package, and with every program that links it; nothing is read from a disk.
    ///
    /// `Models/detector/README.md` is its card.
    ///
    /// - Throws: ``ModelError`` if the program was damaged.
    public static func shipped() throws(ModelError) -> DetectorModel {
        try DetectorModel(card: ShippedFile.detectorCard.file, weights: ShippedFile.detectorWeights.file)
    }

    private init(json: Data, _ weights: Safetensors) throws(ModelError) {
        let card: DetectorCard
        do {
            card = try JSONDecoder().decode(DetectorCard.self, from: json)
        } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
            throw .malformedCard(reason: context.debugDescription)
        } catch DecodingError.keyNotFound(let key, _) {
            throw .malformedCard(reason: "\(key.stringValue) is missing")
        } catch {
            throw .malformedCard(reason: "it is not what a detector.json should be")
        }
        try self.init(card: card, parameters: weights.parameters)
    }

    /// Writes the folder's two files; each is replaced as a whole.
    ///
    /// Weights of two axes and more are rounded to bfloat16, those of one axis, a few thousand, stay as they are.
    ///
    /// - Throws: ``ModelError/unwritable(reason:)`` with the system's reason.
    public func write(toFolder path: String) throws(ModelError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Safetensors.write(rounded, to: "\(path)/weights.safetensors")
            try (encoder.encode(card) + Data("\n".utf8))
                .write(to: URL(fileURLWithPath: "\(path)/detector.json"), options: .atomic)
        } catch let error as SafetensorsError {
            throw .safetensors(error)
        } catch {
            throw .unwritable(reason: (error as NSError).localizedDescription)
        }
    }

    /// The weights as they are written.
    private var rounded: Parameters {
        var rounded = Parameters()
        for name in parameters.names {
            guard let parameter = parameters[name] else { continue }
            rounded[name] = parameter.shape.rank > 1 ? Parameter(roundingToBFloat16: parameter.tensor) : parameter
        }
        return rounded
    }
}
