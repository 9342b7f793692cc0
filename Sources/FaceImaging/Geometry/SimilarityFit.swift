extension AffineTransform2D {
    /// Creates the similarity (turn, uniform scale, shift; never a mirror image) that best maps points onto points.
    ///
    /// It minimizes the weighted sum of squared distances between `transform(source[i])` and `target[i]`: the
    /// least-squares estimate of Umeyama, "Least-squares estimation of transformation parameters between two point
    /// patterns" (1991), which in the plane has a closed form. With `p` and `q` measured from their weighted means,
    ///
    ///     a = sum w (px qx + py qy) / sum w |p|^2        scale * cosine of the angle
    ///     c = sum w (px qy - py qx) / sum w |p|^2        scale * sine of the angle
    ///
    /// It fails if the points that count coincide, so that no turn or scale is better than another, or if a coordinate
    /// is not finite.
    ///
    /// - Parameters:
    ///   - source: At least two points that do not coincide.
    ///   - target: As many points.
    ///   - weights: How much each pair counts, at least 0, such as a landmark's visibility; all the same if `nil`.
    /// - Complexity: O(*points*).
    public init?(fittingSimilarityFrom source: [Point], to target: [Point], weights: [Float]? = nil) {
        precondition(source.count == target.count, "\(source.count) points cannot be fitted to \(target.count)")
        precondition(weights.map { $0.count == source.count } ?? true, "every pair of points needs one weight")
        let pairs = source.indices.map { index in
            (
                px: Double(source[index].x), py: Double(source[index].y),
                qx: Double(target[index].x), qy: Double(target[index].y),
                weight: Double(weights?[index] ?? 1)
            )
        }
        precondition(pairs.allSatisfy { !($0.weight < 0) }, "a weight is at least 0")
        let total = pairs.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return nil }
        let meanPX = pairs.reduce(0) { $0 + $1.weight * $1.px } / total
        let meanPY = pairs.reduce(0) { $0 + $1.weight * $1.py } / total
        let meanQX = pairs.reduce(0) { $0 + $1.weight * $1.qx } / total
        let meanQY = pairs.reduce(0) { $0 + $1.weight * $1.qy } / total
        var (spread, dot, cross) = (0.0, 0.0, 0.0)
        for pair in pairs {
            let (px, py) = (pair.px - meanPX, pair.py - meanPY)
            let (qx, qy) = (pair.qx - meanQX, pair.qy - meanQY)
            spread += pair.weight * (px * px + py * py)
            dot += pair.weight * (px * qx + py * qy)
            cross += pair.weight * (px * qy - py * qx)
        }
        // A millionth of a pixel squared: below it, the points are one point and rounding.
        guard spread / total > 1e-6 else { return nil }
        let (a, c) = (dot / spread, cross / spread)
        let (tx, ty) = (meanQX - a * meanPX + c * meanPY, meanQY - c * meanPX - a * meanPY)
        guard a.isFinite, c.isFinite, tx.isFinite, ty.isFinite else { return nil }
        self.init(a: Float(a), b: Float(-c), tx: Float(tx), c: Float(c), d: Float(a), ty: Float(ty))
    }
}
