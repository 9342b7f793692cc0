import Foundation
import Testing

@testable import FaceImaging

@Suite struct PictureQualityTests {
    private func face(blur: Float = 0, contrast: Float = 1, light: Float = 1, person: Int = 1) -> Photo {
        var view = SyntheticView(seed: 1)
        view.noise = 2
        view.contrast = contrast
        view.lightColor = .one * light
        let photo = SyntheticFaceSet(size: 112, seed: 2).person(person).photo(in: view, size: 112).photo
        guard blur > 0 else { return photo }
        let plane = { (channel: Int) in
            LumaPlane(
                Photo(
                    width: 112,
                    height: 112,
                    pixels: stride(from: channel, to: 112 * 112 * 3, by: 3).flatMap {
                        [photo.pixels[$0], photo.pixels[$0], photo.pixels[$0]]
                    }
                )
            ).blurred(by: blur).values
        }
        let planes = [plane(0), plane(1), plane(2)]
        return Photo(
            width: 112,
            height: 112,
            pixels: (0..<112 * 112 * 3).map { UInt8(max(0, min(255, planes[$0 % 3][$0 / 3].rounded()))) }
        )
    }

    @Test func `each more blurred picture is less sharp`() {
        for person in 0..<5 {
            let values = [0, 1, 2, 3, 5].map { (blur: Float) in
                PictureQuality(of: face(blur: blur, person: person)).sharpness
            }
            #expect(zip(values, values.dropFirst()).allSatisfy { $1 < 0.85 * $0 }, "person \(person): \(values)")
        }
    }

    @Test func `contrast and exposure do not make a picture sharper`() {
        let sharp = PictureQuality(of: face()).sharpness
        #expect(abs(PictureQuality(of: face(contrast: 0.5)).sharpness / sharp - 1) < 0.25)
        #expect(abs(PictureQuality(of: face(light: 0.5)).sharpness / sharp - 1) < 0.25)
    }

    @Test func `a picture of one color is neither sharp nor blurred, and has no contrast`() {
        let gray = PictureQuality(of: Photo(width: 20, height: 10, filledWith: Color(red: 90, green: 90, blue: 90)))
        #expect(abs(gray.sharpness - 1) < 0.01)
        #expect(abs(gray.brightness - 90) < 0.01)
        #expect(gray.contrast < 0.01 && gray.clipped == 0)
        #expect(PictureQuality(of: Photo(width: 1, height: 1)).clipped == 1)
    }

    @Test func `only the region counts, cut to the picture`() {
        var photo = Photo(width: 40, height: 20)
        for y in 0..<20 { for x in 20..<40 { photo[x, y] = .white } }
        func brightness(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Float {
            PictureQuality(of: photo, in: PixelRegion(x: x, y: y, width: width, height: height)).brightness
        }
        #expect(brightness(0, 0, 20, 20) == 0)
        #expect(brightness(20, -5, 900, 900) > 254.9)
        #expect(abs(brightness(99, 0, 5, 5) - 127.5) < 0.1)
    }

    @Test func `a Gaussian keeps the mean and spreads a point as it should`() {
        var photo = Photo(width: 41, height: 41)
        photo[20, 20] = .white
        let blurred = LumaPlane(photo).blurred(by: 2)
        #expect(abs(blurred.values.reduce(0, +) - 255) < 0.1)
        // 255 / (2 pi 2^2), but for the cut at three deviations and whole pixels.
        #expect(abs(blurred.values[20 * 41 + 20] - 10.15) < 0.15)
    }

    @Test(arguments: [(1, 1), (5, 40), (41, 3), (112, 112)], [Float(2), 4])
    func `a blur in vectors is that of its definition, to the bit`(size: (width: Int, height: Int), deviation: Float) {
        let (width, height) = size
        let pixels = (0..<width * height * 3).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 9) }
        let plane = LumaPlane(Photo(width: width, height: height, pixels: pixels))
        let reach = Int((3 * deviation).rounded(.up))
        var weights = (-reach...reach).map { expf(-Float($0 * $0) / (2 * deviation * deviation)) }
        let total = weights.reduce(0, +)
        weights = weights.map { $0 / total }
        /// The sum over the weights along one axis, its border smeared outward.
        func sum(_ count: Int, around place: Int, _ value: (Int) -> Float) -> Float {
            var sum: Float = 0
            for (offset, weight) in weights.enumerated() {
                sum += weight * value(min(max(place + offset - reach, 0), count - 1))
            }
            return sum
        }
        let across = (0..<width * height).map { index in
            sum(width, around: index % width) { plane.values[index / width * width + $0] }
        }
        let down = (0..<width * height).map { index in
            sum(height, around: index / width) { across[$0 * width + index % width] }
        }
        #expect(plane.blurred(by: deviation).values == down)
    }
}
