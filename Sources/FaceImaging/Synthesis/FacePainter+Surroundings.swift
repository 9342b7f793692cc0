extension FacePainter {
    /// A wall, a gradient, stripes or blobs.
    mutating func paintBackground() {
        var dice = Dice(seed: view.seed)
        func color(_ dice: inout Dice) -> SIMD3<Float> {
            SIMD3(dice.uniform(20...235), dice.uniform(20...235), dice.uniform(20...235))
        }
        let (first, second) = (color(&dice), color(&dice))
        let noise = ValueNoise(seed: dice.next())
        let direction = SIMD2(dice.uniform(-1...1), dice.uniform(-1...1)) / Float(size)
        let frequency = dice.uniform(2...9) / Float(size)
        let edge = dice.uniform(0.02...0.6)
        let style = dice.whole(0...3)
        canvas.modify { place, _ in
            let share: Float
            switch style {
            case 0: share = 0.2 + 0.1 * noise(place * frequency)
            case 1: share = 0.5 + (direction * (place - Float(size) / 2)).sum()
            case 2:
                let wave = (direction * place).sum() * 9
                share = (abs(wave - wave.rounded()) - 0.25) / edge + 0.5
            default: share = noise(place * frequency) / edge + 0.5
            }
            return mix(first, second, share.clamped(to: 0...1))
        }
    }

    /// Neck and shoulders, in clothes of the day.
    mutating func paintBody() {
        var dice = Dice(seed: view.seed ^ 1)
        let clothes = SIMD3(dice.uniform(15...225), dice.uniform(15...225), dice.uniform(15...225))
        let collar = dice.uniform(1.5...1.9)
        let neck = 0.5 * face.head.width * face.head.jaw + 0.12
        let skin = head.behind(
            [
                (-neck, 0.5), (neck, 0.5), (neck * 1.05, 1.7), (neck * 1.6, 2.4), (-neck * 1.6, 2.4),
                (-neck * 1.05, 1.7),
            ],
            depth: 0.4
        )
        canvas.fill(Path(skin), face.skin.color * 0.72)
        let top: [(Float, Float)] = [
            (-2.6, 2.1), (-1.7, 1.72), (-neck, 1.5), (0, collar), (neck, 1.5), (1.7, 1.72), (2.6, 2.1), (2.8, 4.2),
            (-2.8, 4.2),
        ]
        canvas.fill(Path.smooth(through: head.behind(top, depth: 0.4)), clothes)
    }

    /// Behind the cheeks, where the hair leaves them free.
    mutating func paintEars() {
        let (shape, color) = (face.head, face.skin.color)
        for side: Float in [-1, 1] {
            let x = side * (0.97 * shape.width + shape.earSize * 0.2)
            let middle = head.behind(x, shape.earHeight, depth: 0.05)
            let radii = SIMD2(shape.earSize * 0.55, shape.earSize) * unit
            let angle = view.roll + side * 0.15
            canvas.fill(.ellipse(center: middle, radii: radii, angle: angle), color * 0.9)
            canvas.fill(.ellipse(center: middle, radii: radii * 0.6, angle: angle), color * 0.74, feather: unit * 0.03)
        }
    }
}
