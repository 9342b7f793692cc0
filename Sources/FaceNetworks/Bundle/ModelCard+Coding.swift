import FaceEmbedding
import FaceEngine
import Foundation

extension ModelCard.Crop: Codable, LosslessStringConvertible {
    /// Reads `similarity112`, `tight`, or `margin160(32)` with any margin from 0 to 4096.
    public init?(_ description: String) {
        switch description {
        case "similarity112": self = .similarity112
        case "tight": self = .tight
        default:
            guard description.hasPrefix("margin160("), description.hasSuffix(")"),
                let margin = Int(description.dropFirst("margin160(".count).dropLast()), (0...4096).contains(margin)
            else { return nil }
            self = .margin160(margin)
        }
    }

    /// The template as files and the command line spell it.
    public var description: String {
        switch self {
        case .similarity112: "similarity112"
        case .margin160(let margin): "margin160(\(margin))"
        case .tight: "tight"
        }
    }

    /// Reads the text of ``description``.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let crop = try Self(container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "crop is none that is known")
        }
        self = crop
    }

    /// Writes the text of ``description``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// `model.json`: the card, and what its readers need beside it.
struct ModelFile: Codable {
    /// The version of the format.
    var format: Int
    /// What people call the model.
    var name: String
    /// The name of the architecture, for a network that is one as it is.
    var architecture: String?
    /// The network node by node, for one that is not.
    var network: NetworkRecord?
    /// `[rows, columns]` of the input.
    var inputSize: [Int]
    var crop: ModelCard.Crop
    var normalization: PixelNormalization
    var dimension: Int
    var distanceScale: Float
    var operatingPoints: [ModelCard.OperatingPoint]
    /// Absent where nothing was measured; readers from before it existed pass over it.
    var impostorTail: ImpostorTail?
    /// Absent where none was measured.
    var coveredTails: [FacePairing: ImpostorTail]?
    /// Absent where it is not known.
    var thresholdRecord: ThresholdRecord?
    /// Absent where nothing was measured.
    var calibration: Calibration?
    /// Absent where there is none.
    var adapter: AdapterCard?
    var provenance: String
    var license: String
    /// The model's fingerprint in hexadecimal digits.
    var fingerprint: String?

    /// Describes a model.
    init(_ card: ModelCard, architecture: String?, network: NetworkRecord?, fingerprint: String) {
        format = ModelCard.formatVersion
        name = card.name
        self.architecture = architecture
        self.network = network
        inputSize = [card.inputSize.rows, card.inputSize.columns]
        crop = card.crop
        normalization = card.normalization
        dimension = card.dimension
        distanceScale = card.distanceScale
        operatingPoints = card.operatingPoints
        impostorTail = card.impostorTail
        coveredTails = card.coveredTails.isEmpty ? nil : card.coveredTails
        thresholdRecord = card.thresholdRecord
        calibration = card.calibration
        adapter = card.adapter
        provenance = card.provenance
        license = card.license
        self.fingerprint = fingerprint
    }

    /// Reads the JSON of a bundle, and checks what the types do not.
    init(json: Data) throws(ModelError) {
        do { self = try JSONDecoder().decode(Self.self, from: json) } catch {
            throw .malformedCard(reason: (error as? DecodingError).map(Self.sentence) ?? "it is not JSON")
        }
        guard format == ModelCard.formatVersion else { throw .formatVersion(format) }
        guard inputSize.count == 2, inputSize.allSatisfy((1...8192).contains) else {
            throw .malformedCard(reason: "inputSize is not [rows, columns]")
        }
        guard normalization.mean.count == 3, normalization.scale.count == 3 else {
            throw .malformedCard(reason: "normalization has not three channels")
        }
        guard (1...8192).contains(dimension), distanceScale > 0 else {
            throw .malformedCard(reason: "dimension or distanceScale is out of range")
        }
    }

    /// The card in the file.
    var card: ModelCard {
        ModelCard(
            name: name,
            inputSize: ImageSize(rows: inputSize[0], columns: inputSize[1]),
            crop: crop,
            normalization: normalization,
            dimension: dimension,
            distanceScale: distanceScale,
            operatingPoints: operatingPoints,
            impostorTail: impostorTail,
            coveredTails: coveredTails ?? [:],
            thresholdRecord: thresholdRecord,
            calibration: calibration,
            adapter: adapter,
            provenance: provenance,
            license: license
        )
    }

    /// The JSON of the file, keys sorted so that equal models give equal bytes.
    func json() throws(ModelError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do { return try encoder.encode(self) } catch { throw .malformedCard(reason: "a number of it is not finite") }
    }

    private static func sentence(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "\(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has the wrong type"
        case .dataCorrupted(let context): context.codingPath.isEmpty ? "it is not JSON" : context.debugDescription
        @unknown default: "it is not JSON"
        }
    }
}
