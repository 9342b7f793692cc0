/// Keeps one box of each heap of boxes that overlap: the one with the highest score.
///
/// Boxes are `x1, y1, x2, y2` in the lanes of a vector.
struct NonMaximumSuppression {
    /// How the overlap of two boxes is measured.
    enum Overlap {
        /// The area both cover over the area either covers, sides being `x2 - x1`: as torchvision's `nms`.
        case union
        /// The area both cover over the smaller box's area, sides being `x2 - x1 + 1`: MTCNN's last step.
        case smaller
    }

    /// Two boxes that overlap more than this are one.
    var threshold: Float
    /// How the overlap is measured.
    var overlap: Overlap

    /// Finds the boxes to keep.
    ///
    /// - Parameters:
    ///   - boxes: The boxes.
    ///   - scores: As many scores.
    /// - Returns: Indices of kept boxes, by falling score; equal scores in their order.
    /// - Complexity: O(*n* log *n* + *n k*) for *n* boxes of which *k* are kept.
    func callAsFunction(_ boxes: [SIMD4<Float>], scores: [Float]) -> [Int] {
        precondition(boxes.count == scores.count, "\(boxes.count) boxes, \(scores.count) scores")
        let order = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
        switch overlap {
        case .union: return sweep(boxes, order, extra: 0) { $0 + $1 - $2 }
        case .smaller: return sweep(boxes, order, extra: 1) { smaller, other, _ in min(smaller, other) }
        }
    }

    /// Takes the best box that is left, drops those that overlap it, and so on.
    @inline(__always)
    private func sweep(
        _ boxes: [SIMD4<Float>],
        _ order: [Int],
        extra: Float,
        denominator: (Float, Float, Float) -> Float
    ) -> [Int] {
        var left = order
        var kept: [Int] = []
        while let best = left.first {
            kept.append(best)
            let box = boxes[best]
            let area = (box.z - box.x + extra) * (box.w - box.y + extra)
            var count = 0
            for place in left.indices.dropFirst() {
                let index = left[place]
                let other = boxes[index]
                let width = max(0, min(box.z, other.z) - max(box.x, other.x) + extra)
                let height = max(0, min(box.w, other.w) - max(box.y, other.y) + extra)
                let shared = width * height
                let otherArea = (other.z - other.x + extra) * (other.w - other.y + extra)
                // Not `<=` the other way round: an overlap that is not a number keeps the box, as in torchvision.
                if shared / denominator(area, otherArea, shared) > threshold { continue }
                left[count] = index
                count += 1
            }
            left.removeSubrange(count...)
        }
        return kept
    }
}
