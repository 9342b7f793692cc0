/// How a drawn person is photographed: what differs from photo to photo.
public struct SyntheticView: Hashable, Sendable {
    /// To the photo's right if positive, in radians.
    public var yaw: Float
    /// Down if positive, in radians.
    public var pitch: Float
    /// Clockwise if positive, in radians.
    public var roll: Float
    /// How large the face is; 1 is usual, and fills most of the photo.
    public var scale: Float
    /// How far the face is from the middle, as a share of the photo's size, to the right and down.
    public var shift: SIMD2<Float>
    /// -1 is the saddest mouth, 1 the happiest.
    public var smile: Float
    /// 0 is a closed mouth, 1 one wide open.
    public var mouthOpening: Float
    /// How far the brows are raised, -1 to 1.
    public var browRaise: Float
    /// 0 is closed eyes, 1 as the person usually has them.
    public var eyeOpening: Float
    /// Where the eyes look, to the photo's right and down, -1 to 1.
    public var gaze: SIMD2<Float>
    /// The light's color: what red, green and blue are multiplied with.
    public var lightColor: SIMD3<Float>
    /// From where the light comes: to the right and down, each -1 to 1.
    public var lightDirection: SIMD2<Float>
    /// How dark the far side gets: 0 is light from everywhere.
    public var lightStrength: Float
    /// How far colors are from gray; 1 leaves them.
    public var saturation: Float
    /// How far brightnesses are from the middle; 1 leaves them.
    public var contrast: Float
    /// How much the camera's sensor adds, as a standard deviation, of 255.
    public var noise: Float
    /// How blurred the photo is: columns and rows of the square averaged over, less one, at size 112.
    public var blur: Float
    /// What decides background, clothes and noise.
    public var seed: UInt64
    /// What hides a part of the face, if anything does.
    public var occluder: Occluder?

    /// A view from the front in even light, without expression, noise or occluder.
    ///
    /// - Parameter seed: What decides background and clothes.
    public init(seed: UInt64 = 0) {
        (yaw, pitch, roll, scale, shift) = (0, 0, 0, 1, .zero)
        (smile, mouthOpening, browRaise, eyeOpening, gaze) = (0, 0, 0, 1, .zero)
        (lightColor, lightDirection, lightStrength) = (.one, SIMD2(0, -0.5), 0.2)
        (saturation, contrast, noise, blur) = (1, 1, 0, 0)
        self.seed = seed
        occluder = nil
    }

    /// Draws a view by lot.
    ///
    /// - Parameters:
    ///   - occluded: How often something hides a part of the face, 0 to 1.
    ///   - generator: One number is taken of it, and everything follows from that; `occluded` changes nothing else.
    public init(occluded: Float = 0, using generator: inout some RandomNumberGenerator) {
        var dice = Dice(seed: generator.next())
        self.init(seed: dice.next())
        yaw = dice.bell(0, 0.2).clamped(to: -0.5...0.5)
        pitch = dice.bell(0, 0.11).clamped(to: -0.28...0.28)
        roll = dice.bell(0, 0.1)
        scale = dice.uniform(0.9...1.1)
        shift = SIMD2(dice.bell(0, 0.022), dice.bell(0, 0.022))
        smile = dice.bell(0.15, 0.4).clamped(to: -1...1)
        mouthOpening = max(0, dice.bell(-0.1, 0.35))
        browRaise = dice.bell(0, 0.4).clamped(to: -1...1)
        eyeOpening = dice.chance(0.05) ? 0.1 : dice.uniform(0.65...1.2)
        gaze = SIMD2(dice.bell(0, 0.4).clamped(to: -1...1), dice.bell(0, 0.25).clamped(to: -1...1))
        let brightness = dice.uniform(0.62...1.2)
        let warmth = dice.bell(0, 0.1)
        lightColor = SIMD3(1 + warmth, 1 + dice.bell(0, 0.03), 1 - warmth) * brightness
        lightDirection = SIMD2(dice.uniform(-1...1), dice.uniform(-1...0.3))
        lightStrength = dice.uniform(0.05...0.6)
        saturation = dice.chance(0.06) ? 0 : dice.uniform(0.65...1.2)
        contrast = dice.uniform(0.8...1.15)
        noise = dice.uniform(0...6)
        blur = max(0, dice.uniform(-1.2...1.6))
        // Thrown in any case, so that the rest does not depend on it.
        let (lot, hiding) = (dice.uniform(0...1), dice.next())
        if lot < occluded {
            var hiding = Dice(seed: hiding)
            occluder = Occluder(kind: hiding.pick(Occluder.Kind.allCases), seed: hiding.next())
        }
    }
}

extension Float {
    /// The nearest number of a range.
    func clamped(to range: ClosedRange<Float>) -> Float {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
