/// From where on a photo serves badly, and from where on not at all.
///
/// Set by measurement on 7,701 photos of LFW, ordinary ones of the press, and on 500 of them made worse: see each number.
/// Distances are squared, by the published 512-dimensional model, which takes strangers apart at about 1.1. A rule is worth
/// its place if it strikes few ordinary photos, and those it strikes are farther from their person's others than the rest.
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
    ///
    /// Made smaller, photos with 22 pixels were 0.44 from their person's nearest other, with 15: 0.50, with 11: 0.64, with
    /// 8: 0.83, with 6: 1.04 (0.40 as they were). No photo of LFW has fewer than 26.
    public var eyeDistance = Bounds(poor: 16, useless: 8)
    /// The least `PictureQuality.sharpness`.
    ///
    /// Blurred by 1, 2, 3, 4 and 6 pixels of 44 from eye to eye, photos had a median of 0.91, 0.51, 0.32, 0.24 and 0.19
    /// (1.36 as they were), and were 0.42, 0.50, 0.66, 0.87 and 1.38 from the nearest. Of LFW 0.25 % are below 0.6: 0.57
    /// from the nearest, the rest 0.36.
    public var sharpness = Bounds(poor: 0.6, useless: 0.26)
    /// The most that the head may be turned to a side, in degrees.
    ///
    /// Of LFW 0.35 % are beyond 50, and no farther from the person's others than the rest (0.46, 0.44): the model knows
    /// profiles. The rule is for those nearly from the side, of whom LFW has too few to tell.
    public var yaw = Bounds(poor: 50, useless: 65)
    /// The most that the head may be turned up or down, in degrees.
    ///
    /// Of LFW 0.36 % are beyond 35: 0.59 from the person's others on average, the rest 0.44; 1.4 % are beyond 30: 0.54.
    public var pitch = Bounds(poor: 35, useless: 55)
    /// The least mean luma of the face, 0 to 255.
    ///
    /// Darkened to 38, photos were 0.46 from the nearest, to 19: 0.67; a third was not found at 10. None of LFW is below 46.
    public var darkness = Bounds(poor: 40, useless: 20)
    /// The greatest mean luma of the face, 0 to 255.
    ///
    /// Brightened to 214, photos were 0.57 from the nearest, to 230: 0.87, and half was not found. None of LFW is above 202.
    public var brightness = Bounds(poor: 210, useless: 230)
    /// The least standard deviation of the face's luma; that of photos darkened to 38 was 12, to 19: 6.
    public var contrast = Bounds(poor: 12, useless: 6)
    /// The probability beyond which an eye counts as hidden.
    ///
    /// Of LFW 1.1 % are: 0.73 from the person's others on average, the rest 0.44.
    public var eyesCovered: Float = 0.5
    /// The probability beyond which the mouth counts as hidden.
    ///
    /// Of LFW 1.1 % are, and hardly farther from the person's others than the rest (0.50, 0.44): false alarms, mostly.
    public var mouthCovered: Float = 0.3
    /// The probability beyond which the nose counts as hidden; 0.1 % of LFW.
    public var noseCovered: Float = 0.5
    /// How often strangers may be taken for the person a photo is compared with: sets from where on it disagrees.
    public var disagreementRate = 1e-3
    /// How often a stranger may be taken for anybody in the gallery: sets from where on a face is another's.
    public var duplicateRate = 1e-3

    /// Creates the limits that were measured.
    public init() {}
}
