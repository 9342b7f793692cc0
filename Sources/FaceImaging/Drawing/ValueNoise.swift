/// A smooth random field of the plane, for cloth, hair, skin and backgrounds: -1 to 1, waves about a unit long.
struct ValueNoise {
    private let seed: UInt32

    init(seed: UInt64) { self.seed = UInt32(truncatingIfNeeded: seed ^ (seed >> 32)) }

    /// The field at a place.
    @inline(__always)
    func callAsFunction(_ place: SIMD2<Float>) -> Float {
        let floor = place.rounded(.down)
        let part = place - floor
        let smooth = part * part * (3 - 2 * part)
        let (x, y) = (Int32(clamped: floor.x), Int32(clamped: floor.y))
        let upper = mix(value(x, y), value(x &+ 1, y), smooth.x)
        let lower = mix(value(x, y &+ 1), value(x &+ 1, y &+ 1), smooth.x)
        return mix(upper, lower, smooth.y)
    }

    @inline(__always)
    private func value(_ x: Int32, _ y: Int32) -> Float {
        var bits = UInt32(bitPattern: x) &* 0x9e37_79b1 ^ UInt32(bitPattern: y) &* 0x85eb_ca77 ^ seed
        bits = (bits ^ (bits >> 15)) &* 0x2c1b_3c6d
        bits = (bits ^ (bits >> 12)) &* 0x297a_2d39
        bits ^= bits >> 15
        return Float(bits >> 8) * 0x1p-23 - 1
    }
}

/// A share of the way from one value to another.
@inline(__always)
func mix(_ from: Float, _ to: Float, _ share: Float) -> Float { from + (to - from) * share }

/// A share of the way from one value to another.
@inline(__always)
func mix(_ from: SIMD2<Float>, _ to: SIMD2<Float>, _ share: Float) -> SIMD2<Float> { from + (to - from) * share }

/// A share of the way from one color to another.
@inline(__always)
func mix(_ from: SIMD3<Float>, _ to: SIMD3<Float>, _ share: Float) -> SIMD3<Float> { from + (to - from) * share }

extension Int32 {
    /// The whole number at a place that may be anywhere.
    @inline(__always)
    fileprivate init(clamped value: Float) {
        // Also false for a number that is none.
        self = abs(value) < 0x1p30 ? Int32(value) : 0
    }
}
