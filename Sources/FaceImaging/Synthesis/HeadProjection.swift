#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// From places on a head to places in a photo: a bowl-shaped face, turned and seen from afar.
struct HeadProjection {
    private let yaw, pitch, roll: SIMD2<Float>
    private let center: SIMD2<Float>
    private let width: Float
    /// Pixels a unit.
    let scale: Float

    init(of head: SyntheticFace.Head, in view: SyntheticView, size: Int) {
        yaw = SIMD2(cos(view.yaw), sin(view.yaw))
        pitch = SIMD2(cos(view.pitch), sin(view.pitch))
        roll = SIMD2(cos(view.roll), sin(view.roll))
        width = head.width
        scale = 0.33 * Float(size) * view.scale
        center = (SIMD2(0.5, 0.53) + view.shift) * Float(size)
    }

    /// Where a place of the face's surface is seen; `lift` raises it out of the face.
    func callAsFunction(_ x: Float, _ y: Float, lift: Float = 0) -> SIMD2<Float> {
        let (across, down) = (x / (1.15 * width), (y + 0.05) / 1.6)
        let depth = 0.8 * max(0.05, 1 - across * across - down * down).squareRoot()
        return project(x, y, depth + lift)
    }

    /// Where a place of the head's outline is seen, or of what lies behind it: `depth` is away from the viewer.
    func behind(_ x: Float, _ y: Float, depth: Float = 0) -> SIMD2<Float> {
        project(x, y, -depth)
    }

    private func project(_ x: Float, _ y: Float, _ z: Float) -> SIMD2<Float> {
        let (turnedX, turnedZ) = (x * yaw.x + z * yaw.y, z * yaw.x - x * yaw.y)
        let nodded = y * pitch.x + turnedZ * pitch.y
        // Things near the camera are a little larger.
        let far = scale / (1.05 - 0.06 * turnedZ)
        return center + SIMD2(turnedX * roll.x - nodded * roll.y, turnedX * roll.y + nodded * roll.x) * far
    }

    /// Places of the surface, each seen.
    func surface(_ places: [(Float, Float)], lift: Float = 0) -> [SIMD2<Float>] {
        places.map { self($0.0, $0.1, lift: lift) }
    }

    /// Places behind the face, each seen.
    func behind(_ places: [(Float, Float)], depth: Float = 0) -> [SIMD2<Float>] {
        places.map { behind($0.0, $0.1, depth: depth) }
    }
}
