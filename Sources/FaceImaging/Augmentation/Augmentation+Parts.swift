extension Augmentation {
    /// A turn, a shift and a zoom, as one: how well a face is cut out.
    public struct Placement: Hashable, Sendable, Codable {
        /// The share of photos that are moved.
        public var probability: Float = 0.8
        /// The farthest turn to either side, in degrees.
        public var rotation: Float = 8
        /// The farthest shift along each axis, as a share of the photo's width.
        public var shift: Float = 0.04
        /// From the smallest to the largest zoom.
        public var zoom: ClosedRange<Float> = 0.92...1.08

        /// The defaults.
        public init() {}
    }

    /// What hides a part of the face; see ``Occluder``.
    public struct Occlusion: Hashable, Sendable, Codable {
        /// The share of photos with something before the face, where nobody asks for it.
        public var probability: Float = 0
        /// What it may be, each as likely.
        public var kinds: [Occluder.Kind] = Occluder.Kind.allCases
        /// From the least to the greatest share of the face that a block covers.
        public var blockShare: ClosedRange<Float> = 0.05...0.35
        /// From the least to the farthest that a mask over the nose is pulled up; see ``Occluder/rise``.
        public var maskRise: ClosedRange<Float> = 0...0
        /// How well covered faces are cut out, if not as the others: a detector sees less of them, and places them worse.
        public var placement: Placement?

        /// The defaults.
        public init() {}
    }

    /// Fewer pixels: the photo is made smaller, and as large again as it was.
    public struct Downscale: Hashable, Sendable, Codable {
        /// The share of photos that lose pixels.
        public var probability: Float = 0.15
        /// From the smallest to the largest share of rows and columns that are left.
        public var factor: ClosedRange<Float> = 0.3...0.9

        /// The defaults.
        public init() {}
    }

    /// A lens out of focus, or a shaken hand.
    public struct Blur: Hashable, Sendable, Codable {
        /// The share of photos that are blurred.
        public var probability: Float = 0.15
        /// Of those, the share blurred along a line rather than all around.
        public var motion: Float = 0.3
        /// From the smallest to the largest standard deviation of the Gaussian filter, in pixels of a photo 112 wide.
        public var deviation: ClosedRange<Float> = 0.3...1.8
        /// From the shortest to the longest line, in pixels of a photo 112 wide.
        public var length: ClosedRange<Float> = 2...8

        /// The defaults.
        public init() {}
    }

    /// Another light, another camera.
    public struct ColorChange: Hashable, Sendable, Codable {
        /// The share of photos whose colors change.
        public var probability: Float = 0.8
        /// How far brightness may be from 1, the factor that leaves it.
        public var brightness: Float = 0.25
        /// How far contrast may be from 1.
        public var contrast: Float = 0.25
        /// How far saturation may be from 1.
        public var saturation: Float = 0.3
        /// How far colors may turn around the circle of hues, in degrees.
        public var hue: Float = 8

        /// The defaults.
        public init() {}
    }

    /// What a sensor adds in the dark.
    public struct Noise: Hashable, Sendable, Codable {
        /// The share of photos with noise.
        public var probability: Float = 0.2
        /// From the smallest to the largest standard deviation, of 255.
        public var deviation: ClosedRange<Float> = 1...8

        /// The defaults.
        public init() {}
    }

    /// What is lost when a photo is stored.
    public struct JPEG: Hashable, Sendable, Codable {
        /// The share of photos that are stored as JPEG and read again.
        public var probability: Float = 0.2
        /// From the worst to the best quality, 1 to 100.
        public var quality: ClosedRange<Int> = 30...90

        /// The defaults.
        public init() {}
    }
}
