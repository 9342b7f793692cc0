import FaceImaging
import Foundation
import Testing

/// Every file of Golden/photos against another library's pixels.
@Suite struct DecodingTests {
    /// How far a byte may be off, by how its file is made.
    static let tolerances: [(name: String, tolerance: Int)] = [
        // The same codec: the same bytes. Plain JPEG above all, for recorded accuracies depend on it.
        ("plain-420.jpg", 0), ("plain-422.jpg", 0), ("plain-444.jpg", 0), ("odd-420.jpg", 0),
        ("progressive.jpg", 0), ("grey.jpg", 0),
        ("exif-1.jpg", 0), ("exif-2.jpg", 0), ("exif-3.jpg", 0), ("exif-4.jpg", 0),
        ("exif-5.jpg", 0), ("exif-6.jpg", 0), ("exif-7.jpg", 0), ("exif-8.jpg", 0),
        ("plain.png", 0), ("interlaced.png", 0), ("grey.png", 0), ("palette.png", 0), ("bits.png", 0),
        ("rgb16.png", 0), ("grey16.png", 0),
        ("icc-broken.jpg", 0), ("icc-foreign.jpg", 0),
        ("lossy.webp", 0), ("lossless.webp", 0), ("moving.webp", 0), ("still.gif", 0), ("moving.gif", 0),
        // Blending rounds, or truncates.
        ("alpha.png", 1), ("alpha16.png", 1), ("grey-alpha.png", 1),
        // The same lcms, other options and precisions.
        ("icc.png", 2),
    ]

    @Test(arguments: tolerances)
    func `decodes what another library decodes`(name: String, tolerance: Int) throws {
        let expected = try #require(Golden.load("photos.json", as: [String: Golden.ExpectedPhoto].self)[name])
        let photo = try Photo(contentsOf: Golden.path(ofPhoto: name))
        #expect(photo.width == expected.width)
        #expect(photo.height == expected.height)
        expectClose(photo.pixels, Array(expected.pixels), within: tolerance)
        #expect(try Photo(decoding: Golden.bytes(ofPhoto: name)) == photo)
    }
}
