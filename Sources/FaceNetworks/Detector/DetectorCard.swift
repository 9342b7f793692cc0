#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
public import FaceEngine

/// What has to be known of a compact detector beside its weights: `detector.json` of its folder.
public struct DetectorCard: Hashable, Sendable {
    /// The version of the format that this code writes, and the last it reads.
    public static let formatVersion = 1

    /// What people call the detector.
    public var name: String
    /// The widths of its network.
    public var network: CompactNetwork
    /// How bytes become the numbers the network reads.
    public var normalization: PixelNormalization
    /// The least score of a face, 0 to 1.
    public var scoreThreshold: Float
    /// Two boxes whose intersection over union is greater are one face.
    public var overlapThreshold: Float
    /// How far from where they are the network finds the points of a masked face: to the right along the line of the eyes, and
    /// down, for each of the five, in distances between the eyes; empty if that is not known.
    ///
    /// What no pixel shows is found where it is on average, which differs from where it is. `facenet evaluate detector
    /// --occlude` measures it.
    public var maskShift: [Float]
    /// The ranges of activations that int8 needs, if they were measured.
    public var calibration: Calibration?
    /// Where the weights come from, and what data they were trained on.
    public var provenance: String
    /// The licenses of the weights and of that data.
    public var license: String

    /// Creates a card.
    public init(
        name: String,
        network: CompactNetwork = CompactNetwork(),
        normalization: PixelNormalization = .facenet,
        scoreThreshold: Float = 0.5,
        overlapThreshold: Float = 0.4,
        maskShift: [Float] = [],
        calibration: Calibration? = nil,
        provenance: String = "",
        license: String = ""
    ) {
        self.name = name
        self.network = network
        self.normalization = normalization
        self.scoreThreshold = scoreThreshold
        self.overlapThreshold = overlapThreshold
        self.maskShift = maskShift
        self.calibration = calibration
        self.provenance = provenance
        self.license = license
    }
}

extension DetectorCard: Codable {
    private enum CodingKeys: String, CodingKey {
        case format, name, network, normalization, scoreThreshold, overlapThreshold, maskShift, calibration
        case provenance, license
    }

    /// Reads a card.
    ///
    /// - Parameter decoder: Holds the object of a `detector.json`.
    /// - Throws: `DecodingError`, also for a version that is not known and for thresholds beyond 0 to 1.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func refused(_ key: CodingKeys, _ reason: String) -> DecodingError {
            DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: reason)
        }
        let version = try container.decode(Int.self, forKey: .format)
        guard version == Self.formatVersion else {
            throw refused(.format, "is of version \(version), and this program knows \(Self.formatVersion)")
        }
        name = try container.decode(String.self, forKey: .name)
        network = try container.decode(CompactNetwork.self, forKey: .network)
        normalization = try container.decode(PixelNormalization.self, forKey: .normalization)
        guard normalization.mean.count == 3, normalization.scale.count == 3 else {
            throw refused(.normalization, "a normalization has three channels")
        }
        scoreThreshold = try container.decode(Float.self, forKey: .scoreThreshold)
        overlapThreshold = try container.decode(Float.self, forKey: .overlapThreshold)
        guard (0...1).contains(scoreThreshold), (0...1).contains(overlapThreshold) else {
            throw refused(.scoreThreshold, "thresholds are from 0 to 1")
        }
        maskShift = try container.decodeIfPresent([Float].self, forKey: .maskShift) ?? []
        guard maskShift.isEmpty || maskShift.count == 10, maskShift.allSatisfy({ abs($0) <= 1 }) else {
            throw refused(.maskShift, "a shift of five points is ten numbers from -1 to 1")
        }
        calibration = try container.decodeIfPresent(Calibration.self, forKey: .calibration)
        provenance = try container.decodeIfPresent(String.self, forKey: .provenance) ?? ""
        license = try container.decodeIfPresent(String.self, forKey: .license) ?? ""
    }

    /// Writes what ``init(from:)`` reads.
    ///
    /// - Parameter encoder: Receives the object.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.formatVersion, forKey: .format)
        try container.encode(name, forKey: .name)
        try container.encode(network, forKey: .network)
        try container.encode(normalization, forKey: .normalization)
        try container.encode(scoreThreshold, forKey: .scoreThreshold)
        try container.encode(overlapThreshold, forKey: .overlapThreshold)
        if !maskShift.isEmpty { try container.encode(maskShift, forKey: .maskShift) }
        try container.encodeIfPresent(calibration, forKey: .calibration)
        try container.encode(provenance, forKey: .provenance)
        try container.encode(license, forKey: .license)
    }
}
