import FaceImaging
import Testing

/// Expects two lists of numbers to differ nowhere by more than `tolerance`; names the worst place.
func expectClose<Number: BinaryFloatingPoint>(
    _ values: [Number],
    _ expected: [Number],
    within tolerance: Number,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard values.count == expected.count else {
        Issue.record("\(values.count) numbers, expected \(expected.count)", sourceLocation: sourceLocation)
        return
    }
    let wrong = values.indices.filter { !(abs(values[$0] - expected[$0]) <= tolerance) }
    guard let worst = wrong.max(by: { abs(values[$0] - expected[$0]) < abs(values[$1] - expected[$1]) }) else {
        return
    }
    Issue.record(
        "\(wrong.count) of \(values.count) differ; worst at \(worst): \(values[worst]), expected \(expected[worst])",
        sourceLocation: sourceLocation
    )
}

/// Expects two lists of bytes to differ nowhere by more than `tolerance`.
func expectClose(
    _ values: [UInt8],
    _ expected: [UInt8],
    within tolerance: Int = 0,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectClose(
        values.map(Float.init),
        expected.map(Float.init),
        within: Float(tolerance),
        sourceLocation: sourceLocation
    )
}

extension Photo {
    /// Noise that is the same every time.
    static func noise(width: Int, height: Int, seed: UInt64 = 1) -> Photo {
        var state = seed
        let pixels = (0..<width * height * 3).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        return Photo(width: width, height: height, pixels: pixels)
    }
}
