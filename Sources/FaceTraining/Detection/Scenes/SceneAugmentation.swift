public import FaceImaging

/// How a detector's training photos are put together: see ``SceneComposer``.
public struct SceneAugmentation: Hashable, Sendable {
    /// The share of pictures that are put together of four photos.
    public var mosaic: Float = 0.4
    /// The sides of faces in a mosaic, in pixels.
    public var mosaicFaces: ClosedRange<Float> = 12...110
    /// The sides of faces in a picture of one photo, in pixels.
    public var singleFaces: ClosedRange<Float> = 32...300
    /// Of pictures of one photo, the share that are portraits, with faces of ``portraitFaces``.
    public var portraits: Float = 0.5
    /// The sides of faces in portraits, in pixels.
    public var portraitFaces: ClosedRange<Float> = 80...210
    /// The share of places in a mosaic that show what is beside the faces of a photo.
    public var backgrounds: Float = 0.25
    /// The farthest turn to either side, in degrees, of half of the photos.
    public var rotation: Float = 20
    /// How far a photo may be stretched or squeezed along one axis.
    public var stretch: Float = 0.08
    /// The share of bare faces that something is drawn before.
    public var occluders: Float = 0.3
    /// From the least to the farthest that a drawn mask is pulled up; see `Occluder.rise`.
    public var maskRise: ClosedRange<Float> = 0...0
    /// How colors, sharpness and noise change; its mirror, place and occluder are not used.
    public var photo = Self.defaultPhoto

    private static var defaultPhoto: Augmentation {
        var photo = Augmentation.none
        photo.color = Augmentation.ColorChange()
        photo.gray = 0.08
        photo.downscale.probability = 0.1
        photo.downscale.factor = 0.4...0.9
        photo.blur.probability = 0.15
        // Of a picture 112 wide: in the picture of 320 they are almost three times as long.
        photo.blur.deviation = 0.15...0.6
        photo.blur.length = 0.7...3
        photo.noise.probability = 0.15
        photo.jpeg.probability = 0.2
        return photo
    }

    /// Creates the default.
    public init() {}
}

extension SceneAugmentation: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case mosaic, mosaicFaces, singleFaces, portraits, portraitFaces, backgrounds, rotation, stretch, occluders
        case maskRise, photo
    }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Parameter decoder: Holds the mapping.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        func share(_ key: CodingKeys, _ fallback: Float) throws -> Float {
            try container.decode(key, or: fallback, "from 0 to 1") { (0...1).contains($0) }
        }
        func sides(_ key: CodingKeys, _ fallback: ClosedRange<Float>) throws -> ClosedRange<Float> {
            try container.decode(key, or: fallback, "from 8 to 2000 pixels") {
                $0.lowerBound >= 8 && $0.upperBound <= 2000
            }
        }
        mosaic = try share(.mosaic, base.mosaic)
        mosaicFaces = try sides(.mosaicFaces, base.mosaicFaces)
        singleFaces = try sides(.singleFaces, base.singleFaces)
        portraits = try share(.portraits, base.portraits)
        portraitFaces = try sides(.portraitFaces, base.portraitFaces)
        backgrounds = try share(.backgrounds, base.backgrounds)
        rotation = try container.decode(.rotation, or: base.rotation, "from 0 to 180") { (0...180).contains($0) }
        stretch = try container.decode(.stretch, or: base.stretch, "from 0 to 0.5") { (0...0.5).contains($0) }
        occluders = try share(.occluders, base.occluders)
        maskRise = try container.decode(.maskRise, or: base.maskRise, "from 0 to 1") {
            $0.lowerBound >= 0 && $0.upperBound <= 1
        }
        photo = try container.decode(.photo, or: base.photo)
    }
}
