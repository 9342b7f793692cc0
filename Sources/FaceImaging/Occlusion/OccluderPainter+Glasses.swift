extension OccluderPainter {
    /// Two lenses on the eyes, a bridge between them and temples to the ears.
    mutating func paintGlasses(isDark: Bool) {
        let shape = dice.whole(0...3)
        let half = SIMD2(dice.uniform(0.34...0.42), dice.uniform(isDark ? 0.24...0.34 : 0.2...0.32))
        let rims: [SIMD3<Float>] = [
            SIMD3(20, 20, 22), SIMD3(70, 42, 24), SIMD3(168, 140, 80), SIMD3(176, 180, 186), SIMD3(150, 30, 40),
            SIMD3(40, 60, 120),
        ]
        let rim = dice.pick(rims)
        let thickness = max(dice.uniform(0.03...0.1) * frame.unit, 1)
        let tint = isDark ? SIMD3(dice.uniform(8...50), dice.uniform(8...44), dice.uniform(8...48)) : color()
        let clearness = isDark ? 0 : dice.uniform(0.02...0.2)
        let shine = isDark ? dice.uniform(0...0.5) : max(0, dice.uniform(-0.4...0.6))
        let drop = dice.uniform(0.02...0.07)
        let slant = dice.uniform(-0.6...0.6)
        for (side, eye) in [(Float(-1), landmarks.leftEye), (1, landmarks.rightEye)] {
            // On the eye itself: how far apart the two are differs, and more so when the head turns.
            let middle = SIMD2(eye.x + 0.5, eye.y + 0.5)
            let narrow = 1 - 0.6 * frame.turn * side
            let lens = lens(shape: shape, at: middle, half: half * SIMD2(narrow, 1), side: side, drop: drop)
            if isDark {
                let (down, height) = (SIMD2(-frame.right.y, frame.right.x), half.y * frame.unit)
                cover(lens) { tint * (1.2 + 0.8 * ((($0 - middle) * down).sum() / height)) }
            } else {
                touch(lens, tint, opacity: clearness)
            }
            let clip = canvas.coverage(of: lens)
            if shine > 0 {
                let (right, unit) = (frame.right * frame.unit, frame.unit)
                let down = SIMD2(-frame.right.y, frame.right.x) * unit
                let (upper, lower) = (
                    middle - down * 0.4 + right * slant * 0.4, middle + down * 0.4 - right * slant * 0.4
                )
                let streak = Path.stroke(along: [upper, lower]) { _ in 0.16 * unit }
                touch(streak, SIMD3(240, 246, 252), opacity: shine, feather: unit * 0.04, clip: clip)
            }
            touch(outline(of: lens, width: thickness), rim, opacity: 1)
            let ear = frame(side * 1.14, 0)
            let hinge = middle + frame.right * (side * half.x * narrow * frame.unit)
            touch(.stroke(along: [hinge, ear]) { _ in thickness }, rim * 0.8, opacity: 1)
        }
        let (left, right) = (landmarks.leftEye, landmarks.rightEye)
        let reach = frame.right * (half.x * frame.unit * 0.94)
        let from = SIMD2(left.x + 0.5, left.y + 0.5) + reach * (1 + 0.6 * frame.turn)
        let to = SIMD2(right.x + 0.5, right.y + 0.5) - reach * (1 - 0.6 * frame.turn)
        if ((to - from) * frame.right).sum() > 0 {
            let arch = (from + to) / 2 - SIMD2(-frame.right.y, frame.right.x) * (0.06 * frame.unit)
            touch(.stroke(through: [from, arch, to], width: thickness), rim, opacity: 1)
        }
    }

    /// A round, a square, an aviator's or a cat's-eye lens.
    private func lens(shape: Int, at middle: SIMD2<Float>, half: SIMD2<Float>, side: Float, drop: Float) -> Path {
        let corners: [(Float, Float)] =
            switch shape {
            case 0:
                [(0, -1), (0.7, -0.7), (1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7)]
            case 1:
                [
                    (-0.7, -0.92), (0.7, -0.92), (0.97, -0.7), (0.97, 0.7), (0.7, 0.92), (-0.7, 0.92), (-0.97, 0.7),
                    (-0.97, -0.7),
                ]
            case 2:
                [
                    (-0.6, -0.86), (0.6, -0.86), (1, -0.6), (0.9, 0.3), (0.4, 1.15), (-0.3, 1.15), (-0.86, 0.4),
                    (-0.95, -0.6),
                ]
            default:
                [
                    (-0.6, -0.72), (0.4, -0.86), (1.08, -1.1), (1, 0), (0.5, 0.84), (-0.4, 0.84), (-0.95, 0.2),
                    (-0.95, -0.5),
                ]
            }
        let down = SIMD2(-frame.right.y, frame.right.x)
        return .smooth(
            through: corners.map { x, y in
                let (along, below) = (side * x * half.x * frame.unit, (y * half.y + drop) * frame.unit)
                return middle + frame.right * along + down * below
            },
            steps: 5
        )
    }

    /// The band along a path's edges.
    private func outline(of path: Path, width: Float) -> Path {
        guard let polygon = path.polygons.first else { return Path() }
        let middle = polygon.reduce(.zero, +) / Float(polygon.count)
        func scaled(by amount: Float) -> Path {
            Path(
                polygon.map { point in
                    let offset = point - middle
                    let length = max((offset * offset).sum().squareRoot(), 1e-3)
                    return point + offset / length * amount
                }
            )
        }
        return scaled(by: width / 2).minus(scaled(by: -width / 2))
    }
}
