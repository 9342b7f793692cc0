#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension Canvas {
    /// Blurs by a Gaussian filter of that standard deviation, in pixels; beyond the border is as at it.
    mutating func blur(deviation: Float) {
        guard deviation > 0.05 else { return }
        let radius = min(64, Int((deviation * 3).rounded(.up)))
        var weights = (0...radius).map { exp(-Float($0 * $0) / (2 * deviation * deviation)) }
        let sum = weights.reduce(0, +) * 2 - weights[0]
        weights = weights.map { $0 / sum }
        filter(weights, step: 1, count: width, lines: height, lineStep: width)
        filter(weights, step: width, count: height, lines: width, lineStep: 1)
    }

    /// Averages along a line through each pixel.
    mutating func smear(along line: SIMD2<Float>) {
        let count = min(64, Int((line * line).sum().squareRoot().rounded(.up)) + 1)
        guard count > 1 else { return }
        let steps = (0..<count).map { number -> (x: Int, y: Int) in
            let place = line * (Float(number) / Float(count - 1) - 0.5)
            return (Int(place.x.rounded()), Int(place.y.rounded()))
        }
        let source = pixels
        let (width, height) = (width, height)
        modify { place, _ in
            var sum = SIMD3<Float>.zero
            for step in steps {
                let x = min(max(Int(place.x) + step.x, 0), width - 1)
                let y = min(max(Int(place.y) + step.y, 0), height - 1)
                sum += source[y &* width &+ x]
            }
            return sum / Float(count)
        }
    }

    private mutating func filter(_ weights: [Float], step: Int, count: Int, lines: Int, lineStep: Int) {
        pixels.withUnsafeMutableBufferPointer { pixels in
            withUnsafeTemporaryAllocation(of: SIMD3<Float>.self, capacity: count) { line in
                for number in 0..<lines {
                    let start = number * lineStep
                    for index in 0..<count { line[index] = pixels[start + index * step] }
                    for index in 0..<count {
                        var sum = line[index] * weights[0]
                        for distance in 1..<weights.count {
                            let (before, after) = (max(index - distance, 0), min(index + distance, count - 1))
                            sum += (line[before] + line[after]) * weights[distance]
                        }
                        pixels[start + index * step] = sum
                    }
                }
            }
        }
    }
}
