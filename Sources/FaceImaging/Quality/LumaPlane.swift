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
        result.values = Self.blurredDown(blurredAcross(weights), weights, width: width, height: height)
        return result
    }

    // Both go through the weights outside and along a row inside, which the compiler turns into whole vectors; every sum
    // is still taken in the order of the weights.

    private func blurredAcross(_ weights: [Float]) -> [Float] {
        let reach = weights.count / 2
        var result = [Float](repeating: 0, count: values.count)
        var line = [Float](repeating: 0, count: width + 2 * reach)
        result.withUnsafeMutableBufferPointer { result in
            for y in 0..<height {
                for place in line.indices { line[place] = values[y * width + min(max(place - reach, 0), width - 1)] }
                let sums = UnsafeMutableBufferPointer(rebasing: result[y * width..<(y + 1) * width])
                line.withUnsafeBufferPointer { line in
                    for (offset, weight) in weights.enumerated() {
                        Self.add(UnsafeBufferPointer(rebasing: line[offset..<offset + width]), weight, to: sums)
                    }
                }
            }
        }
        return result
    }

    private static func blurredDown(_ values: [Float], _ weights: [Float], width: Int, height: Int) -> [Float] {
        let reach = weights.count / 2
        var result = [Float](repeating: 0, count: values.count)
        result.withUnsafeMutableBufferPointer { result in
            values.withUnsafeBufferPointer { values in
                for y in 0..<height {
                    let sums = UnsafeMutableBufferPointer(rebasing: result[y * width..<(y + 1) * width])
                    for (offset, weight) in weights.enumerated() {
                        let row = min(max(y + offset - reach, 0), height - 1) * width
                        add(UnsafeBufferPointer(rebasing: values[row..<row + width]), weight, to: sums)
                    }
                }
            }
        }
        return result
    }

    private static func add(
        _ row: UnsafeBufferPointer<Float>,
        _ weight: Float,
        to sums: UnsafeMutableBufferPointer<Float>
    ) {
        for place in 0..<sums.count { sums[place] += weight * row[place] }
    }

    /// The values of a region that lies inside.
    func values(in region: PixelRegion) -> [Float] {
        (region.y..<region.y + region.height).flatMap { row in
            values[row * width + region.x..<row * width + region.x + region.width]
        }
    }
}
