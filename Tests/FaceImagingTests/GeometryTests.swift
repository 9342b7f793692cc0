import FaceImaging
import Testing

/// Rectangles, regions, transforms and fits.
@Suite struct GeometryTests {
    @Test func `fits are numpy's least squares, with weights and without`() throws {
        for fit in try Golden.load("similarity.json", as: [Golden.Similarity].self) {
            let (source, target) = (points(fit.source), points(fit.target))
            let transform = try #require(
                AffineTransform2D(fittingSimilarityFrom: source, to: target, weights: fit.weights)
            )
            let values = [transform.a, transform.b, transform.tx, transform.c, transform.d, transform.ty]
            expectClose(values, fit.matrix, within: 1e-4)
            if fit.weights.allSatisfy({ $0 == 1 }) {
                #expect(AffineTransform2D(fittingSimilarityFrom: source, to: target) == transform)
            }
        }
    }

    @Test func `a point without weight does not count`() throws {
        let source = [Point(x: 0, y: 0), Point(x: 10, y: 0), Point(x: 5, y: 8), Point(x: 3, y: 3)]
        var target = source.map { Point(x: 2 * $0.x + 7, y: 2 * $0.y - 1) }
        target[3] = Point(x: 500, y: -900)
        let transform = try #require(
            AffineTransform2D(fittingSimilarityFrom: source, to: target, weights: [1, 1, 1, 0])
        )
        let values = [transform.a, transform.b, transform.tx, transform.c, transform.d, transform.ty]
        expectClose(values, [2, 0, 7, 0, 2, -1], within: 1e-5)
    }

    @Test func `points that coincide have no fit`() {
        let points = [Point(x: 3, y: 4), Point(x: 3, y: 4)]
        let other = [Point(x: 1, y: 2), Point(x: 8, y: 9)]
        #expect(AffineTransform2D(fittingSimilarityFrom: points, to: other) == nil)
        #expect(AffineTransform2D(fittingSimilarityFrom: other, to: points, weights: [0, 0]) == nil)
        #expect(AffineTransform2D(fittingSimilarityFrom: other, to: points, weights: [0, 1]) == nil)
        let nearly = [Point(x: 3, y: 4), Point(x: 3.0001, y: 4)]
        #expect(AffineTransform2D(fittingSimilarityFrom: nearly, to: other) == nil)
        let broken = [Point(x: .nan, y: 0), Point(x: 1, y: 1)]
        #expect(AffineTransform2D(fittingSimilarityFrom: broken, to: other) == nil)
        #expect(AffineTransform2D(fittingSimilarityFrom: [], to: []) == nil)
    }

    @Test func `an inverse undoes`() throws {
        let transform = AffineTransform2D(a: 1.5, b: -0.3, tx: 40, c: 0.7, d: 0.9, ty: -12)
        let inverse = try #require(transform.inverse)
        let place = inverse(transform(Point(x: 120, y: 77)))
        #expect(place.distance(to: Point(x: 120, y: 77)) < 1e-3)
        let nothing = transform.followed(by: inverse)
        let values = [nothing.a, nothing.b, nothing.tx, nothing.c, nothing.d, nothing.ty]
        expectClose(values, [1, 0, 0, 0, 1, 0], within: 1e-4)
        #expect(AffineTransform2D(a: 1, b: 2, tx: 0, c: 2, d: 4, ty: 0).inverse == nil)
        #expect(AffineTransform2D(a: 1e-30, b: 0, tx: 9, c: 0, d: 1e-30, ty: 9).inverse != nil)
        #expect(AffineTransform2D(a: 0x1p-140, b: 0, tx: 9, c: 0, d: 1, ty: 9).inverse == nil)
        #expect(AffineTransform2D(a: .nan, b: 0, tx: 9, c: 0, d: 1, ty: 9).inverse == nil)
    }

    @Test func `a rectangle maps onto another, corner by corner`() {
        let target = Rect(x: 0, y: 0, width: 160, height: 80)
        let transform = AffineTransform2D(mapping: Rect(x: 10, y: 20, width: 40, height: 40), onto: target)
        #expect(transform(Point(x: 10, y: 20)) == Point(x: 0, y: 0))
        #expect(transform(Point(x: 50, y: 60)) == Point(x: 160, y: 80))
    }

    @Test func `overlap is shared over either`() {
        let square = Rect(x: 0, y: 0, width: 10, height: 10)
        #expect(square.intersectionOverUnion(square) == 1)
        #expect(square.intersectionOverUnion(Rect(x: 5, y: 0, width: 10, height: 10)) == Float(1) / 3)
        #expect(square.intersectionOverUnion(Rect(x: 10, y: 0, width: 10, height: 10)) == 0)
        #expect(square.intersectionOverUnion(Rect(x: 20, y: 20, width: -5, height: -5)) == 0)
        #expect(Rect(x: 1, y: 1, width: 0, height: 0).intersectionOverUnion(Rect(x: 1, y: 1, width: 0, height: 0)) == 0)
    }

    @Test func `a point lies within a rectangle, or on an edge and not within`() {
        let rect = Rect(x: 10, y: 20, width: 5, height: 2)
        #expect(rect.contains(Point(x: 12, y: 21)) && rect.contains(Point(x: 14.9, y: 21.9)))
        let places: [(Float, Float)] = [(10, 21), (15, 21), (12, 20), (12, 22), (9, 21), (16, 21), (12, 19), (12, 23)]
        for (x, y) in places {
            #expect(!rect.contains(Point(x: x, y: y)), "\(x), \(y)")
        }
    }

    @Test func `rectangles grow about their center`() {
        let rect = Rect(x: 10, y: 10, width: 20, height: 10)
        #expect(rect.squared == Rect(x: 10, y: 5, width: 20, height: 20))
        #expect(rect.scaled(by: 2) == Rect(x: 0, y: 5, width: 40, height: 20))
        #expect(rect.expanded(by: 1) == Rect(x: 9, y: 9, width: 22, height: 12))
        #expect(rect.center == Point(x: 20, y: 15))
    }

    @Test func `regions round, and refuse what cannot be one`() {
        let rect = Rect(minX: 0.4, minY: -0.6, maxX: 3.5, maxY: 2.4)
        #expect(PixelRegion(rounding: rect) == PixelRegion(x: 0, y: -1, width: 4, height: 3))
        #expect(PixelRegion(rounding: Rect(x: 0, y: 0, width: 0.2, height: 5)) == nil)
        #expect(PixelRegion(rounding: Rect(x: .nan, y: 0, width: 5, height: 5)) == nil)
        #expect(PixelRegion(rounding: Rect(x: 0, y: 0, width: .infinity, height: 5)) == nil)
        #expect(PixelRegion(rounding: Rect(x: 3e9, y: 0, width: 1e9, height: 5)) == nil)
    }

    private func points(_ values: [Float]) -> [Point] {
        stride(from: 0, to: values.count, by: 2).map { Point(x: values[$0], y: values[$0 + 1]) }
    }
}
