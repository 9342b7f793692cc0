import FaceImaging

/// A place that may be a face, on its way through MTCNN's three networks.
///
/// All arithmetic is in single precision and in facenet-pytorch's order, so that boxes come out the same.
struct Candidate: Hashable {
    /// `x1, y1, x2, y2` in the photo's pixels.
    var box: SIMD4<Float>
    /// By which share of its sides each edge should move, as the last network has it.
    var regression: SIMD4<Float> = .zero
    /// The last network's probability that it is a face.
    var score: Float

    /// Moves the edges by the regression.
    ///
    /// - Parameter extra: Added to the sides: 0 after the first network, 1 after the others, which count both edges in.
    /// - Returns: The candidate with its box moved.
    func regressed(extra: Float) -> Candidate {
        var result = self
        let width = box.z - box.x + extra
        let height = box.w - box.y + extra
        result.box.x = box.x + regression.x * width
        result.box.y = box.y + regression.y * height
        result.box.z = box.z + regression.z * width
        result.box.w = box.w + regression.w * height
        return result
    }

    /// Makes the box a square with the same center and the longer of its sides.
    var squared: Candidate {
        var result = self
        let height = box.w - box.y
        let width = box.z - box.x
        let side = max(width, height)
        result.box.x = box.x + width * 0.5 - side * 0.5
        result.box.y = box.y + height * 0.5 - side * 0.5
        result.box.z = result.box.x + side
        result.box.w = result.box.y + side
        return result
    }

    /// The pixels of the box inside of a photo, or `nil` if there are none.
    ///
    /// Edges are cut to whole numbers toward zero and count from 1, the first included, as in the original's MATLAB.
    func region(inWidth width: Int, height: Int) -> PixelRegion? {
        // Edge by edge: a vector's greatest lane passes over one that is not a number.
        guard box.indices.allSatisfy({ box[$0].magnitude < 0x1p30 }) else { return nil }
        let (left, top) = (max(Int(box.x), 1) - 1, max(Int(box.y), 1) - 1)
        let (right, bottom) = (min(Int(box.z), width), min(Int(box.w), height))
        guard right > left, bottom > top else { return nil }
        return PixelRegion(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// Where points are in the photo that O-Net gives as shares of the box: five x, then five y.
    func landmarks(_ points: UnsafeBufferPointer<Float>) -> FaceLandmarks {
        let width = box.z - box.x + 1
        let height = box.w - box.y + 1
        func point(_ index: Int) -> Point {
            Point(x: width * points[index] + box.x - 1, y: height * points[index + 5] + box.y - 1)
        }
        return FaceLandmarks(
            leftEye: point(0),
            rightEye: point(1),
            nose: point(2),
            leftMouth: point(3),
            rightMouth: point(4)
        )
    }
}

extension [Candidate] {
    /// The candidates that non-maximum suppression keeps, by falling score.
    func suppressed(over threshold: Float) -> [Candidate] {
        let suppression = NonMaximumSuppression(threshold: threshold, overlap: .union)
        return suppression(map(\.box), scores: map(\.score)).map { self[$0] }
    }
}
