/// Paints one occluder onto one face, and keeps account of what is hidden.
struct OccluderPainter {
    let occluder: Occluder
    let landmarks: FaceLandmarks
    let frame: FaceFrame
    var canvas: Canvas
    var dice: Dice
    /// How bright the face is: what is drawn stands in the same light.
    let exposure: Float
    /// How far each landmark is covered by what cannot be seen through.
    private var covered: [Point: Float] = [:]

    init(_ occluder: Occluder, on photo: Photo, landmarks: FaceLandmarks, frame: FaceFrame) {
        self.occluder = occluder
        self.landmarks = landmarks
        self.frame = frame
        canvas = Canvas(photo)
        let number = Occluder.Kind.allCases.firstIndex(of: occluder.kind) ?? 0
        dice = Dice(seed: occluder.seed, UInt64(number))
        exposure = Self.exposure(of: canvas, frame: frame)
    }

    mutating func paint() {
        switch occluder.kind {
        case .surgicalMask:
            let (top, slope) = (dice.uniform(0.08...0.3), dice.uniform(0.12...0.24))
            paintSurgicalMask(top: pulledUp(top, to: -0.1), slope: pulledUp(slope, to: 0.26))
        case .clothMask:
            let (top, slope) = (dice.uniform(0.08...0.32), dice.uniform(0.2...0.34))
            paintClothMask(top: pulledUp(top, to: -0.08), slope: pulledUp(slope, to: 0.24))
        case .ffpMask: paintFFPMask(top: pulledUp(dice.uniform(0.05...0.25), to: -0.12))
        case .maskBelowNose:
            // The nose's tip is at about 0.5, and where it is exactly the landmarks say.
            let top = (noseHeight + 0.16).clamped(to: 0.62...0.76)
            if dice.chance(0.5) {
                paintSurgicalMask(top: top, slope: 0.1)
            } else {
                paintClothMask(top: top, slope: 0.1)
            }
        case .sunglasses: paintGlasses(isDark: true)
        case .eyeglasses: paintGlasses(isDark: false)
        case .scarf: paintScarf()
        case .hand: paintHand()
        case .phone: paintPhone()
        case .microphone: paintMicrophone()
        case .block: paintBlock()
        }
    }

    /// The parts whose every landmark is covered.
    var hidden: Set<FacePart> {
        Set(
            FacePart.allCases.filter { part in part.points(of: landmarks).allSatisfy { covered[$0, default: 0] > 0.5 } }
        )
    }

    /// How far down the nose's tip is, from the eyes (0) to the mouth (1).
    var noseHeight: Float {
        let offset = SIMD2(landmarks.nose.x + 0.5, landmarks.nose.y + 0.5) - frame(0, 0)
        return (offset * SIMD2(-frame.right.y, frame.right.x)).sum() / frame.length
    }

    /// A height of a mask's edge, as far up as the occluder says.
    func pulledUp(_ height: Float, to highest: Float) -> Float {
        mix(height, highest, (occluder.rise ?? 0).clamped(to: 0...1))
    }

    /// Paints what cannot be seen through, each pixel in its own color.
    @inline(__always)
    mutating func cover(_ path: Path, feather: Float = 0, color: (SIMD2<Float>) -> SIMD3<Float>) {
        guard let coverage = canvas.coverage(of: path, feather: feather) else { return }
        for point in landmarks.points {
            let share = coverage[Int((point.x + 0.5).rounded(.down)), Int((point.y + 0.5).rounded(.down))]
            covered[point, default: 0] = max(covered[point, default: 0], share)
        }
        let exposure = exposure
        canvas.paint(coverage) { place, _ in (color(place) * exposure, 1) }
    }

    /// Paints lines, shades and lights on what is there.
    mutating func touch(_ path: Path, _ color: SIMD3<Float>, opacity: Float, feather: Float = 0, clip: Coverage? = nil)
    {
        canvas.fill(path, color * exposure, opacity: opacity, feather: feather, clip: clip)
    }

    /// A thread or a strap between places of the face.
    mutating func strap(_ places: [(Float, Float)], width: Float, color: SIMD3<Float>) {
        let path = Path.stroke(through: frame(places), width: max(width * frame.unit, 0.8))
        touch(path, color, opacity: 0.95)
    }

    /// Any color that is neither black nor burnt out.
    mutating func color() -> SIMD3<Float> {
        SIMD3(dice.uniform(20...240), dice.uniform(20...240), dice.uniform(20...240))
    }

    /// A color of skin.
    mutating func skin() -> SIMD3<Float> {
        mix(SIMD3(246, 208, 182), SIMD3(92, 58, 42), dice.uniform(0...1))
    }

    /// How bright the face is, next to one that is lit well.
    private static func exposure(of canvas: Canvas, frame: FaceFrame) -> Float {
        var (sum, count) = (Float(0), Float(0))
        for row in 0..<8 {
            for column in 0..<8 {
                let place = frame(-0.7 + 0.2 * Float(column), -0.4 + 0.22 * Float(row))
                let (x, y) = (Int(place.x.rounded(.down)), Int(place.y.rounded(.down)))
                guard x >= 0, y >= 0, x < canvas.width, y < canvas.height else { continue }
                sum += (canvas.pixels[y * canvas.width + x] * SIMD3(0.299, 0.587, 0.114)).sum()
                count += 1
            }
        }
        guard count > 0 else { return 1 }
        return (0.35 + 0.65 * sum / count / 135).clamped(to: 0.45...1.15)
    }
}
