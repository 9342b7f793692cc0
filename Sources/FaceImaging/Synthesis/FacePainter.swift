/// Paints one photo of a drawn person, from the background to the camera's noise.
struct FacePainter {
    let face: SyntheticFace
    let view: SyntheticView
    let size: Int
    let head: HeadProjection
    var canvas: Canvas
    /// Where skin is; what belongs to the face does not leave it.
    let skinMask: Coverage?

    init(of face: SyntheticFace, in view: SyntheticView, size: Int) {
        self.face = face
        self.view = view
        self.size = size
        head = HeadProjection(of: face.head, in: view, size: size)
        canvas = Canvas(width: size, height: size)
        skinMask = canvas.coverage(of: Self.outline(of: face.head, seen: head))
    }

    /// Pixels a unit of length on the face.
    var unit: Float { head.scale }

    mutating func paint() {
        paintBackground()
        paintHairBehind()
        paintBody()
        paintEars()
        paintSkin()
        paintBeard()
        paintNose()
        paintMouth()
        paintEyes()
        paintBrows()
        paintHairInFront()
        paintLight()
    }

    /// What the camera makes of it.
    func photo() -> Photo {
        var photo = developed()
        if let occluder = view.occluder { occluder.draw(onto: &photo, landmarks: landmarks) }
        return photo
    }

    /// Where eyes, nose and mouth are seen, cut to the photo; counted from the centers of pixels.
    var landmarks: FaceLandmarks {
        let (eyes, mouth) = (face.eyes, face.mouth)
        let corner = mouth.height + cornerLift
        func point(_ place: SIMD2<Float>) -> Point {
            let cut = place.clamped(lowerBound: .init(repeating: 0.5), upperBound: .init(repeating: Float(size) - 0.5))
            return Point(x: cut.x - 0.5, y: cut.y - 0.5)
        }
        return FaceLandmarks(
            leftEye: point(head(-eyes.spacing, eyes.height)),
            rightEye: point(head(eyes.spacing, eyes.height)),
            nose: point(head(0, face.nose.tip, lift: face.nose.hump)),
            leftMouth: point(head(-mouthWidth, corner)),
            rightMouth: point(head(mouthWidth, corner))
        )
    }

    /// How far below the middle of the mouth its corners are.
    var cornerLift: Float { -face.mouth.curve - 0.09 * view.smile }

    /// Half of the mouth, as the expression makes it.
    var mouthWidth: Float { face.mouth.width * (1 + 0.16 * view.smile - 0.12 * view.mouthOpening) }

    private static func outline(of shape: SyntheticFace.Head, seen head: HeadProjection) -> Path {
        let (width, length) = (shape.width, shape.length)
        let half: [(Float, Float)] = [
            (0.5 * width, -0.94 * shape.crown), (0.86 * width, -0.68 * shape.crown), (0.98 * width, -0.25),
            (shape.cheek * width, 0.12), (mix(shape.cheek, shape.jaw, 0.55) * width, 0.5 * length),
            (shape.jaw * width * 0.9, 0.74 * length), (mix(shape.chin, shape.jaw, 0.4) * width * 0.9, 0.92 * length),
            (shape.chin * width * 0.6, 1.02 * length),
        ]
        let right = [(0, -shape.crown)] + half + [(0, 1.05 * length)]
        let left = half.reversed().map { (-$0.0, $0.1) }
        return Path.smooth(through: head.behind(right + left, depth: -0.12))
    }
}
