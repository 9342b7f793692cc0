#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How bright each pixel of a photo is, `[H, W]`, 0 to 255 by ITU-R BT.601: what sharpness and light are measured on.
struct LumaPlane {
    let width: Int
    let height: Int
    private(set) var values: [Float]

    init(_ photo: Photo) {
        (width, height) = (photo.width, photo.height)
        values = photo.withUnsafePixels { pixels in
            (0..<pixels.count / 3).map { index in
                let red = Float(pixels[3 * index])
                let green = Float(pixels[3 * index + 1])
                let blue = Float(pixels[3 * index + 2])
                return 0.299 * red + 0.587 * green + 0.114 * blue
            }
        }
    }

    /// The plane under a Gaussian of this deviation in pixels, cut at three deviations; the border is smeared outward.
    func blurred(by deviation: Float) -> LumaPlane {
        let reach = Int((3 * deviation).rounded(.up))
        var weights = (-reach...reach).map { expf(-Float($0 * $0) / (2 * deviation * deviation)) }
        let total = weights.reduce(0, +)
        weights = weights.map { $0 / total }
        var result = self
        result.convolve(weights, count: width, step: 1, lines: height, lineStep: width)
        result.convolve(weights, count: height, step: width, lines: width, lineStep: 1)
        return result
    }

    private mutating func convolve(_ weights: [Float], count: Int, step: Int, lines: Int, lineStep: Int) {
        let reach = weights.count / 2
        var line = [Float](repeating: 0, count: count + 2 * reach)
        for start in 0..<lines {
            for place in 0..<line.count {
                line[place] = values[start * lineStep + min(max(place - reach, 0), count - 1) * step]
            }
            for place in 0..<count {
                var sum: Float = 0
                for (offset, weight) in weights.enumerated() { sum += weight * line[place + offset] }
                values[start * lineStep + place * step] = sum
            }
        }
    }

    /// The values of a region that lies inside.
    func values(in region: PixelRegion) -> [Float] {
        (region.y..<region.y + region.height).flatMap { row in
            values[row * width + region.x..<row * width + region.x + region.width]
        }
    }
}
