/// A face's own coordinates: x in eye distances to the right of its middle line, y from the eyes (0) to the mouth (1).
///
/// The eyes of a face from the front are at -0.5 and 0.5, its cheeks end near -1.05 and 1.05, its chin near y = 1.55
/// and its forehead near y = -0.9. When the head turns, the middle line follows the nose, and the side that turns away
/// becomes narrower.
struct FaceFrame {
    private let eyes: SIMD2<Float>
    private let mouth: SIMD2<Float>
    private let down: SIMD2<Float>
    /// To the right along the face, one pixel long.
    let right: SIMD2<Float>
    /// Pixels of an eye distance, as it would be from the front.
    let unit: Float
    /// Pixels from the eyes down to the mouth.
    let length: Float
    /// How far the nose is to the right of the line from eyes to mouth, in eye distances, -0.6 to 0.6.
    let turn: Float

    /// The part of the face that counts as its area: from the forehead to the chin, ear to ear.
    static let area = Rect(minX: -1.05, minY: -0.9, maxX: 1.05, maxY: 1.55)

    /// Finds the frame of a face, or `nil` if its landmarks are in one place or not finite.
    init?(_ landmarks: FaceLandmarks) {
        guard landmarks.points.allSatisfy({ abs($0.x) < 1e5 && abs($0.y) < 1e5 }) else { return nil }
        // From centers to corners of pixels, as paths are.
        let points = landmarks.points.map { SIMD2($0.x + 0.5, $0.y + 0.5) }
        eyes = (points[0] + points[1]) / 2
        mouth = (points[3] + points[4]) / 2
        let axis = points[1] - points[0] + points[4] - points[3]
        let span = (axis * axis).sum().squareRoot()
        guard span > 0.5 else { return nil }
        right = axis / span
        down = SIMD2(-right.y, right.x)
        let between = points[1] - points[0]
        let distance = (between * between).sum().squareRoot()
        let fall = ((mouth - eyes) * down).sum()
        // Eyes come together when the head turns, and mouths come up when it nods: the larger of the two is truer.
        unit = max(distance, 0.85 * fall)
        length = max(fall, 0.6 * unit)
        guard unit > 1 else { return nil }
        let middle = (eyes + mouth) / 2
        turn = (((points[2] - middle) * right).sum() / unit).clamped(to: -0.6...0.6)
    }

    /// Where x and y are 0: between the eyes.
    var origin: SIMD2<Float> { eyes }

    /// Where a place of the face is in the photo.
    func callAsFunction(_ x: Float, _ y: Float) -> SIMD2<Float> {
        // Into the photo's depth: the nose is far out, cheeks are not; forehead and chin less than the middle.
        let across = max(0, 1 - x * x * 0.8)
        let along = (1 - (y - 0.6) * (y - 0.6) * 0.35).clamped(to: 0...1)
        let side = x * (1 - 0.5 * turn * (x > 0 ? 1 : -1))
        let line = mix(eyes, mouth, y.clamped(to: -1...2)) - eyes
        let slant = (line * right).sum()
        return eyes + down * (y * length) + right * (side * unit + slant + turn * unit * across * along)
    }

    /// Places of the face, each in the photo.
    func callAsFunction(_ places: [(Float, Float)]) -> [SIMD2<Float>] {
        places.map { self($0.0, $0.1) }
    }

    /// Places of the right half from top to bottom, and those of the left half, mirrored, back up.
    func mirrored(_ places: [(Float, Float)]) -> [SIMD2<Float>] {
        self(places + places.reversed().filter { $0.0 > 0 }.map { (-$0.0, $0.1) })
    }
}
