#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A rotation in space, as the rows of its matrix.
struct Rotation {
    var rows: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>)

    /// Rotates about an axis of length 1: Rodrigues' formula.
    init(axis: SIMD3<Double>, angle: Double) {
        let (c, s, t) = (cos(angle), sin(angle), 1 - cos(angle))
        rows = (
            axis * axis.x * t + SIMD3(c, -axis.z * s, axis.y * s),
            axis * axis.y * t + SIMD3(axis.z * s, c, -axis.x * s),
            axis * axis.z * t + SIMD3(-axis.y * s, axis.x * s, c)
        )
    }

    /// Rotates about a vector's direction by its length in radians.
    init(_ vector: SIMD3<Double>) {
        let angle = (vector * vector).sum().squareRoot()
        self.init(axis: angle > 0 ? vector / angle : SIMD3(0, 0, 1), angle: angle)
    }

    func callAsFunction(_ point: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3((rows.0 * point).sum(), (rows.1 * point).sum(), (rows.2 * point).sum())
    }

    func followed(by next: Rotation) -> Rotation {
        func row(_ of: SIMD3<Double>) -> SIMD3<Double> { rows.0 * of.x + rows.1 * of.y + rows.2 * of.z }
        var result = self
        result.rows = (row(next.rows.0), row(next.rows.1), row(next.rows.2))
        return result
    }
}
