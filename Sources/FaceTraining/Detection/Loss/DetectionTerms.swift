#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One term of a detector's loss at one place, and its derivatives with respect to what the network says there.
enum DetectionTerms {
    /// Binary cross-entropy of a logit and a target from 0 to 1.
    static func crossEntropy(logit z: Float, target: Float) -> (loss: Float, gradient: Float) {
        // log(1 + e^z) - target z, without overflow.
        (max(z, 0) + log1pf(expf(-abs(z))) - target * z, sigmoid(z) - target)
    }

    /// The quality focal loss: cross-entropy, less the nearer the probability is to its target.
    ///
    ///     |target - σ(z)|² BCE(σ(z), target)
    ///
    /// For a target of 0 it is the focal loss, for a face the target is how well its box fits. Li et al., "Generalized
    /// Focal Loss", <https://arxiv.org/abs/2006.04388>, equation 3, with β = 2.
    static func qualityFocal(logit z: Float, target: Float) -> (loss: Float, gradient: Float) {
        let p = sigmoid(z)
        let (entropy, slope) = crossEntropy(logit: z, target: target)
        let off = p - target
        return (off * off * entropy, off * off * slope + 2 * off * p * (1 - p) * entropy)
    }

    /// `1 - GIoU` of a box and its target, and the derivatives with respect to the box's four edges.
    ///
    ///     GIoU = |A ∩ B| / |A ∪ B| - |C \ (A ∪ B)| / |C|,    C the smallest box around both
    ///
    /// Rezatofighi et al., <https://arxiv.org/abs/1902.09630>, algorithm 2. Edges are `minX, minY, maxX, maxY`.
    static func generalizedOverlap(
        _ box: SIMD4<Float>,
        _ target: SIMD4<Float>
    ) -> (loss: Float, overlap: Float, gradient: SIMD4<Float>) {
        let (width, height) = (max(box.z - box.x, 1e-6), max(box.w - box.y, 1e-6))
        let area = width * height
        let targetArea = (target.z - target.x) * (target.w - target.y)
        let shared = SIMD2(
            min(box.z, target.z) - max(box.x, target.x),
            min(box.w, target.w) - max(box.y, target.y)
        )
        let meets = shared.x > 0 && shared.y > 0
        let intersection = meets ? shared.x * shared.y : 0
        let union = area + targetArea - intersection
        let hull = SIMD2(
            max(box.z, target.z) - min(box.x, target.x),
            max(box.w, target.w) - min(box.y, target.y)
        )
        let hullArea = hull.x * hull.y
        // What each area gains when an edge moves right or down.
        let dArea = SIMD4(-height, -width, height, width)
        var dIntersection = SIMD4<Float>.zero
        if meets {
            dIntersection = SIMD4(
                box.x > target.x ? -shared.y : 0,
                box.y > target.y ? -shared.x : 0,
                box.z < target.z ? shared.y : 0,
                box.w < target.w ? shared.x : 0
            )
        }
        let dHull = SIMD4(
            box.x < target.x ? -hull.y : 0,
            box.y < target.y ? -hull.x : 0,
            box.z > target.z ? hull.y : 0,
            box.w > target.w ? hull.x : 0
        )
        let dUnion = dArea - dIntersection
        let overlap = intersection / union
        let gain = (dIntersection - overlap * dUnion) / union + (dUnion - union / hullArea * dHull) / hullArea
        return (2 - overlap - union / hullArea, overlap, -gain)
    }

    /// `|x|`, rounded off below `beta`.
    static func smoothDistance(_ x: Float, beta: Float) -> (loss: Float, gradient: Float) {
        let size = abs(x)
        return size < beta ? (size * size / (2 * beta), x / beta) : (size - beta / 2, x < 0 ? -1 : 1)
    }

    /// Cross-entropy of logits and a class; the gradient replaces the logits.
    static func crossEntropy(logits: inout [Float], target: Int) -> Float {
        let greatest = logits.reduce(-.infinity, max)
        let exponentials = logits.map { expf($0 - greatest) }
        let sum = exponentials.reduce(0, +)
        let loss = greatest + logf(sum) - logits[target]
        for index in logits.indices { logits[index] = exponentials[index] / sum - (index == target ? 1 : 0) }
        return loss
    }

    static func sigmoid(_ z: Float) -> Float { 1 / (1 + expf(-z)) }
    static func exponential(_ z: Float) -> Float { expf(z) }
}
