extension FacePainter {
    /// Its sides in shadow, its ridge in light, and two holes.
    mutating func paintNose() {
        let (nose, color) = (face.nose, face.skin.color)
        let top = face.eyes.height + 0.05
        let side: Float = view.lightDirection.x > 0 ? -1 : 1
        let shadow: [SIMD2<Float>] = [
            head(side * nose.bridge * 0.6, top, lift: 0.05), head(0, nose.tip * 0.6, lift: nose.hump * 0.7),
            head(0, nose.tip, lift: nose.hump), head(side * nose.width, nose.tip + 0.06, lift: 0.05),
            head(side * nose.bridge * 1.5, mix(top, nose.tip, 0.5)),
        ]
        canvas.fill(Path(shadow), color * 0.74, opacity: 0.65, feather: unit * 0.03, clip: skinMask)
        let ball = head(0, nose.tip, lift: nose.hump)
        let radii = SIMD2(nose.roundness * 1.1, nose.roundness) * unit
        for wing: Float in [-1, 1] {
            let middle = head(wing * (nose.width - 0.05), nose.tip + 0.05, lift: 0.08)
            canvas.fill(.ellipse(center: middle, radii: SIMD2(0.085, 0.075) * unit), color * 0.86, feather: unit * 0.02)
            let hole = head(wing * nose.width * 0.5, nose.tip + 0.09, lift: nose.hump * 0.55)
            let size = SIMD2(nose.width * 0.3, 0.035) * unit
            canvas.fill(.ellipse(center: hole, radii: size, angle: view.roll), color * 0.34, opacity: nose.nostrils)
        }
        canvas.fill(.ellipse(center: ball, radii: radii), color * 1.05, feather: unit * 0.03)
        let ridge = [head(0, top, lift: 0.06), head(0, nose.tip * 0.5, lift: nose.hump * 0.6), ball]
        canvas.fill(
            .stroke(through: ridge, width: nose.bridge * unit),
            color * 1.12,
            opacity: 0.6,
            feather: unit * 0.02
        )
        let spot = SIMD2(nose.roundness, nose.roundness) * unit * 0.3
        canvas.fill(.ellipse(center: ball, radii: spot), color * 1.25, opacity: 0.6, feather: unit * 0.02)
    }

    /// Lips, and teeth between them if it is open.
    mutating func paintMouth() {
        let (mouth, skin) = (face.mouth, face.skin.color)
        let lips = mix(skin * 0.82, SIMD3(182, 62, 68), mouth.redness * 0.75)
        let (half, y, corner) = (mouthWidth, mouth.height, mouth.height + cornerLift)
        let gap = 0.17 * view.mouthOpening
        let (upper, lower) = (y - gap * 0.25, y + gap)
        let dip = mouth.upper * mouth.bow
        let outer: [(Float, Float)] = [
            (-half, corner), (-half * 0.5, mix(corner, upper, 0.7) - mouth.upper * 0.85),
            (-half * 0.2, upper - mouth.upper),
            (0, upper - mouth.upper + dip * 0.6), (half * 0.2, upper - mouth.upper),
            (half * 0.5, mix(corner, upper, 0.7) - mouth.upper * 0.85), (half, corner),
            (half * 0.55, mix(corner, lower, 0.75) + mouth.lower * 0.8), (0, lower + mouth.lower),
            (-half * 0.55, mix(corner, lower, 0.75) + mouth.lower * 0.8),
        ]
        canvas.fill(.smooth(through: head.surface(outer, lift: 0.05)), lips, clip: skinMask)
        let sheen = head(0, lower + mouth.lower * 0.4, lift: 0.06)
        canvas.fill(
            .ellipse(center: sheen, radii: SIMD2(half * 0.4, mouth.lower * 0.25) * unit),
            lips * 1.2,
            opacity: 0.5
        )
        let thin = max(0.02, 0.7 / unit) / 2
        let inner: [(Float, Float)] = [
            (-half * 0.94, corner), (-half * 0.45, mix(corner, upper, 0.8) - thin), (0, upper - thin),
            (half * 0.45, mix(corner, upper, 0.8) - thin), (half * 0.94, corner),
            (half * 0.45, mix(corner, lower, 0.8) + thin), (0, lower + thin),
            (-half * 0.45, mix(corner, lower, 0.8) + thin),
        ]
        let opening = canvas.coverage(of: .smooth(through: head.surface(inner, lift: 0.05)))
        canvas.paint(opening, clip: skinMask) { _, _ in (lips * 0.3, 1) }
        guard gap > 0.02 else { return }
        let teeth: [(Float, Float)] = [
            (-half, y - 0.2), (half, y - 0.2), (half, upper + gap * 0.45), (-half, upper + gap * 0.45),
        ]
        canvas.fill(Path(head.surface(teeth, lift: 0.05)), SIMD3(232, 226, 212), opacity: 0.9, clip: opening)
    }

    /// Above the eyes, in the color of the hair.
    mutating func paintBrows() {
        let (brows, eyes) = (face.brows, face.eyes)
        let color = mix(face.skin.color, mix(face.hair.color, SIMD3(38, 28, 22), 0.35), brows.darkness)
        let height = eyes.height - brows.distance - 0.07 * view.browRaise
        for side: Float in [-1, 1] {
            let places = (0...4).map { index in
                let along = Float(index) / 4
                let bend = 4 * along * (1 - along) * brows.arch
                return (side * (brows.inner + along * brows.length), height + brows.slope * (0.5 - along) - bend)
            }
            let curve = Path.curve(through: head.surface(places), isClosed: false, steps: 4)
            let thickness = max(brows.thickness * unit, 0.8)
            let path = Path.stroke(along: curve) { index in
                thickness * (1 - 0.75 * Float(index) / Float(curve.count - 1))
            }
            canvas.fill(path, color, opacity: 0.95, feather: unit * 0.015, clip: skinMask)
        }
    }
}
