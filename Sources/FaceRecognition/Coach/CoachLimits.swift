/// From where on a photo serves badly, and from where on not at all.
///
/// Set by measurement on LFW, whose photos are ordinary ones of the press: see each number. A rule is worth its place if
/// it strikes few such photos, and those it strikes are farther from their person's others than the rest.
public struct CoachLimits: Hashable, Sendable {
    /// Two limits of one measure.
    public struct Bounds: Hashable, Sendable {
        /// Beyond this a photo serves badly.
        public var poor: Float
        /// Beyond this it does not serve.
        public var useless: Float

        /// Creates limits.
        public init(poor: Float, useless: Float) {
            self.poor = poor
            self.useless = useless
        }
    }

    /// The least distance of the eyes, in pixels of the photo.
    public var eyeDistance = Bounds(poor: 20, useless: 10)
    /// The least `PictureQuality.sharpness`.
    public var sharpness = Bounds(poor: 0.4, useless: 0.2)
    /// The most that the head may be turned to a side, in degrees.
    public var yaw = Bounds(poor: 40, useless: 65)
    /// The most that the head may be turned up or down, in degrees.
    public var pitch = Bounds(poor: 35, useless: 60)
    /// The least mean luma of the face, 0 to 255.
    public var darkness = Bounds(poor: 40, useless: 15)
    /// The greatest mean luma of the face, 0 to 255.
    public var brightness = Bounds(poor: 220, useless: 245)
    /// The least standard deviation of the face's luma.
    public var contrast = Bounds(poor: 15, useless: 5)
    /// The probability from which on a part counts as hidden.
    public var occlusion: Float = 0.5
    /// How often strangers may be taken for the person a photo is compared with: sets from where on it disagrees.
    public var disagreementRate = 1e-3
    /// How often a stranger may be taken for anybody in the gallery: sets from where on a face is another's.
    public var duplicateRate = 1e-3

    /// Creates the limits that were measured.
    public init() {}
}
