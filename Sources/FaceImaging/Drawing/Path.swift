#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The outline of a drawn shape: closed polygons, in a photo's continuous coordinates.
///
/// Where polygons overlap, windings add up, and what is wound around is inside; a polygon inside another and against
/// its direction is a hole.
struct Path {
    /// Closed polygons; the last point of each is joined to its first.
    var polygons: [[SIMD2<Float>]]

    init(_ polygons: [SIMD2<Float>]...) { self.polygons = polygons }

    /// A smooth closed curve through points: Catmull and Rom's spline.
    static func smooth(through points: [SIMD2<Float>], steps: Int = 6) -> Path {
        Path(curve(through: points, isClosed: true, steps: steps))
    }

    /// An ellipse whose first radius is turned by `angle`, clockwise as seen.
    static func ellipse(center: SIMD2<Float>, radii: SIMD2<Float>, angle: Float = 0) -> Path {
        let count = max(12, min(64, Int(min(max(radii.x, radii.y, 1), 1e4).squareRoot() * 8)))
        let along = SIMD2(cos(angle), sin(angle)) * radii.x
        let across = SIMD2(-sin(angle), cos(angle)) * radii.y
        return Path(
            (0..<count).map { index in
                let turn = 2 * Float.pi * Float(index) / Float(count)
                return center + along * cos(turn) + across * sin(turn)
            }
        )
    }

    /// The band along a line through points, straight between them; as wide at each as `width` says of its number.
    static func stroke(along points: [SIMD2<Float>], width: (Int) -> Float) -> Path {
        guard points.count > 1 else { return Path() }
        var (left, right): ([SIMD2<Float>], [SIMD2<Float>]) = ([], [])
        for (index, point) in points.enumerated() {
            let direction = points[min(index + 1, points.count - 1)] - points[max(index - 1, 0)]
            let length = (direction * direction).sum().squareRoot()
            guard length > 0 else { continue }
            let side = SIMD2(-direction.y, direction.x) * (width(index) / 2 / length)
            left.append(point + side)
            right.append(point - side)
        }
        return Path(left + right.reversed())
    }

    /// The band along a smooth curve through points, equally wide.
    static func stroke(through points: [SIMD2<Float>], width: Float) -> Path {
        stroke(along: curve(through: points, isClosed: false, steps: 6)) { _ in width }
    }

    /// Another path's polygons, each turned around: holes, if they lie inside of this one's.
    func minus(_ other: Path) -> Path {
        var path = self
        path.polygons += other.polygons.map { $0.reversed() }
        return path
    }

    /// Points along a smooth curve through points, `steps` for each.
    static func curve(through points: [SIMD2<Float>], isClosed: Bool, steps: Int) -> [SIMD2<Float>] {
        guard points.count > 2 else { return points }
        let count = points.count
        func point(_ index: Int) -> SIMD2<Float> {
            isClosed ? points[(index + count) % count] : points[min(max(index, 0), count - 1)]
        }
        var curve: [SIMD2<Float>] = []
        curve.reserveCapacity(count * steps + 1)
        for index in 0..<(isClosed ? count : count - 1) {
            let (p0, p1, p2, p3) = (point(index - 1), point(index), point(index + 1), point(index + 2))
            for step in 0..<steps {
                let t = Float(step) / Float(steps)
                let linear = (p2 - p0) * t
                let square = (2 * p0 - 5 * p1 + 4 * p2 - p3) * (t * t)
                let cube = (3 * p1 - p0 - 3 * p2 + p3) * (t * t * t)
                curve.append(0.5 * (2 * p1 + linear + square + cube))
            }
        }
        if !isClosed { curve.append(points[count - 1]) }
        return curve
    }
}
