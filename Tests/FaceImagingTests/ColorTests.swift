import FaceImaging
import Testing

/// Conversions whose exact bytes are a matter of taste.
@Suite struct ColorTests {
    @Test func `CMYK becomes the colors that were meant`() throws {
        let plain = try Photo(contentsOf: Golden.path(ofPhoto: "plain.png"))
        let photo = try Photo(contentsOf: Golden.path(ofPhoto: "cmyk.jpg"))
        #expect(photo.width == plain.width && photo.height == plain.height)
        // A press cannot print every screen color, but inverted or swapped channels are off by far more.
        #expect(meanDifference(photo, plain) < 50)
        let inverted = Photo(width: plain.width, height: plain.height, pixels: plain.pixels.map { 255 - $0 })
        #expect(meanDifference(photo, inverted) > 80)
    }

    @Test(arguments: ["still.heic", "still.avif"])
    func `HEIC and AVIF decode, or say that they cannot`(name: String) throws {
        let plain = try Photo(contentsOf: Golden.path(ofPhoto: "plain.png"))
        do {
            let photo = try Photo(contentsOf: Golden.path(ofPhoto: name))
            #expect(photo.width == plain.width && photo.height == plain.height)
            #expect(meanDifference(photo, plain) < 6)
        } catch ImageError.codecUnavailable(.heif) {
            // Fine: this libvips was built without.
        }
    }

    @Test func `a wide profile changes the colors`() throws {
        // So that the golden of icc.png cannot pass by ignoring the profile.
        let plain = try Photo(contentsOf: Golden.path(ofPhoto: "plain.png"))
        #expect(try meanDifference(Photo(contentsOf: Golden.path(ofPhoto: "icc.png")), plain) > 5)
    }
}

/// The mean of the absolute differences, 0 to 255.
func meanDifference(_ first: Photo, _ second: Photo) -> Double {
    let sum = zip(first.pixels, second.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(first.pixels.count)
}
