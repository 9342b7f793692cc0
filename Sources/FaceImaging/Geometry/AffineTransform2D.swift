/// A map of the plane that keeps lines straight and parallel.
///
///     x' = a x + b y + tx
///     y' = c x + d y + ty
public struct AffineTransform2D: Hashable, Sendable {
    /// The share of x in x'.
    public var a: Float
    /// The share of y in x'.
    public var b: Float
    /// What is added to x'.
    public var tx: Float
    /// The share of x in y'.
    public var c: Float
    /// The share of y in y'.
    public var d: Float
    /// What is added to y'.
    public var ty: Float

    /// Creates a transform from its two rows, the order in which OpenCV's and NumPy's 2x3 matrices are written.
    public init(a: Float, b: Float, tx: Float, c: Float, d: Float, ty: Float) {
        self.a = a
        self.b = b
        self.tx = tx
        self.c = c
        self.d = d
        self.ty = ty
    }

    /// Leaves every point where it is.
    public static let identity = AffineTransform2D(a: 1, b: 0, tx: 0, c: 0, d: 1, ty: 0)

    /// Creates the transform that maps one rectangle onto another, neither of them empty.
    public init(mapping source: Rect, onto target: Rect) {
        precondition(source.area > 0, "cannot map from an empty rectangle")
        let (scaleX, scaleY) = (target.width / source.width, target.height / source.height)
        self.init(
            a: scaleX,
            b: 0,
            tx: target.minX - source.minX * scaleX,
            c: 0,
            d: scaleY,
            ty: target.minY - source.minY * scaleY
        )
    }

    /// Creates a transform from one that counts coordinates from the centers of pixels, as OpenCV's `warpAffine` does.
    public init(betweenPixelCenters other: AffineTransform2D) {
        self = other
        tx += 0.5 - 0.5 * (other.a + other.b)
        ty += 0.5 - 0.5 * (other.c + other.d)
    }

    /// Where a point goes.
    public func callAsFunction(_ point: Point) -> Point {
        Point(x: a * point.x + b * point.y + tx, y: c * point.x + d * point.y + ty)
    }

    /// By how much areas grow; negative if the plane is mirrored.
    public var determinant: Float { a * d - b * c }

    /// The transform that undoes this one, or `nil` if the plane collapses (or nearly, so that it does not fit `Float`).
    public var inverse: AffineTransform2D? {
        // In double precision: a small face in a large photo loses a quarter of a pixel in single.
        let (a, b, c, d) = (Double(a), Double(b), Double(c), Double(d))
        let (tx, ty) = (Double(tx), Double(ty))
        let determinant = a * d - b * c
        guard determinant != 0 else { return nil }
        let inverse = AffineTransform2D(
            a: Float(d / determinant),
            b: Float(-b / determinant),
            tx: Float((b * ty - d * tx) / determinant),
            c: Float(-c / determinant),
            d: Float(a / determinant),
            ty: Float((c * tx - a * ty) / determinant)
        )
        let isFinite = [inverse.a, inverse.b, inverse.tx, inverse.c, inverse.d, inverse.ty].allSatisfy(\.isFinite)
        return isFinite ? inverse : nil
    }

    /// This transform, followed by another.
    public func followed(by next: AffineTransform2D) -> AffineTransform2D {
        AffineTransform2D(
            a: next.a * a + next.b * c,
            b: next.a * b + next.b * d,
            tx: next.a * tx + next.b * ty + next.tx,
            c: next.c * a + next.d * c,
            d: next.c * b + next.d * d,
            ty: next.c * tx + next.d * ty + next.ty
        )
    }
}
