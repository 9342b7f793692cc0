extension SyntheticFace {
    /// Where the eyes are, what shape and what color.
    struct Eyes: Hashable, Sendable {
        var spacing, height, width, openness, tilt, lid, iris, lashes, bags: Float
        var color: SIMD3<Float>

        private static let colors: [SIMD3<Float>] = [
            SIMD3(58, 34, 20), SIMD3(92, 56, 28), SIMD3(128, 92, 48), SIMD3(84, 112, 66), SIMD3(70, 120, 168),
            SIMD3(120, 140, 152), SIMD3(40, 24, 18),
        ]

        init(using dice: inout Dice) {
            spacing = dice.uniform(0.36...0.5)
            height = dice.uniform(-0.3 ... -0.06)
            width = dice.uniform(0.17...0.26)
            openness = dice.uniform(0.36...0.72)
            tilt = dice.uniform(-0.2...0.26)
            lid = dice.uniform(0...1)
            iris = dice.uniform(0.42...0.6)
            lashes = dice.uniform(0.01...0.05)
            bags = dice.uniform(0...0.5)
            color = dice.pick(Self.colors) * dice.uniform(0.85...1.15)
        }
    }

    /// Their lines above the eyes.
    struct Brows: Hashable, Sendable {
        var distance, length, thickness, arch, slope, inner, darkness: Float

        init(using dice: inout Dice) {
            distance = dice.uniform(0.17...0.32)
            length = dice.uniform(0.38...0.6)
            thickness = dice.uniform(0.035...0.13)
            arch = dice.uniform(-0.02...0.13)
            slope = dice.uniform(-0.12...0.12)
            inner = dice.uniform(0.1...0.24)
            darkness = dice.uniform(0.45...0.95)
        }
    }

    /// Its length and width, and how its tip is made.
    struct Nose: Hashable, Sendable {
        var tip, width, bridge, nostrils, roundness, hump: Float

        init(using dice: inout Dice) {
            tip = dice.uniform(0.24...0.48)
            width = dice.uniform(0.14...0.31)
            bridge = dice.uniform(0.05...0.12)
            nostrils = dice.uniform(0.3...0.95)
            roundness = dice.uniform(0.08...0.18)
            hump = dice.uniform(0.1...0.34)
        }
    }

    /// Its place, width and lips.
    struct Mouth: Hashable, Sendable {
        var height, width, upper, lower, bow, curve, redness: Float

        init(using dice: inout Dice) {
            height = dice.uniform(0.66...0.84)
            width = dice.uniform(0.26...0.44)
            upper = dice.uniform(0.03...0.11)
            lower = dice.uniform(0.05...0.14)
            bow = dice.uniform(0...0.6)
            curve = dice.uniform(-0.05...0.05)
            redness = dice.uniform(0.15...0.9)
        }
    }

    /// What grows on chin and lip.
    struct Beard: Hashable, Sendable {
        enum Style: Hashable, Sendable { case none, stubble, mustache, goatee, chinstrap, full }

        var style: Style
        var thickness, length: Float

        init(using dice: inout Dice) {
            style = dice.pick([.none, .none, .none, .none, .stubble, .mustache, .goatee, .chinstrap, .full])
            thickness = dice.uniform(0.05...0.13)
            length = dice.uniform(0...0.2)
        }
    }

    /// Its cut and color.
    struct Hair: Hashable, Sendable {
        enum Style: Hashable, Sendable, CaseIterable {
            case bald, buzz, short, sideParted, fringe, curly, long, bob, bun, receding, afro, mohawk
        }

        var style: Style
        var color: SIMD3<Float>
        var line, volume, part, sideburns: Float
        var seed: UInt64

        private static let colors: [SIMD3<Float>] = [
            SIMD3(22, 18, 18), SIMD3(48, 32, 24), SIMD3(84, 54, 34), SIMD3(122, 74, 40), SIMD3(152, 70, 36),
            SIMD3(196, 152, 88), SIMD3(226, 196, 138), SIMD3(140, 138, 138), SIMD3(214, 212, 208),
        ]

        init(using dice: inout Dice) {
            style = dice.pick(Style.allCases)
            color = dice.pick(Self.colors) * dice.uniform(0.85...1.12)
            line = dice.uniform(-0.92 ... -0.66)
            volume = dice.uniform(0.06...0.26)
            part = dice.uniform(-0.6...0.6)
            sideburns = dice.uniform(-0.3...0.35)
            seed = dice.next()
        }
    }
}
