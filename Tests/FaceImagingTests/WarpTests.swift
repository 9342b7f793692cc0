import FaceImaging
import Foundation
import Testing

/// Crops and warps.
@Suite struct WarpTests {
    @Test func `a turn, a scale and a shift are OpenCV's`() throws {
        let golden = try Golden.load("resize.json", as: Golden.Resize.self)
        let source = Photo(width: golden.width, height: golden.height, pixels: Array(golden.warp.source))
        let m = golden.warp.matrix
        let centers = AffineTransform2D(a: m[0], b: m[1], tx: m[2], c: m[3], d: m[4], ty: m[5])
        let transform = AffineTransform2D(betweenPixelCenters: centers)
        for (border, expected) in [(Border.black, golden.warp.black), (.edge, golden.warp.edge)] {
            let scalars = source.warpedScalars(
                by: transform,
                width: golden.warp.width,
                height: golden.warp.height,
                border: border
            )
            // OpenCV rounds positions to 1/32 of a pixel: on a border to black, 255/64 in each direction.
            expectClose(scalars, expected.floats, within: border == .black ? 8 : 1)
            let sum = zip(scalars, expected.floats).reduce(0) { $0 + abs($1.0 - $1.1) }
            #expect(sum / Float(scalars.count) < 0.3)
        }
    }

    @Test func `doing nothing changes nothing`() {
        let photo = Photo.noise(width: 19, height: 11)
        #expect(photo.warped(by: .identity, width: 19, height: 11) == photo)
        let shift = AffineTransform2D(a: 1, b: 0, tx: 4, c: 0, d: 1, ty: -3)
        let region = PixelRegion(x: -4, y: 3, width: 30, height: 14)
        #expect(photo.warped(by: shift, width: 30, height: 14) == photo.cropped(to: region))
        #expect(
            photo.warped(by: shift, width: 30, height: 14, border: .edge)
                == photo.cropped(to: region, paddedWith: .edge)
        )
    }

    @Test(arguments: [1.5, 2, 3, 4.7, 9, 40] as [Float])
    func `shrinking averages, so that fine detail does not shimmer`(factor: Float) {
        // Columns black and white by turns: a point sample is one of them, an area grey.
        let stripes = Photo(width: 400, height: 400, pixels: (0..<400 * 400 * 3).map { $0 / 3 % 2 == 0 ? 0 : 255 })
        let side = Int(400 / factor)
        let transform = AffineTransform2D(a: 1 / factor, b: 0, tx: 0, c: 0, d: 1 / factor, ty: 0)
        let small = stripes.warped(by: transform, width: side, height: side, border: .edge)
        let inside = small.cropped(to: PixelRegion(x: 1, y: 1, width: side - 2, height: side - 2))
        let worst = inside.pixels.map { abs(Int($0) - 128) }.max() ?? 0
        #expect(worst <= (factor < 2 ? 100 : 45), "factor \(factor): \(worst)")
    }

    @Test func `shrinking by a whole number is the area mean`() {
        let photo = Photo.noise(width: 60, height: 60)
        let transform = AffineTransform2D(a: 1 / 3, b: 0, tx: 0, c: 0, d: 1 / 3, ty: 0)
        let scalars = photo.warpedScalars(by: transform, width: 20, height: 20)
        expectClose(scalars, photo.resizedReference(width: 20, height: 20, filter: .area), within: 0.01)
    }

    @Test func `agrees with its reference under any transform`() {
        let photo = Photo.noise(width: 50, height: 40)
        let transforms = [
            AffineTransform2D(a: 1.3, b: 0.4, tx: -7, c: -0.4, d: 1.3, ty: 5),
            AffineTransform2D(a: 0.4, b: 0.1, tx: 3, c: -0.1, d: 0.4, ty: 2),
            AffineTransform2D(a: -0.2, b: 0.9, tx: 30, c: 2, d: 0.1, ty: -20),
            AffineTransform2D(a: 1e-5, b: 0, tx: 3, c: 0, d: 1e5, ty: 2),
        ]
        for transform in transforms {
            for border in [Border.edge, .color(Color(red: 9, green: 99, blue: 199))] {
                let scalars = photo.warpedScalars(by: transform, width: 33, height: 21, border: border)
                let expected = photo.warpedReference(by: transform, width: 33, height: 21, border: border)
                expectClose(scalars, expected, within: 0.05)
            }
        }
    }

    @Test func `a wild transform is all border`() {
        let photo = Photo(width: 4, height: 4, filledWith: .white)
        for transform in [
            AffineTransform2D(a: 1, b: 0, tx: 1e30, c: 0, d: 1, ty: -1e30),
            AffineTransform2D(a: 1e-30, b: 0, tx: 1, c: 0, d: 1e-8, ty: 1),
        ] {
            let warped = photo.warped(by: transform, width: 5, height: 5, border: .black)
            #expect(warped.pixels.allSatisfy { $0 < 255 })
        }
    }

    @Test func `a crop is padded where it leaves the photo`() {
        let photo = Photo(width: 2, height: 2, pixels: [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
        func reds(_ photo: Photo) -> [UInt8] { (0..<photo.width * photo.height).map { photo.pixels[$0 * 3] } }
        let around = PixelRegion(x: -1, y: -1, width: 4, height: 4)
        #expect(reds(photo.cropped(to: around)) == [0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0])
        #expect(
            reds(photo.cropped(to: around, paddedWith: .edge))
                == [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]
        )
        #expect(reds(photo.cropped(to: PixelRegion(x: 1, y: 0, width: 1, height: 2))) == [2, 4])
        let far = PixelRegion(x: 10, y: 10, width: 2, height: 1)
        #expect(reds(photo.cropped(to: far)) == [0, 0])
        #expect(reds(photo.cropped(to: far, paddedWith: .edge)) == [4, 4])
        #expect(photo.cropped(to: Rect(x: 0.6, y: 0.2, width: 1, height: 1.9))?.width == 1)
        #expect(photo.cropped(to: Rect(x: 0, y: 0, width: 0, height: 1)) == nil)
    }
}

extension Photo {
    /// `warp` into an array.
    func warpedScalars(
        by transform: AffineTransform2D,
        width: Int,
        height: Int,
        border: Border = .black
    ) -> [Float] {
        let format = TensorFormat(layout: .interleaved)
        return Array(unsafeUninitializedCapacity: width * height * 3) { buffer, count in
            let output = UnsafeMutableBufferPointer(rebasing: buffer[..<(width * height * 3)])
            warp(by: transform, width: width, height: height, border: border, format: format, into: output)
            count = output.count
        }
    }
}
