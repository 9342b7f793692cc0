import FaceImaging

/// Turns YuNet's outputs into faces, as OpenCV's `FaceDetectorYN` does.
struct YuNetDecoder {
    /// What the network says on a grid of cells that are `stride` pixels apart.
    struct Grid {
        /// Pixels from a cell to the next: 8, 16 or 32.
        var stride: Int
        /// Cells in a row.
        var columns: Int
        /// The probability of a face, one number a cell.
        var classification: UnsafeBufferPointer<Float>
        /// How well the box fits, one number a cell.
        var objectness: UnsafeBufferPointer<Float>
        /// Center in cells from the cell's corner, and the logarithm of the size in cells: four numbers a cell.
        var boxes: UnsafeBufferPointer<Float>
        /// Five points `x, y`, in cells from the cell's corner: ten numbers a cell.
        var landmarks: UnsafeBufferPointer<Float>
    }

    /// The least score of a face.
    var scoreThreshold: Float
    /// Two faces that overlap more than this are one.
    var overlapThreshold: Float

    /// The faces on all grids, by falling score, in the network's pixels.
    func faces(on grids: [Grid]) -> [DetectedFace] {
        let found = grids.flatMap(candidates(on:))
        let suppression = NonMaximumSuppression(threshold: overlapThreshold, overlap: .union)
        return suppression(found.map { Self.wholePixels($0.box) }, scores: found.map(\.score)).map { found[$0] }
    }

    private func candidates(on grid: Grid) -> [DetectedFace] {
        let stride = Float(grid.stride)
        var found: [DetectedFace] = []
        for cell in grid.classification.indices {
            let classification = min(max(grid.classification[cell], 0), 1)
            let objectness = min(max(grid.objectness[cell], 0), 1)
            let score = (classification * objectness).squareRoot()
            guard score >= scoreThreshold else { continue }
            let (row, column) = cell.quotientAndRemainder(dividingBy: grid.columns)
            let (x, y) = (Float(column), Float(row))
            let centerX = (x + grid.boxes[4 * cell]) * stride
            let centerY = (y + grid.boxes[4 * cell + 1]) * stride
            let width = exponential(grid.boxes[4 * cell + 2]) * stride
            let height = exponential(grid.boxes[4 * cell + 3]) * stride
            func point(_ index: Int) -> Point {
                Point(
                    x: (grid.landmarks[10 * cell + 2 * index] + x) * stride,
                    y: (grid.landmarks[10 * cell + 2 * index + 1] + y) * stride
                )
            }
            let face = DetectedFace(
                box: Rect(x: centerX - width / 2, y: centerY - height / 2, width: width, height: height),
                landmarks: FaceLandmarks(
                    leftEye: point(0),
                    rightEye: point(1),
                    nose: point(2),
                    leftMouth: point(3),
                    rightMouth: point(4)
                ),
                score: score
            )
            found.append(face)
        }
        return found
    }

    /// The box that suppression looks at: corner and size cut to whole pixels, as in OpenCV.
    static func wholePixels(_ box: Rect) -> SIMD4<Float> {
        let corner = SIMD2(box.minX.rounded(.towardZero), box.minY.rounded(.towardZero))
        return SIMD4(
            corner.x,
            corner.y,
            corner.x + box.width.rounded(.towardZero),
            corner.y + box.height.rounded(.towardZero)
        )
    }
}
