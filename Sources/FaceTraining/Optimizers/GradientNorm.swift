public import FaceEngine

/// The length of gradients, all together, and cutting it down.
///
/// Sums are of 64 bits, in an order that does not depend on threads.
public enum GradientNorm {
    /// The length of several arrays taken as one vector; NaN or infinite if any of their scalars is.
    ///
    /// - Complexity: O(*n*).
    public static func norm(of gradients: [UnsafeBufferPointer<Float>]) -> Double {
        gradients.reduce(0) { $0 + squares($1) }.squareRoot()
    }

    /// Scales arrays down, as one vector, to at most the length `limit`.
    ///
    /// By `limit / (norm + 1e-6)` if that is below 1, as PyTorch does. A length that is not finite scales nothing.
    ///
    /// - Parameters:
    ///   - gradients: The arrays: a network's and a head's.
    ///   - limit: The greatest length.
    /// - Returns: The length before.
    /// - Complexity: O(*n*).
    @discardableResult
    public static func clip(_ gradients: [UnsafeMutableBufferPointer<Float>], to limit: Float) -> Double {
        let norm = norm(of: gradients.map { UnsafeBufferPointer($0) })
        let factor = Float(Double(limit) / (norm + 1e-6))
        guard norm.isFinite, factor < 1 else { return norm }
        for array in gradients {
            for index in array.indices { array[index] *= factor }
        }
        return norm
    }

    /// The length of each stage's gradient, in the order of the layout.
    ///
    /// A stage is what stands before the first dot of its parameters' names.
    ///
    /// - Complexity: O(*n*).
    public static func byStage(
        _ gradients: UnsafeBufferPointer<Float>,
        _ layout: ParameterLayout
    ) -> [(stage: String, norm: Double)] {
        var (stages, sums): ([String], [String: Double]) = ([], [:])
        for entry in layout.entries {
            let stage = String(entry.name.prefix { $0 != "." })
            if sums[stage] == nil { stages.append(stage) }
            sums[stage, default: 0] += squares(UnsafeBufferPointer(rebasing: gradients[entry.range]))
        }
        return stages.map { ($0, (sums[$0] ?? 0).squareRoot()) }
    }

    /// The sum of squares: short runs in 32 bits and many lanes, runs in 64.
    private static func squares(_ array: UnsafeBufferPointer<Float>) -> Double {
        guard let base = array.baseAddress else { return 0 }
        var (total, place) = (0.0, 0)
        while place < array.count {
            let end = min(place + 4096, array.count)
            var (lanes, index) = (SIMD16<Float>(), place)
            while index + 16 <= end {
                let part = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<Float>.self)
                lanes += part * part
                index += 16
            }
            for lane in 0..<16 { total += Double(lanes[lane]) }
            while index < end {
                total += Double(base[index]) * Double(base[index])
                index += 1
            }
            place = end
        }
        return total
    }
}
