extension FacePainter {
    /// The face itself, with blush, freckles, moles and wrinkles.
    mutating func paintSkin() {
        let skin = face.skin
        let noise = ValueNoise(seed: skin.seed)
        let frequency = 3 / unit
        canvas.paint(skinMask) { place, _ in
            (skin.color * (1 + 0.035 * noise(place * frequency)), 1)
        }
        let (dark, red) = (skin.color * 0.62, skin.color * SIMD3(1.02, 0.72, 0.7))
        for side: Float in [-1, 1] {
            let cheek = head(side * 0.55, 0.3)
            let radii = SIMD2<Float>(0.24, 0.18) * unit
            canvas.fill(
                .ellipse(center: cheek, radii: radii),
                red,
                opacity: skin.blush,
                feather: unit * 0.1,
                clip: skinMask
            )
        }
        paintFreckles(color: mix(skin.color, SIMD3(120, 66, 32), 0.5))
        for mole in skin.moles {
            let middle = head(mole.x * face.head.width, mole.y)
            let radius = max(mole.z * unit, 0.7)
            canvas.fill(
                .ellipse(center: middle, radii: SIMD2(radius, radius)),
                dark * 0.6,
                opacity: 0.9,
                clip: skinMask
            )
        }
        guard skin.wrinkles > 0 else { return }
        // Across the forehead, and from the nose to the corners of the mouth.
        for (index, y) in [Float(-0.72), -0.6, -0.48].enumerated() {
            let reach = 0.5 - 0.05 * Float(index)
            line(
                [(-reach, y), (-0.2, y - 0.02), (0, y + 0.015), (0.2, y - 0.02), (reach, y)],
                0.028,
                dark,
                skin.wrinkles * 0.6
            )
        }
        for side: Float in [-1, 1] {
            let (from, to) = (face.nose.width + 0.03, face.mouth.width + 0.1)
            let places: [(Float, Float)] = [
                (side * from, face.nose.tip), (side * (from + to) / 2 + side * 0.06, 0.56), (side * to, 0.78),
            ]
            line(places, 0.032, dark, skin.wrinkles * 0.7)
        }
    }

    private mutating func paintFreckles(color: SIMD3<Float>) {
        guard face.skin.freckles > 0 else { return }
        var dice = Dice(seed: face.skin.seed)
        for _ in 0..<Int(20 + 50 * face.skin.freckles) {
            let (x, y) = (dice.bell(0, 0.38), dice.bell(0.18, 0.16))
            let radius = max(dice.uniform(0.012...0.03) * unit, 0.5)
            let dot = Path.ellipse(center: head(x, y), radii: SIMD2(radius, radius))
            canvas.fill(dot, color, opacity: 0.3 + 0.4 * face.skin.freckles, clip: skinMask)
        }
    }

    /// A soft line on the face.
    mutating func line(_ places: [(Float, Float)], _ width: Float, _ color: SIMD3<Float>, _ opacity: Float) {
        let path = Path.stroke(through: head.surface(places), width: max(width * unit, 0.8))
        canvas.fill(path, color, opacity: opacity, clip: skinMask)
    }

    /// Stubble, mustache and beards, behind the mouth.
    mutating func paintBeard() {
        let (beard, mouth) = (face.beard, face.mouth)
        guard beard.style != .none else { return }
        let color = mix(face.hair.color, SIMD3(40, 28, 22), 0.3)
        let noise = ValueNoise(seed: face.hair.seed)
        let (width, length) = (face.head.width, face.head.length)
        let (lip, chin) = (mouth.height - mouth.upper - 0.03, 1.1 * length + beard.length)
        var opacity: Float = 0.92
        var places: [(Float, Float)] = []
        switch beard.style {
        case .none: break
        case .mustache:
            places = [
                (0, lip - 0.1), (0.2, lip - beard.thickness), (mouth.width + 0.08, lip + 0.1), (0.16, lip + 0.03),
            ]
        case .goatee:
            places = [(0, mouth.height + 0.2), (0.22, mouth.height + 0.16), (0.3, length * 0.95), (0.16, chin)]
        case .chinstrap, .full, .stubble:
            opacity = beard.style == .stubble ? 0.35 : 0.9
            let inner: Float = beard.style == .chinstrap ? mouth.height + 0.24 : lip - 0.08
            let cheek: Float = beard.style == .chinstrap ? 0.66 : 0.44
            places = [
                (0, inner), (mouth.width * 0.9, inner + 0.04), (cheek * width, inner + 0.02), (0.84 * width, 0.3),
                (1.06 * width, 0.12), (1.1 * width, 0.6 * length), (0.8 * width, 0.96 * length), (0.3, chin + 0.06),
            ]
        }
        let mirrored = places.reversed().filter { $0.0 > 0 }.map { (-$0.0, $0.1) }
        let shape = canvas.coverage(of: .smooth(through: head.surface(places + mirrored)), feather: unit * 0.02)
        let frequency = SIMD2<Float>(14, 5) / unit
        let clip = beard.length > 0.12 ? nil : skinMask
        canvas.paint(shape, clip: clip) { place, _ in (color * (1 + 0.25 * noise(place * frequency)), opacity) }
    }
}
