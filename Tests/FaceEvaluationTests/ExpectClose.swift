import Testing

/// Checks that two lists agree to a billionth: the same sums of the same numbers, in another order.
///
/// `FaceTestSupport` has the like for tensors, and with it the engine; these tests build without one.
func expectClose(_ actual: [Double], _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation) {
    guard actual.count == expected.count else {
        Issue.record("\(actual.count) values, expected \(expected.count)", sourceLocation: sourceLocation)
        return
    }
    let wrong = actual.indices.filter { !(abs(actual[$0] - expected[$0]) <= 1e-9 * max(1, abs(expected[$0]))) }
    guard let worst = wrong.max(by: { abs(actual[$0] - expected[$0]) < abs(actual[$1] - expected[$1]) }) else { return }
    Issue.record(
        "\(wrong.count) of \(actual.count) differ; worst at \(worst): \(actual[worst]), expected \(expected[worst])",
        sourceLocation: sourceLocation
    )
}
