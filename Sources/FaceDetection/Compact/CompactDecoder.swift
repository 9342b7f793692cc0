import FaceImaging
import FaceNetworks

/// Turns the grids of a `CompactNetwork` into faces.
struct CompactDecoder {
    /// The least score of a face.
    var scoreThreshold: Float

    /// From this overlap on, what neighboring cells say of a face is averaged.
    static let blendingOverlap: Float = 0.6

    /// The faces that the cells of a grid see, several of them the same ones.
    ///
    /// - Parameters:
    ///   - grid: The grid.
    ///   - values: `[24, H, W]`.
    /// - Returns: A face for each cell that is sure enough, in the network's pixels.
    func faces(on grid: CompactGrid, _ values: UnsafeBufferPointer<Float>) -> [DetectedFace] {
        typealias Channel = CompactNetwork.Channel
        let count = grid.count
        // Compared before the sigmoid, which most cells then need not.
        let least = -naturalLogarithm(1 / min(max(scoreThreshold, 1e-6), 1 - 1e-6) - 1)
        var found: [DetectedFace] = []
        for cell in 0..<count where values[Channel.score * count + cell] >= least {
            let (center, unit) = (grid.center(of: cell), grid.unit)
            func value(_ channel: Int) -> Float { values[channel * count + cell] }
            func place(_ channel: Int) -> Point {
                Point(x: center.x + unit * value(channel), y: center.y + unit * value(channel + 1))
            }
            // Landmarks count from the centers of pixels.
            func landmark(_ index: Int) -> Point {
                let place = place(Channel.landmarks.lowerBound + 2 * index)
                return Point(x: place.x - 0.5, y: place.y - 0.5)
            }
            let middle = place(Channel.box.lowerBound)
            let width = unit * exponential(min(value(Channel.box.lowerBound + 2), 4))
            let height = unit * exponential(min(value(Channel.box.lowerBound + 3), 4))
            let seen = Channel.visibility.map { sigmoid(value($0)) }
            let covers = Channel.cover.map(value)
            let cover = zip(FaceCover.allCases, covers).max { $0.1 < $1.1 }?.0
            found.append(
                DetectedFace(
                    box: Rect(x: middle.x - width / 2, y: middle.y - height / 2, width: width, height: height),
                    landmarks: FaceLandmarks(
                        leftEye: landmark(0),
                        rightEye: landmark(1),
                        nose: landmark(2),
                        leftMouth: landmark(3),
                        rightMouth: landmark(4)
                    ),
                    score: sigmoid(value(Channel.score)),
                    visibility: LandmarkVisibility(
                        leftEye: seen[0],
                        rightEye: seen[1],
                        nose: seen[2],
                        leftMouth: seen[3],
                        rightMouth: seen[4]
                    ),
                    cover: cover
                )
            )
        }
        return found
    }

    /// Each face once, by falling score: the surest sight of it, with box and landmarks averaged over those that agree.
    static func distinct(_ found: [DetectedFace], overlapThreshold: Float) -> [DetectedFace] {
        let suppression = NonMaximumSuppression(threshold: overlapThreshold, overlap: .union)
        let boxes = found.map { SIMD4($0.box.minX, $0.box.minY, $0.box.maxX, $0.box.maxY) }
        return suppression(boxes, scores: found.map(\.score)).map { index in
            let best = found[index]
            let agreeing = found.filter { $0.box.intersectionOverUnion(best.box) >= blendingOverlap }
            return agreeing.count > 1 ? best.blended(with: agreeing) : best
        }
    }

    private func sigmoid(_ z: Float) -> Float { 1 / (1 + exponential(-z)) }
}

extension DetectedFace {
    /// The face with box and landmarks averaged over sights of it, by their scores.
    fileprivate func blended(with sights: [DetectedFace]) -> DetectedFace {
        let total = sights.reduce(0) { $0 + $1.score }
        guard total > 0 else { return self }
        func mean(_ value: (DetectedFace) -> Float) -> Float {
            sights.reduce(0) { $0 + $1.score * value($1) } / total
        }
        func point(_ path: KeyPath<FaceLandmarks, Point>) -> Point {
            Point(x: mean { $0.landmarks[keyPath: path].x }, y: mean { $0.landmarks[keyPath: path].y })
        }
        var face = self
        face.box = Rect(
            minX: mean(\.box.minX),
            minY: mean(\.box.minY),
            maxX: mean(\.box.maxX),
            maxY: mean(\.box.maxY)
        )
        face.landmarks = FaceLandmarks(
            leftEye: point(\.leftEye),
            rightEye: point(\.rightEye),
            nose: point(\.nose),
            leftMouth: point(\.leftMouth),
            rightMouth: point(\.rightMouth)
        )
        return face
    }
}
