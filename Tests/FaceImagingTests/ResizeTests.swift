import FaceImaging
import Foundation
import Testing

/// The three filters against the libraries they follow, and against their own slow twins.
@Suite struct ResizeTests {
    let golden: Golden.Resize
    let source: Photo

    init() throws {
        golden = try Golden.load("resize.json")
        source = Photo(width: golden.width, height: golden.height, pixels: Array(golden.source))
    }

    @Test func `area means are torch's`() {
        for size in golden.cases {
            let scalars = source.scalars(width: size.width, height: size.height, filter: .area)
            // The last bit of a mean up to 255.
            expectClose(scalars, size.area.floats, within: 2e-5)
        }
    }

    @Test func `bilinear bytes are OpenCV's`() {
        for size in golden.cases {
            let photo = source.resized(width: size.width, height: size.height, filter: .bilinear)
            expectClose(photo.pixels, Array(size.bilinear))
        }
    }

    @Test func `bilinear halving is OpenCV's`() {
        // OpenCV takes another path here, the mean of 2x2 pixels; the numbers agree.
        let region = PixelRegion(x: 0, y: 0, width: 52, height: 36)
        expectClose(source.resized(region, width: 26, height: 18, filter: .bilinear).pixels, Array(golden.half))
    }

    @Test func `antialiased bytes are Pillow's`() {
        for size in golden.cases {
            let photo = source.resized(width: size.width, height: size.height, filter: .antialiasedBilinear)
            expectClose(photo.pixels, Array(size.antialiasedBilinear))
        }
    }

    @Test(arguments: ResizeFilter.allCases)
    func `agrees with its reference on regions of every shape`(filter: ResizeFilter) {
        let photo = Photo.noise(width: 41, height: 300)
        let regions = [
            PixelRegion(x: 0, y: 0, width: 41, height: 300), PixelRegion(x: 3, y: 250, width: 38, height: 50),
            PixelRegion(x: 40, y: 299, width: 1, height: 1), PixelRegion(x: 5, y: 7, width: 24, height: 24),
        ]
        for region in regions {
            for (width, height) in [(24, 24), (1, 1), (3, 400), (12, 12), (7, 1)] {
                let expected = photo.resizedReference(region, width: width, height: height, filter: filter)
                let scalars = photo.scalars(region, width: width, height: height, filter: filter)
                expectClose(scalars, expected, within: filter == .area ? 2e-5 : 0)
                let bytes = photo.resized(region, width: width, height: height, filter: filter).pixels
                expectClose(bytes.map(Float.init), expected.map { ($0 + 0.5).rounded(.down) }, within: 0)
                let cut = photo.cropped(to: region).resized(width: width, height: height, filter: filter).pixels
                #expect(bytes == cut)
            }
        }
    }

    @Test(arguments: ResizeFilter.allCases)
    func `the same size changes nothing, and white stays white`(filter: ResizeFilter) {
        #expect(source.resized(width: source.width, height: source.height, filter: filter) == source)
        let white = Photo(width: 97, height: 31, filledWith: .white).resized(width: 33, height: 57, filter: filter)
        #expect(white == Photo(width: 33, height: 57, filledWith: .white))
        // More rows in one than 16 bits can add up.
        let tall = Photo(width: 5, height: 400, filledWith: .white).resized(width: 2, height: 1, filter: filter)
        #expect(tall == Photo(width: 2, height: 1, filledWith: .white))
    }

    @Test func `formats say where each number goes`() {
        let photo = Photo(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6])
        func scalars(_ format: TensorFormat) -> [Float] {
            photo.scalars(width: 2, height: 1, filter: .area, format: format)
        }
        #expect(scalars(TensorFormat()) == [1, 4, 2, 5, 3, 6])
        #expect(scalars(TensorFormat(channels: .bgr)) == [3, 6, 2, 5, 1, 4])
        #expect(scalars(TensorFormat(layout: .interleaved)) == [1, 2, 3, 4, 5, 6])
        #expect(scalars(TensorFormat(layout: .interleaved, channels: .bgr)) == [3, 2, 1, 6, 5, 4])
        #expect(scalars(TensorFormat(mean: 2, scale: 0.5)) == [-0.5, 1, 0, 1.5, 0.5, 2])
        #expect(scalars(TensorFormat(layout: .interleaved, mean: 2, scale: 0.5)) == [-0.5, 0, 0.5, 1, 1.5, 2])
    }
}

extension Photo {
    /// `resample` into an array.
    func scalars(
        _ region: PixelRegion? = nil,
        width: Int,
        height: Int,
        filter: ResizeFilter,
        format: TensorFormat = TensorFormat(layout: .interleaved)
    ) -> [Float] {
        Array(unsafeUninitializedCapacity: width * height * 3) { buffer, count in
            let output = UnsafeMutableBufferPointer(rebasing: buffer[..<(width * height * 3)])
            resample(region, width: width, height: height, filter: filter, format: format, into: output)
            count = output.count
        }
    }
}
