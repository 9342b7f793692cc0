#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How two faces' features are compared; smaller is more alike.
public enum FaceDistance: String, Hashable, Sendable, Codable, CaseIterable {
    /// The squared Euclidean distance: the paper's, from 0 through 4 for unit vectors.
    case squaredL2
    /// The angle between the two as a share of a half turn, `acos(similarity) / pi`, from 0 through 1.
    ///
    /// What davidsandberg's facenet calls the cosine distance, and its published LFW figures are made with.
    case cosine

    /// Returns the distance between two vectors after `mean` is taken from both.
    ///
    /// Summed in 64 bits, in an order of its own. A vector without direction has the cosine 0 to every other.
    ///
    /// - Parameters:
    ///   - a: `[D]`.
    ///   - b: `[D]`.
    ///   - mean: `[D]`.
    /// - Returns: A number that is smaller the more alike the two are.
    func callAsFunction(
        _ a: UnsafeBufferPointer<Float>,
        _ b: UnsafeBufferPointer<Float>,
        mean: UnsafeBufferPointer<Double>
    ) -> Double {
        let width = SIMD8<Double>.scalarCount
        let whole = a.count - a.count % width
        switch self {
        case .squaredL2:
            var sum = SIMD8<Double>()
            for start in stride(from: 0, to: whole, by: width) {
                let difference = vector(a, mean, at: start) - vector(b, mean, at: start)
                sum += difference * difference
            }
            var total = sum.sum()
            for index in whole..<a.count {
                let difference = (Double(a[index]) - mean[index]) - (Double(b[index]) - mean[index])
                total += difference * difference
            }
            return total
        case .cosine:
            var sums = (aa: SIMD8<Double>(), ab: SIMD8<Double>(), bb: SIMD8<Double>())
            for start in stride(from: 0, to: whole, by: width) {
                let x = vector(a, mean, at: start)
                let y = vector(b, mean, at: start)
                sums.aa += x * x
                sums.ab += x * y
                sums.bb += y * y
            }
            var (aa, ab, bb) = (sums.aa.sum(), sums.ab.sum(), sums.bb.sum())
            for index in whole..<a.count {
                let x = Double(a[index]) - mean[index]
                let y = Double(b[index]) - mean[index]
                aa += x * x
                ab += x * y
                bb += y * y
            }
            let norms = aa.squareRoot() * bb.squareRoot()
            let similarity = norms > 0 ? ab / norms : 0
            return acos(max(-1, min(1, similarity))) / .pi
        }
    }

    @inline(__always)
    private func vector(
        _ features: UnsafeBufferPointer<Float>,
        _ mean: UnsafeBufferPointer<Double>,
        at start: Int
    ) -> SIMD8<Double> {
        let values = UnsafeRawBufferPointer(features)
            .loadUnaligned(fromByteOffset: start * MemoryLayout<Float>.size, as: SIMD8<Float>.self)
        let means = UnsafeRawBufferPointer(mean)
            .loadUnaligned(fromByteOffset: start * MemoryLayout<Double>.size, as: SIMD8<Double>.self)
        return SIMD8<Double>(values) - means
    }
}
