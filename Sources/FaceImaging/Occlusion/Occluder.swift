/// Something that hides a part of a face, drawn onto its landmarks.
///
/// A kind and a seed are the whole drawing: color, shape, height and place. The same two draw the same pixels onto the
/// same photo, so an occluder serves measuring as well as training. It turns with the head, grows with it, and moves
/// with the nose when the head turns to a side.
public struct Occluder: Hashable, Sendable, Codable {
    /// What hides the face.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A pleated mask with straps to the ears, over mouth and nose.
        case surgicalMask
        /// A mask of cloth, plain, striped, dotted, checkered or mottled, over mouth and nose.
        case clothMask
        /// A stiff, bulging mask with a seam and sometimes a valve, over mouth and nose.
        case ffpMask
        /// A surgical or a cloth mask pulled down: the nose is bare.
        case maskBelowNose
        /// Dark glasses.
        case sunglasses
        /// A frame and clear, sometimes shining lenses: the eyes are seen through them.
        case eyeglasses
        /// A scarf over the mouth, sometimes over the nose.
        case scarf
        /// A hand before some part of the face.
        case hand
        /// A phone held before some part of the face.
        case phone
        /// A microphone before the mouth.
        case microphone
        /// A rectangle anywhere on the face, of one color or of noise.
        case block

        /// The parts that the kind hides whatever the seed; others may be hidden as well.
        public var hides: Set<FacePart> {
            switch self {
            case .surgicalMask, .clothMask, .ffpMask: [.nose, .mouth]
            case .maskBelowNose, .scarf, .microphone: [.mouth]
            case .sunglasses: [.leftEye, .rightEye]
            case .eyeglasses, .hand, .phone, .block: []
            }
        }
    }

    /// What hides the face.
    public var kind: Kind
    /// What color, shape, height and place follow from.
    public var seed: UInt64
    /// For a block, the share of the face's area that it covers, 0.01 to 0.8; by the seed if `nil`.
    public var share: Float?
    /// For a mask over the nose, how far it is pulled up: from where the seed has it (0, or `nil`) to the lower lids (1).
    public var rise: Float?

    /// Creates an occluder.
    ///
    /// - Parameters:
    ///   - kind: What hides the face.
    ///   - seed: What color, shape, height and place follow from.
    ///   - share: For a block, the share of the face's area that it covers, cut to 0.01 to 0.8; by the seed if `nil`.
    ///   - rise: For a mask over the nose, how far it is pulled up from where the seed has it, cut to 0 to 1.
    public init(kind: Kind, seed: UInt64, share: Float? = nil, rise: Float? = nil) {
        self.kind = kind
        self.seed = seed
        self.share = share
        self.rise = rise
    }

    /// Draws an occluder by lot.
    ///
    /// - Parameters:
    ///   - kinds: Those to choose from, each as likely; at least one.
    ///   - generator: Two numbers are taken of it.
    public init(of kinds: [Kind] = Kind.allCases, using generator: inout some RandomNumberGenerator) {
        precondition(!kinds.isEmpty, "an occluder is of some kind")
        var dice = Dice(seed: generator.next())
        self.init(kind: dice.pick(kinds), seed: generator.next())
    }

    /// Draws the occluder.
    ///
    /// - Parameters:
    ///   - photo: The photo to draw onto; what leaves it is cut off.
    ///   - landmarks: Where the face is. Nothing is drawn if they are all in one place, or not finite.
    /// - Returns: The parts whose landmarks are under something that cannot be seen through.
    /// - Complexity: O(*pixels of the photo*).
    @discardableResult
    public func draw(onto photo: inout Photo, landmarks: FaceLandmarks) -> Set<FacePart> {
        guard let frame = FaceFrame(landmarks) else { return [] }
        var painter = OccluderPainter(self, on: photo, landmarks: landmarks, frame: frame)
        painter.paint()
        photo = painter.canvas.photo
        return painter.hidden
    }
}

/// A part of a face that can be hidden; left and right as the photo's viewer sees them.
public enum FacePart: String, Hashable, Sendable, Codable, CaseIterable {
    /// The eye to the left in the photo.
    case leftEye
    /// The eye to the right in the photo.
    case rightEye
    /// The tip of the nose.
    case nose
    /// Both corners of the mouth.
    case mouth

    /// The points of the part.
    func points(of landmarks: FaceLandmarks) -> [Point] {
        switch self {
        case .leftEye: [landmarks.leftEye]
        case .rightEye: [landmarks.rightEye]
        case .nose: [landmarks.nose]
        case .mouth: [landmarks.leftMouth, landmarks.rightMouth]
        }
    }
}
