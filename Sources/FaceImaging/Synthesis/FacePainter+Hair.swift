extension FacePainter {
    /// What falls behind the face.
    mutating func paintHairBehind() {
        let (hair, shape) = (face.hair, face.head)
        let (wide, high) = (shape.width + hair.volume, shape.crown + hair.volume)
        switch hair.style {
        case .long:
            let fall: Float = 1.9
            paintHair(
                .smooth(
                    through: head.behind(
                        [
                            (0, -high), (0.75 * wide, -0.8 * high), (1.12 * wide, -0.1), (1.2 * wide, 0.9),
                            (1.1 * wide, fall),
                            (-1.1 * wide, fall), (-1.2 * wide, 0.9), (-1.12 * wide, -0.1), (-0.75 * wide, -0.8 * high),
                        ],
                        depth: 0.2
                    )
                )
            )
        case .bob:
            paintHair(
                .smooth(
                    through: head.behind(
                        [
                            (0, -high), (0.8 * wide, -0.75 * high), (1.16 * wide, -0.1), (1.2 * wide, 0.8),
                            (0.8 * wide, 1.05),
                            (-0.8 * wide, 1.05), (-1.2 * wide, 0.8), (-1.16 * wide, -0.1), (-0.8 * wide, -0.75 * high),
                        ],
                        depth: 0.2
                    )
                )
            )
        case .bun:
            let radius = (0.26 + hair.volume) * unit
            paintHair(.ellipse(center: head.behind(0, -high - 0.1, depth: 0.1), radii: SIMD2(radius * 1.2, radius)))
        case .afro:
            let radii = SIMD2(wide + 0.3, high * 0.9 + 0.1) * unit
            paintHair(.ellipse(center: head.behind(0, -0.45, depth: 0.2), radii: radii, angle: view.roll))
        case .bald, .buzz, .short, .sideParted, .fringe, .curly, .receding, .mohawk: break
        }
    }

    /// What covers the skull, down to the hairline.
    mutating func paintHairInFront() {
        let hair = face.hair
        switch hair.style {
        case .bald: return
        case .buzz: paintCap(line: straight(hair.line), volume: 0.02, opacity: 0.62)
        case .short: paintCap(line: straight(hair.line), volume: hair.volume)
        case .curly: paintCap(line: straight(hair.line + 0.05), volume: hair.volume + 0.1, bumps: 0.07)
        case .afro: paintCap(line: straight(hair.line), volume: hair.volume + 0.2, bumps: 0.03)
        case .bun: paintCap(line: straight(hair.line - 0.04), volume: 0.05)
        case .fringe, .bob: paintCap(line: straight(face.eyes.height - face.brows.distance - 0.1), volume: hair.volume)
        case .sideParted:
            let side: Float = hair.part < 0 ? -1 : 1
            paintCap(
                line: [(side * -0.6, hair.line + 0.3), (0, hair.line + 0.12), (side * 0.5, hair.line - 0.2)],
                volume: hair.volume
            )
        case .long:
            paintCap(
                line: [
                    (-0.78, -0.25), (-0.45, hair.line + 0.1), (hair.part * 0.4, -1.15), (0.45, hair.line + 0.1),
                    (0.78, -0.25),
                ],
                volume: hair.volume
            )
        case .receding:
            paintCap(
                line: [
                    (-0.66, -0.6), (-0.5, -1.05), (-0.12, hair.line - 0.1), (0.12, hair.line - 0.1), (0.5, -1.05),
                    (0.66, -0.6),
                ],
                volume: hair.volume * 0.5
            )
        case .mohawk:
            let high = face.head.crown + hair.volume + 0.22
            paintHair(
                .smooth(through: head.behind([(-0.2, -0.8), (-0.24, -high), (0.24, -high), (0.2, -0.8)], depth: -0.3))
            )
        }
    }

    private func straight(_ y: Float) -> [(Float, Float)] {
        [(-0.6, y + 0.06), (-0.2, y), (0.2, y), (0.6, y + 0.06)]
    }

    /// A cap from one temple over the crown to the other, and back along the hairline.
    private mutating func paintCap(line: [(Float, Float)], volume: Float, bumps: Float = 0, opacity: Float = 1) {
        let (shape, hair) = (face.head, face.hair)
        let (wide, high) = (shape.width + volume * 0.6, shape.crown + volume)
        let noise = ValueNoise(seed: hair.seed ^ 7)
        let dome: [(Float, Float)] = (0...16).map { index in
            let turn = Float(index) / 16
            // Half an ellipse by its rational form: no sine is needed.
            let t = turn * 2 - 1
            let (x, y) = (2 * t / (1 + t * t), (1 - t * t) / (1 + t * t))
            let bump = 1 + bumps * noise(SIMD2(turn * 11, 0)) * 2
            return (x * wide * bump, hair.sideburns * (1 - y) - y * high * bump)
        }
        let inner = line.sorted { $0.0 > $1.0 }.map { ($0.0 * shape.width, $0.1) }
        let temples = (0.9 * shape.width, hair.sideburns)
        let points =
            head.behind(dome, depth: -0.05) + [head.behind(temples.0, temples.1, depth: -0.15)]
            + head.surface(inner) + [head.behind(-temples.0, temples.1, depth: -0.15)]
        paintHair(.smooth(through: points, steps: 4), opacity: opacity)
    }

    private mutating func paintHair(_ path: Path, opacity: Float = 1) {
        let color = face.hair.color
        let noise = ValueNoise(seed: face.hair.seed)
        let frequency = SIMD2<Float>(11, 2.5) / unit
        canvas.paint(canvas.coverage(of: path, feather: unit * 0.015)) { place, _ in
            (color * (1 + 0.28 * noise(place * frequency)) + 4, opacity)
        }
    }
}
