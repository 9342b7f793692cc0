extension OccluderPainter {
    /// The colors of masks from a pharmacy.
    private static let papers: [SIMD3<Float>] = [
        SIMD3(150, 196, 216), SIMD3(112, 172, 208), SIMD3(236, 238, 240), SIMD3(34, 34, 38), SIMD3(170, 214, 190),
        SIMD3(226, 170, 186), SIMD3(120, 124, 132), SIMD3(176, 160, 206),
    ]

    /// Brightness over a face that bulges: less toward its sides.
    private func bulge(at place: SIMD2<Float>) -> Float {
        let x = ((place - frame(0, 1)) * frame.right).sum() / frame.unit
        return 1.05 - 0.3 * min(x * x, 1.4)
    }

    /// Pleats, a wire over the nose, straps to the ears; the upper edge is at `top` in the middle, and `slope` lower at
    /// the sides.
    mutating func paintSurgicalMask(top: Float, slope: Float) {
        let color = dice.pick(Self.papers) * dice.uniform(0.92...1.06)
        let (wide, chin) = (dice.uniform(0.86...1.0), dice.uniform(1.5...1.68))
        let side = top + slope
        let weave = ValueNoise(seed: dice.next())
        let grain = 9 / frame.unit
        strap([(wide - 0.06, side + 0.05), (1.14, 0.06)], width: 0.025, color: color * 1.1)
        strap([(-wide + 0.06, side + 0.05), (-1.14, 0.06)], width: 0.025, color: color * 1.1)
        strap([(wide - 0.1, 1.1), (1.14, 0.3)], width: 0.025, color: color * 1.1)
        strap([(-wide + 0.1, 1.1), (-1.14, 0.3)], width: 0.025, color: color * 1.1)
        let outline: [(Float, Float)] = [
            (0, top - 0.05), (0.2, top), (0.5, mix(top, side, 0.55)), (wide, side), (wide * 0.99, 0.8),
            (wide * 0.86, 1.16),
            (wide * 0.62, chin - 0.1), (0.3, chin), (0, chin + 0.02),
        ]
        let path = Path.smooth(through: frame.mirrored(outline), steps: 4)
        let painter = self
        cover(path) { color * painter.bulge(at: $0) * (1 + 0.03 * weave($0 * grain)) }
        let clip = canvas.coverage(of: path)
        let pleats = dice.whole(2...4)
        for number in 1...pleats {
            let y = mix(max(side, 0.5), 1.36, Float(number) / Float(pleats + 1))
            let fold = Path.stroke(
                through: frame([(-wide, y - 0.06), (-0.4, y + 0.02), (0.4, y + 0.02), (wide, y - 0.06)]),
                width: 0.05 * frame.unit
            )
            touch(fold, color * 0.7, opacity: 0.55, feather: frame.unit * 0.02, clip: clip)
        }
        let edge = Path.stroke(
            through: frame([
                (-0.5, mix(top, side, 0.55) + 0.05), (-0.2, top + 0.05), (0, top), (0.2, top + 0.05),
                (0.5, mix(top, side, 0.55) + 0.05),
            ]),
            width: 0.035 * frame.unit
        )
        touch(edge, color * 1.15, opacity: 0.6, clip: clip)
    }

    /// A pattern, a seam in the middle, straps to the ears.
    mutating func paintClothMask(top: Float, slope: Float) {
        let (first, second) = (color(), color())
        let fabric = Fabric(using: &dice, first: first, second: second, frame: frame, foldDepth: 0.14)
        let (wide, chin) = (dice.uniform(0.8...0.98), dice.uniform(1.5...1.66))
        let side = top + slope
        for half: Float in [-1, 1] {
            strap([(half * (wide - 0.04), side + 0.06), (half * 1.14, 0.05)], width: 0.035, color: first * 0.9)
            strap([(half * (wide - 0.12), 1.05), (half * 1.14, 0.3)], width: 0.035, color: first * 0.9)
        }
        let outline: [(Float, Float)] = [
            (0, top - 0.02), (0.24, top + 0.08), (0.55, side - 0.03), (wide, side), (wide * 0.94, 0.86),
            (wide * 0.7, 1.3),
            (0.34, chin - 0.03), (0, chin),
        ]
        let path = Path.smooth(through: frame.mirrored(outline), steps: 4)
        let painter = self
        cover(path) { fabric($0) * painter.bulge(at: $0) }
        let clip = canvas.coverage(of: path)
        if dice.chance(0.6) {
            let seam = Path.stroke(through: frame([(0, top), (0, 0.8), (0, chin)]), width: 0.03 * frame.unit)
            touch(seam, first * 0.5, opacity: 0.7, clip: clip)
        }
        let hem = Path.stroke(
            through: frame([
                (-wide, side + 0.04), (-0.5, side + 0.01), (0, top + 0.04), (0.5, side + 0.01), (wide, side + 0.04),
            ]),
            width: 0.02 * frame.unit
        )
        touch(hem, first * 0.6, opacity: 0.5, clip: clip)
    }

    /// Stiff and bulging, with a seam, sometimes a valve, and bands around the head.
    mutating func paintFFPMask(top: Float) {
        let color = dice.pick([
            SIMD3<Float>(238, 238, 236), SIMD3(240, 240, 240), SIMD3(30, 30, 32), SIMD3(196, 206, 214),
            SIMD3(214, 176, 160),
        ])
        let (wide, chin) = (dice.uniform(0.7...0.86), dice.uniform(1.5...1.64))
        let band = dice.pick([SIMD3<Float>(236, 232, 220), SIMD3(210, 170, 60), SIMD3(40, 40, 40)])
        for half: Float in [-1, 1] {
            strap([(half * (wide - 0.1), 0.62), (half * 1.12, 0.12)], width: 0.05, color: band)
            strap([(half * (wide - 0.2), 1.2), (half * 1.1, 0.72)], width: 0.05, color: band)
        }
        let outline: [(Float, Float)] = [
            (0, top - 0.06), (0.16, top + 0.02), (0.42, pulledUp(0.5, to: 0.3)), (wide, pulledUp(0.72, to: 0.5)),
            (wide * 0.94, 0.98), (0.5, 1.4), (0.2, chin), (0, chin + 0.02),
        ]
        let path = Path.smooth(through: frame.mirrored(outline), steps: 4)
        let painter = self
        cover(path) { color * painter.bulge(at: $0) }
        let clip = canvas.coverage(of: path)
        let shade = Path(frame([(0, top), (1.2, top), (1.2, chin), (0, chin)]))
        touch(shade, color * (dice.chance(0.5) ? 0.82 : 1.08), opacity: 0.5, feather: frame.unit * 0.03, clip: clip)
        let ridge = Path.stroke(through: frame([(0, top - 0.05), (0, 0.8), (0, chin)]), width: 0.03 * frame.unit)
        touch(ridge, color * 0.66, opacity: 0.8, clip: clip)
        let wire = Path.stroke(
            through: frame([(-0.3, top + 0.22), (0, top + 0.04), (0.3, top + 0.22)]),
            width: 0.06 * frame.unit
        )
        touch(wire, color * 0.76, opacity: 0.7, clip: clip)
        guard dice.chance(0.4) else { return }
        let valve = frame(dice.uniform(0.2...0.34) * (dice.chance(0.5) ? 1 : -1), dice.uniform(0.9...1.1))
        let radius = 0.15 * frame.unit
        touch(.ellipse(center: valve, radii: SIMD2(radius, radius)), color * 0.6, opacity: 0.9, clip: clip)
        touch(.ellipse(center: valve, radii: SIMD2(radius, radius) * 0.82), color * 0.92, opacity: 1, clip: clip)
    }
}
