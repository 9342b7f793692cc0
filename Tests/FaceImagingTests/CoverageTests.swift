import Testing

@testable import FaceImaging

/// Shapes and the pixels they cover.
@Suite struct CoverageTests {
    let bounds = PixelRegion(x: 0, y: 0, width: 12, height: 10)

    @Test func `a rectangle between pixels covers its shares`() throws {
        let path = Path([SIMD2(1.5, 2.25), SIMD2(4, 2.25), SIMD2(4, 4), SIMD2(1.5, 4)])
        let coverage = try #require(Coverage(of: path, in: bounds))
        #expect(coverage[1, 2] == 0.375)
        #expect(coverage[2, 2] == 0.75)
        #expect(coverage[1, 3] == 0.5)
        #expect(coverage[3, 3] == 1)
        #expect(coverage[4, 3] == 0)
        #expect(coverage[0, 3] == 0)
        #expect(coverage[-5, 99] == 0)
    }

    @Test(arguments: [Float(0), 0.3, 1.1, 2.6])
    func `an ellipse covers its area, however it is turned`(angle: Float) throws {
        let path = Path.ellipse(center: SIMD2(30.2, 29.7), radii: SIMD2(21, 9), angle: angle)
        let coverage = try #require(Coverage(of: path, in: PixelRegion(x: 0, y: 0, width: 60, height: 60)))
        // A polygon of as many corners is a little smaller.
        let (area, expected) = (coverage.values.reduce(0, +), Float.pi * 21 * 9)
        #expect(abs(area - expected) < 6)
    }

    @Test func `each pixel's share agrees with many samples`() throws {
        let corners = [SIMD2<Float>(1.2, 8.9), SIMD2(3.7, 0.4), SIMD2(11.3, 2.2), SIMD2(6.1, 4.8), SIMD2(9.9, 9.6)]
        let coverage = try #require(Coverage(of: Path(corners), in: bounds))
        func isInside(_ place: SIMD2<Float>) -> Bool {
            var winding = 0
            for index in corners.indices {
                let (from, to) = (corners[index], corners[(index + 1) % corners.count])
                let side = (to.x - from.x) * (place.y - from.y) - (place.x - from.x) * (to.y - from.y)
                if from.y <= place.y, to.y > place.y, side > 0 { winding += 1 }
                if from.y > place.y, to.y <= place.y, side < 0 { winding -= 1 }
            }
            return winding != 0
        }
        for y in 0..<10 {
            for x in 0..<12 {
                var inside = 0
                for sample in 0..<1024 {
                    let place = SIMD2(
                        Float(x) + (Float(sample % 32) + 0.5) / 32,
                        Float(y) + (Float(sample / 32) + 0.5) / 32
                    )
                    if isInside(place) { inside += 1 }
                }
                #expect(abs(coverage[x, y] - Float(inside) / 1024) < 0.02, "\(x), \(y)")
            }
        }
    }

    @Test func `what leaves the picture is cut off, and numbers that are none are refused`() throws {
        let wide = Path([SIMD2(-900, -900), SIMD2(900, -900), SIMD2(900, 5), SIMD2(-900, 5)])
        let coverage = try #require(Coverage(of: wide, in: bounds))
        #expect(coverage.values.reduce(0, +) == 60)
        #expect(Coverage(of: Path([SIMD2(20, 0), SIMD2(30, 0), SIMD2(30, 9)]), in: bounds) == nil)
        #expect(Coverage(of: Path([SIMD2(.nan, 0), SIMD2(3, 0), SIMD2(3, 9)]), in: bounds) == nil)
        #expect(Coverage(of: Path([SIMD2(.infinity, 0), SIMD2(3, 0), SIMD2(3, 9)]), in: bounds) == nil)
        #expect(Coverage(of: Path(), in: bounds) == nil)
    }

    @Test func `a hole is not covered, and a soft edge keeps the middle`() throws {
        let ring = Path.ellipse(center: SIMD2(15, 15), radii: SIMD2(12, 12))
            .minus(.ellipse(center: SIMD2(15, 15), radii: SIMD2(6, 6)))
        let area = PixelRegion(x: 0, y: 0, width: 30, height: 30)
        let coverage = try #require(Coverage(of: ring, in: area))
        #expect(coverage[15, 15] == 0)
        #expect(coverage[15, 6] > 0.999)
        let disc = Path.ellipse(center: SIMD2(15, 15), radii: SIMD2(10, 10))
        let soft = try #require(Coverage(of: disc, in: area, feather: 2))
        #expect(soft[15, 15] > 0.999)
        #expect(0.3...0.7 ~= soft[15, 5])
    }

    @Test func `a canvas gives back the photo it was made of`() {
        let photo = Photo.noise(width: 31, height: 17)
        #expect(Canvas(photo).photo == photo)
    }
}
