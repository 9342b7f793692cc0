/// Non-maximum suppression by its definition, box against box: the oracle of ``NonMaximumSuppression``.
///
/// A box is kept if no kept box with a higher score overlaps it by more than the threshold.
func nonMaximumSuppressionReference(
    _ boxes: [SIMD4<Float>],
    scores: [Float],
    threshold: Float,
    overlap: NonMaximumSuppression.Overlap
) -> [Int] {
    func overlapOf(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> Float {
        let extra: Float = overlap == .smaller ? 1 : 0
        func area(_ box: SIMD4<Float>) -> Float { (box[2] - box[0] + extra) * (box[3] - box[1] + extra) }
        let width = min(a[2], b[2]) - max(a[0], b[0]) + extra
        let height = min(a[3], b[3]) - max(a[1], b[1]) + extra
        let shared = width > 0 && height > 0 ? width * height : 0
        return switch overlap {
        case .union: shared / (area(a) + area(b) - shared)
        case .smaller: shared / min(area(a), area(b))
        }
    }
    var kept: [Int] = []
    for index in scores.indices.sorted(by: { (-scores[$0], $0) < (-scores[$1], $1) })
    where !kept.contains(where: { overlapOf(boxes[$0], boxes[index]) > threshold }) {
        kept.append(index)
    }
    return kept
}
