#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension OccluderPainter {
    /// Folds of cloth from the nose or the lip down over the neck.
    mutating func paintScarf() {
        let (first, second) = (color(), color())
        let fabric = Fabric(using: &dice, first: first, second: second, frame: frame, foldDepth: 0.3)
        let top = dice.uniform(0.3...0.76)
        let sag = dice.uniform(-0.1...0.16)
        let outline: [(Float, Float)] = [
            (0, top + sag * 0.5), (0.5, top), (0.9, top - 0.05), (1.22, top + 0.02), (1.3, 1.2), (1.36, 2.2), (0, 2.5),
        ]
        cover(.smooth(through: frame.mirrored(outline), steps: 4)) { fabric($0) }
        for _ in 0..<dice.whole(2...4) {
            let y = dice.uniform(top + 0.25...2)
            let bend = dice.uniform(0.05...0.3)
            let fold = Path.stroke(
                through: frame([(-1.2, y), (-0.4, y + bend), (0.4, y + bend), (1.2, y)]),
                width: 0.06 * frame.unit
            )
            touch(fold, first * 0.5, opacity: 0.5, feather: frame.unit * 0.03)
        }
    }

    /// A palm and four fingers.
    mutating func paintHand() {
        let skin = skin()
        let target = dice.pick([(0, 1), (0, 0.9), (-0.5, 0.1), (0.5, 0.1), (0, 0.35), (0, -0.4)] as [(Float, Float)])
        let side: Float = dice.chance(0.5) ? 1 : -1
        // Fingers point up and inward, from a wrist below and outside.
        let angle = side * dice.uniform(0.1...0.9)
        let up = SIMD2(-sin(angle), -cos(angle))
        let pointing = frame.right * up.x + SIMD2(-frame.right.y, frame.right.x) * up.y
        let across = SIMD2(-pointing.y, pointing.x)
        let (unit, middle) = (frame.unit, frame(target.0, target.1))
        let palm = middle - pointing * (0.42 * unit)
        let arm = Path.stroke(along: [palm, palm - pointing * (1.9 * unit)]) { _ in 0.62 * unit }
        cover(arm) { _ in skin * 0.9 }
        cover(.ellipse(center: palm, radii: SIMD2(0.5, 0.42) * unit, angle: atan2(pointing.y, pointing.x))) { _ in skin
        }
        for finger in 0..<4 {
            let place = Float(finger) - 1.5
            let root = palm + across * (place * 0.21 * unit) + pointing * (0.24 * unit)
            let reach = (0.78 - 0.07 * place * place) * unit
            let tip = root + pointing * reach + across * (place * 0.05 * unit)
            let width = 0.23 * unit
            cover(.stroke(along: [root, tip]) { _ in width }) { _ in skin }
            cover(.ellipse(center: tip, radii: SIMD2(width, width) / 2)) { _ in skin * 1.03 }
            let crack = Path.stroke(along: [root + across * (width / 2), tip + across * (width / 2)]) { _ in
                max(0.035 * unit, 0.8)
            }
            touch(crack, skin * 0.6, opacity: 0.7)
            touch(
                .ellipse(center: tip + pointing * (0.02 * unit), radii: SIMD2(0.05, 0.07) * unit),
                skin * SIMD3(1.1, 0.95, 0.92),
                opacity: 0.7
            )
        }
    }

    /// A slab with rounded corners, a camera and the tips of fingers.
    mutating func paintPhone() {
        let body = dice.pick([
            SIMD3<Float>(26, 26, 30), SIMD3(220, 220, 224), SIMD3(60, 80, 130), SIMD3(180, 60, 70),
            SIMD3(190, 170, 140),
        ])
        let target = dice.pick(
            [(-0.75, 0.7), (0.75, 0.7), (0, 1.1), (0.4, 0), (-0.4, 0), (0, 0.55)] as [(Float, Float)]
        )
        let angle = dice.uniform(-0.5...0.5) + (dice.chance(0.2) ? Float.pi / 2 : 0)
        let along = frame.right * cos(angle) + SIMD2(-frame.right.y, frame.right.x) * sin(angle)
        let down = SIMD2(-along.y, along.x)
        let half = SIMD2(dice.uniform(0.36...0.46), dice.uniform(0.74...0.92)) * frame.unit
        let middle = frame(target.0, target.1)
        func place(_ x: Float, _ y: Float) -> SIMD2<Float> { middle + along * (x * half.x) + down * (y * half.y) }
        let slab: [(Float, Float)] = [
            (-0.8, -1), (0.8, -1), (1, -0.9), (1, 0.9), (0.8, 1), (-0.8, 1), (-1, 0.9), (-1, -0.9),
        ]
        let (low, high) = (place(-1, -1), place(1, 1) - place(-1, -1))
        let size = (high * high).sum()
        cover(Path(slab.map { place($0.0, $0.1) })) { body * (1.1 - 0.3 * (($0 - low) * high).sum() / size) }
        for number in 0..<dice.whole(1...3) {
            let lens = place(-0.62, -0.8 + 0.2 * Float(number))
            touch(.ellipse(center: lens, radii: SIMD2(0.08, 0.08) * frame.unit), SIMD3(10, 10, 14), opacity: 1)
        }
        let skin = skin()
        let side: Float = dice.chance(0.5) ? 1 : -1
        for number in 0..<4 {
            let y = -0.1 + 0.28 * Float(number)
            let finger = Path.stroke(along: [place(side * 1.5, y + 0.1), place(side * 0.66, y)]) { _ in 0.2 * frame.unit
            }
            cover(finger) { _ in skin }
            let tip = SIMD2<Float>(0.1, 0.1) * frame.unit
            cover(.ellipse(center: place(side * 0.66, y), radii: tip)) { _ in skin * 1.04 }
        }
    }

    /// A ball of mesh before the mouth, on a grip from below.
    mutating func paintMicrophone() {
        let grip = dice.pick([SIMD3<Float>(24, 24, 26), SIMD3(60, 60, 66), SIMD3(170, 40, 44), SIMD3(40, 70, 150)])
        let side: Float = dice.chance(0.5) ? 1 : -1
        let down = SIMD2(-frame.right.y, frame.right.x)
        let corners = [landmarks.leftMouth, landmarks.rightMouth].map { SIMD2($0.x + 0.5, $0.y + 0.5) }
        let middle = (corners[0] + corners[1]) / 2 + down * (dice.uniform(-0.05...0.12) * frame.unit)
        // Large enough for both corners of the mouth, however wide it is.
        let span = corners[1] - corners[0]
        let radius = max(
            dice.uniform(0.44...0.6) * frame.unit,
            (span * span).sum().squareRoot() / 2 + 0.16 * frame.unit
        )
        let away = down + frame.right * (side * dice.uniform(0.1...0.8))
        let handle = Path.stroke(along: [middle, middle + away * (2.6 * frame.unit)]) {
            0.5 * frame.unit * (1 - 0.25 * Float($0))
        }
        cover(handle) { _ in grip }
        let foam = dice.chance(0.4) ? color() : SIMD3(132, 134, 138)
        let (mesh, unit) = (14 / frame.unit, frame.unit)
        cover(.ellipse(center: middle, radii: SIMD2(radius, radius))) { place in
            let offset = (place - middle) / radius
            let light = 1.1 - 0.55 * (offset * offset).sum() - 0.2 * (offset.x + offset.y)
            let line = (place - middle) * mesh
            let (x, y) = (line.x + line.y, line.x - line.y)
            let weave: Float = abs(x - x.rounded()) < 0.16 || abs(y - y.rounded()) < 0.16 ? 0.72 : 1
            return foam * light * weave
        }
        let ring = Path.stroke(along: [
            middle + away * (0.86 * radius) - frame.right * (0.25 * unit),
            middle + away * (0.86 * radius) + frame.right * (0.25 * unit),
        ]) { _ in 0.1 * unit }
        touch(ring, SIMD3(170, 172, 176), opacity: 1)
    }

    /// A rectangle somewhere on the face.
    mutating func paintBlock() {
        let area = FaceFrame.area
        let share = (occluder.share ?? dice.uniform(0.08...0.4)).clamped(to: 0.01...0.8)
        let (wholeWidth, wholeHeight) = (area.width * frame.unit, area.height * frame.length)
        let pixels = share * wholeWidth * wholeHeight
        // As wide for its height as the lot says, unless that would be wider or higher than the face.
        let aspect = dice.uniform(0.5...2)
        let width = min(max((pixels * aspect).squareRoot(), pixels / wholeHeight), wholeWidth)
        let height = pixels / width
        let left = dice.uniform(0...1) * (wholeWidth - width) + area.minX * frame.unit
        let top = dice.uniform(0...1) * (wholeHeight - height) + area.minY * frame.length
        let down = SIMD2(-frame.right.y, frame.right.x)
        let origin = frame.origin + frame.right * left + down * top
        let corners = [
            origin, origin + frame.right * width, origin + frame.right * width + down * height, origin + down * height,
        ]
        let (first, second, style) = (color(), color(), dice.whole(0...2))
        let noise = ValueNoise(seed: dice.next())
        let grain = style == 1 ? 1 : 5 / frame.unit
        let isFlat = style == 0
        cover(Path(corners)) { isFlat ? first : mix(first, second, 0.5 + 0.5 * noise($0 * grain)) }
    }
}
