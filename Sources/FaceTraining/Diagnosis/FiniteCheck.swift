public import FaceEngine

/// Finding a number that is none, quickly: to stop at the first step that goes wrong, and to name the layer.
public enum FiniteCheck {
    /// Where in a network's weights or gradients something is not finite.
    public struct Offender: Hashable, Sendable {
        /// The parameter's name, such as `conv1.weight`.
        public let parameter: String
        /// The place in that parameter, row-major.
        public let index: Int
        /// NaN or infinite.
        public let value: Float
    }

    /// The first place of an array that is NaN or infinite, or `nil`.
    ///
    /// - Complexity: O(*n*).
    public static func firstPlace(in array: UnsafeBufferPointer<Float>) -> Int? {
        guard let base = array.baseAddress else { return nil }
        let block = 4096
        for start in stride(from: 0, to: array.count, by: block) {
            let end = min(start + block, array.count)
            // Zero times anything finite is zero, and a sum with a NaN in it is NaN.
            var (lanes, index) = (SIMD16<Float>(), start)
            while index + 16 <= end {
                lanes += 0 * UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<Float>.self)
                index += 16
            }
            var sum = lanes.sum()
            while index < end {
                sum += 0 * base[index]
                index += 1
            }
            if sum != 0, let place = (start..<end).first(where: { !base[$0].isFinite }) { return place }
        }
        return nil
    }

    /// The first parameter with a scalar that is NaN or infinite, or `nil`.
    ///
    /// - Parameters:
    ///   - array: Weights or gradients.
    ///   - layout: Theirs.
    /// - Returns: The parameter, the place in it and what stands there.
    /// - Complexity: O(*n*).
    public static func offender(in array: UnsafeBufferPointer<Float>, _ layout: ParameterLayout) -> Offender? {
        guard let place = firstPlace(in: array),
            let entry = layout.entries.first(where: { $0.range.contains(place) })
        else { return nil }
        return Offender(parameter: entry.name, index: place - entry.range.lowerBound, value: array[place])
    }
}
