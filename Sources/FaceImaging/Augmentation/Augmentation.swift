/// How training photos are changed, so that a network learns what does not matter: which side, which light, which camera,
/// and what hides the face.
///
/// Every probability is a share of photos, 0 to 1, and 0 leaves the change out; with all of them 0 a photo stays as it
/// is, to the byte. Changes come in this order: mirror and place, occluder, size, blur, colors, noise, JPEG. Each has
/// lots of its own: setting one changes none of what the others draw, but that ``Occlusion/placement`` counts instead
/// of ``placement`` where something is drawn before a face.
///
/// As JSON or YAML, what is left out is as in ``init()``, and what is not known is refused.
public struct Augmentation: Hashable, Sendable, Codable {
    /// The probability that left and right are swapped.
    public var mirror: Float = 0.5
    /// A turn, a shift and a zoom: how well faces are cut out.
    public var placement = Placement()
    /// What hides a part of the face.
    public var occlusion = Occlusion()
    /// Fewer pixels: a face far away.
    public var downscale = Downscale()
    /// A lens out of focus, or a shaken hand.
    public var blur = Blur()
    /// Another light, another camera.
    public var color = ColorChange()
    /// The probability that a photo becomes gray.
    public var gray: Float = 0.05
    /// What a sensor adds in the dark.
    public var noise = Noise()
    /// What is lost when a photo is stored.
    public var jpeg = JPEG()

    /// A photo that has been changed.
    public struct Result: Hashable, Sendable {
        /// As large as it was.
        public var photo: Photo
        /// The landmarks where they are now; they may have left the photo.
        public var landmarks: FaceLandmarks?
        /// The parts that an occluder hides.
        public var hidden: Set<FacePart>
    }

    /// A part of a photo that is cut out of it before anything else happens, as one step with its placement.
    public struct Cut: Hashable, Sendable {
        /// From the photo's coordinates to those of the part.
        public var transform: AffineTransform2D
        /// Columns of the part.
        public var width: Int
        /// Rows of the part.
        public var height: Int

        /// Creates a cut.
        public init(by transform: AffineTransform2D, width: Int, height: Int) {
            (self.transform, self.width, self.height) = (transform, width, height)
        }

        /// The cut that aligns a face, or `nil` if its landmarks are all in one place.
        public init?(aligning landmarks: FaceLandmarks, width: Int, height: Int) {
            guard let transform = landmarks.alignment(width: width, height: height) else { return nil }
            self.init(by: transform, width: width, height: height)
        }
    }

    /// Moderate changes of every kind, and no occluders.
    public init() {}

    /// No change at all; a start for settings of one's own.
    public static let none: Augmentation = {
        var none = Augmentation()
        (none.mirror, none.gray, none.placement.probability, none.occlusion.probability) = (0, 0, 0, 0)
        (none.downscale.probability, none.blur.probability, none.color.probability) = (0, 0, 0)
        (none.noise.probability, none.jpeg.probability) = (0, 0)
        return none
    }()

    /// Changes a photo.
    ///
    /// - Parameters:
    ///   - photo: A face as the network sees it, cut out.
    ///   - landmarks: Where the face is in it. Without them no occluder is drawn, as nobody knows where.
    ///   - cut: The part of the photo that is wanted; all of it if `nil`.
    ///   - occludes: Whether to draw an occluder for certain, or for certain none; by its probability if `nil`.
    ///   - generator: One number is taken of it, and everything follows from that.
    /// - Returns: A photo of the same size, or the cut's, its landmarks, and what is hidden.
    /// - Precondition: The settings are valid, see ``validate()``; those that were decoded are.
    /// - Complexity: O(*pixels*).
    public func callAsFunction(
        _ photo: Photo,
        landmarks: FaceLandmarks?,
        cut: Cut? = nil,
        occludes: Bool? = nil,
        using generator: inout some RandomNumberGenerator
    ) -> Result {
        let seed = generator.next()
        func dice(_ change: UInt64) -> Dice { Dice(seed: seed, change) }
        var result = Result(photo: photo, landmarks: landmarks, hidden: [])
        var lots = dice(0)
        let isMirrored = lots.chance(mirror)
        let occluder = landmarks == nil ? nil : occlusion.occluder(occludes: occludes, dice: dice(2))
        let placement = occluder == nil ? placement : occlusion.placement ?? placement
        if let cut {
            placement.apply(to: &result, cut: cut, dice: dice(1))
            if isMirrored { result.mirror() }
        } else {
            if isMirrored { result.mirror() }
            placement.apply(to: &result, dice: dice(1))
        }
        if let occluder, let landmarks = result.landmarks {
            result.hidden = occluder.draw(onto: &result.photo, landmarks: landmarks)
        }
        downscale.apply(to: &result.photo, dice: dice(3))
        blur.apply(to: &result.photo, dice: dice(4))
        lots = dice(5)
        color.apply(to: &result.photo, isGray: lots.chance(gray), dice: dice(6))
        noise.apply(to: &result.photo, dice: dice(7))
        jpeg.apply(to: &result.photo, dice: dice(8))
        return result
    }
}

extension Augmentation.Result {
    /// Swaps left and right; the left eye becomes the right one.
    mutating func mirror() {
        photo = photo.turnedUpright(from: .mirrored)
        landmarks = landmarks?.mirrored(inWidth: photo.width)
    }
}

extension FaceLandmarks {
    /// The landmarks of the mirrored photo, left and right as its viewer sees them.
    ///
    /// - Parameter width: The photo's columns.
    /// - Returns: Landmarks of which the left ones were the right ones.
    public func mirrored(inWidth width: Int) -> FaceLandmarks {
        // Counted from the centers of pixels: the first column's is 0, the last one's width - 1.
        func mirrored(_ point: Point) -> Point { Point(x: Float(width - 1) - point.x, y: point.y) }
        return FaceLandmarks(
            leftEye: mirrored(rightEye),
            rightEye: mirrored(leftEye),
            nose: mirrored(nose),
            leftMouth: mirrored(rightMouth),
            rightMouth: mirrored(leftMouth)
        )
    }

    /// The landmarks where a transform of the photo's continuous coordinates takes them.
    func moved(by transform: AffineTransform2D) -> FaceLandmarks {
        func moved(_ point: Point) -> Point {
            let place = transform(Point(x: point.x + 0.5, y: point.y + 0.5))
            return Point(x: place.x - 0.5, y: place.y - 0.5)
        }
        return FaceLandmarks(
            leftEye: moved(leftEye),
            rightEye: moved(rightEye),
            nose: moved(nose),
            leftMouth: moved(leftMouth),
            rightMouth: moved(rightMouth)
        )
    }
}
