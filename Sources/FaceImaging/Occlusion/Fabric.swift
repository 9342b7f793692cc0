/// What cloth looks like: a pattern of two colors, folds, and a weave.
struct Fabric {
    private enum Pattern { case plain, stripes, dots, checks, mottled }

    private let pattern: Pattern
    private let first, second: SIMD3<Float>
    private let folds: ValueNoise
    private let turn: SIMD2<Float>
    private let period, foldDepth: Float
    private let origin: SIMD2<Float>

    /// Draws a cloth by lot; `unit` is the eye distance in pixels, and the pattern lies along `right` from `origin`.
    init(using dice: inout Dice, first: SIMD3<Float>, second: SIMD3<Float>, frame: FaceFrame, foldDepth: Float) {
        pattern = dice.pick([.plain, .plain, .stripes, .dots, .checks, .mottled])
        self.first = first
        self.second = second
        self.foldDepth = foldDepth
        folds = ValueNoise(seed: dice.next())
        let slope = dice.pick([0, 0, 0.4, 1, -1] as [Float])
        let axis = frame.right + SIMD2(-frame.right.y, frame.right.x) * slope
        turn = axis / (axis * axis).sum().squareRoot()
        period = dice.uniform(0.12...0.34) * frame.unit
        origin = frame(0, 1)
    }

    /// The color at a place of the photo.
    @inline(__always)
    func callAsFunction(_ place: SIMD2<Float>) -> SIMD3<Float> {
        let offset = (place - origin) / period
        let (x, y) = ((offset * turn).sum(), (offset * SIMD2(-turn.y, turn.x)).sum())
        let share: Float
        switch pattern {
        case .plain: share = 0
        case .stripes: share = Self.wave(y)
        case .checks: share = (Self.wave(x) + Self.wave(y)) / 2
        case .dots:
            let (dx, dy) = (x - x.rounded(), y - y.rounded())
            share = (4 - 14 * (dx * dx + dy * dy).squareRoot()).clamped(to: 0...1)
        case .mottled: share = (folds(offset * 0.7) * 4 + 0.5).clamped(to: 0...1)
        }
        let fold = folds(SIMD2(x * 0.35, y * 0.9) + 40)
        return mix(first, second, share) * (1 + foldDepth * fold)
    }

    /// 0 and 1 in turn, a period each round, with soft steps.
    @inline(__always)
    private static func wave(_ place: Float) -> Float {
        (0.5 + (0.25 - abs(place - place.rounded())) * 8).clamped(to: 0...1)
    }
}
