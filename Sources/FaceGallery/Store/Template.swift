public import FaceEmbedding
public import Foundation

/// The number of a template in its gallery; never used again.
public struct TemplateID: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// The number, from 1.
    public let rawValue: Int64

    /// Creates the identifier of a number.
    ///
    /// - Parameter rawValue: The number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// The number.
    public var description: String { String(rawValue) }

    /// Orders templates as they were enrolled.
    public static func < (first: TemplateID, second: TemplateID) -> Bool { first.rawValue < second.rawValue }
}

/// Where in its photo a face is, in pixels of the upright photo.
public struct TemplateBox: Hashable, Codable, Sendable {
    /// Left edge.
    public var x: Float
    /// Upper edge.
    public var y: Float
    /// From the left edge to the right one.
    public var width: Float
    /// From the upper edge to the lower one.
    public var height: Float

    /// Creates a box.
    ///
    /// - Parameters:
    ///   - x: Left edge.
    ///   - y: Upper edge.
    ///   - width: From the left edge to the right one.
    ///   - height: From the upper edge to the lower one.
    public init(x: Float, y: Float, width: Float, height: Float) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }
}

/// How good a photo of a face is, as far as it was measured.
public struct TemplateQuality: Hashable, Codable, Sendable {
    /// The side of the face, in pixels of the photo.
    public var faceSide: Float?
    /// Sharpness, in the unit of whoever measured it.
    public var sharpness: Float?
    /// Turned to the side, in degrees.
    public var yaw: Float?
    /// Up or down, in degrees.
    public var pitch: Float?
    /// Tilted, in degrees.
    public var roll: Float?
    /// The detector's score.
    public var detectionScore: Float?
    /// How sure it is that a part of the face is covered, 0 through 1, by the part's name.
    public var occlusion: [String: Float]?

    /// Creates a quality of what was measured.
    ///
    /// - Parameters:
    ///   - faceSide: The side of the face, in pixels.
    ///   - sharpness: Sharpness.
    ///   - yaw: Turned to the side, in degrees.
    ///   - pitch: Up or down, in degrees.
    ///   - roll: Tilted, in degrees.
    ///   - detectionScore: The detector's score.
    ///   - occlusion: How sure it is that a part is covered, by the part's name.
    public init(
        faceSide: Float? = nil,
        sharpness: Float? = nil,
        yaw: Float? = nil,
        pitch: Float? = nil,
        roll: Float? = nil,
        detectionScore: Float? = nil,
        occlusion: [String: Float]? = nil
    ) {
        self.faceSide = faceSide
        self.sharpness = sharpness
        self.yaw = yaw
        self.pitch = pitch
        self.roll = roll
        self.detectionScore = detectionScore
        self.occlusion = occlusion
    }
}

/// A face as it would look with something drawn onto it: a further template of the photo it was drawn onto.
///
/// Searched as any other template is, gone when that of the photo is removed, and given to another person with it.
public struct TemplateVariant: Hashable, Sendable {
    /// What the model made of the face with the drawing.
    public var embedding: Embedding
    /// What was drawn, such as `surgicalMask`; 1 through 200 bytes.
    public var drawn: String

    /// Creates a variant.
    ///
    /// - Parameters:
    ///   - embedding: What the model made of the face with the drawing.
    ///   - drawn: What was drawn.
    public init(_ embedding: Embedding, drawn: String) {
        self.embedding = embedding
        self.drawn = drawn
    }
}

/// A measured face, to be enrolled.
public struct NewTemplate: Hashable, Sendable {
    /// What the model made of the face.
    public var embedding: Embedding
    /// The SHA-256 of the photo's bytes, 32 bytes: tells a photo that was enrolled already.
    public var sourceHash: [UInt8]?
    /// What the photo is called, for people; at most 4,096 bytes.
    public var sourceName: String?
    /// Where in the photo the face is.
    public var box: TemplateBox?
    /// How good the photo is.
    public var quality: TemplateQuality?
    /// The face cut out of the photo, as JPEG, at most 16 MiB; stored only by a gallery opened with
    /// ``Gallery/Options/keepsCrops``.
    public var crop: [UInt8]?
    /// Whether a person said who it is, not a program.
    public var isConfirmed: Bool
    /// Whether it was drawn at random for a test of scale.
    public var isSynthetic: Bool
    /// The same face with drawings over it, each a template of its own.
    public var variants: [TemplateVariant]

    /// Creates a template.
    ///
    /// - Parameters:
    ///   - embedding: What the model made of the face.
    ///   - sourceHash: The SHA-256 of the photo's bytes.
    ///   - sourceName: What the photo is called.
    ///   - box: Where in the photo the face is.
    ///   - quality: How good the photo is.
    ///   - crop: The face as JPEG.
    ///   - isConfirmed: Whether a person said who it is.
    ///   - isSynthetic: Whether it was drawn at random.
    ///   - variants: The same face with drawings over it.
    public init(
        _ embedding: Embedding,
        sourceHash: [UInt8]? = nil,
        sourceName: String? = nil,
        box: TemplateBox? = nil,
        quality: TemplateQuality? = nil,
        crop: [UInt8]? = nil,
        isConfirmed: Bool = true,
        isSynthetic: Bool = false,
        variants: [TemplateVariant] = []
    ) {
        self.embedding = embedding
        self.sourceHash = sourceHash
        self.sourceName = sourceName
        self.box = box
        self.quality = quality
        self.crop = crop
        self.isConfirmed = isConfirmed
        self.isSynthetic = isSynthetic
        self.variants = variants
    }
}

/// A measured face that is enrolled.
public struct Template: Hashable, Sendable, Identifiable {
    /// Its number.
    public var id: TemplateID
    /// Whose face it is; `nil` if nobody said.
    public var person: PersonID?
    /// What the model made of the face, bit for bit as it was enrolled.
    public var embedding: Embedding
    /// The SHA-256 of the photo's bytes.
    public var sourceHash: [UInt8]?
    /// What the photo is called.
    public var sourceName: String?
    /// Where in the photo the face is.
    public var box: TemplateBox?
    /// How good the photo is.
    public var quality: TemplateQuality?
    /// Whether a crop is stored: ``Gallery/crop(of:)``.
    public var hasCrop: Bool
    /// Whether a person said who it is.
    public var isConfirmed: Bool
    /// Whether it was drawn at random.
    public var isSynthetic: Bool
    /// What was drawn onto the face, if it is a variant: such as `surgicalMask`.
    public var drawn: String?
    /// The template of the photo that it was drawn onto, if it is a variant.
    public var origin: TemplateID?
    /// When it was enrolled.
    public var created: Date
}
