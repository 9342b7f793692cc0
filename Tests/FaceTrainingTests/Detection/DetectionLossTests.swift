import FaceImaging
import FaceNetworks
import Testing

@testable import FaceTraining

@Suite struct DetectionLossTests {
    private static let landmarks = FaceLandmarks(
        leftEye: Point(x: 20, y: 22),
        rightEye: Point(x: 34, y: 21),
        nose: Point(x: 28, y: 30),
        leftMouth: Point(x: 22, y: 37),
        rightMouth: Point(x: 33, y: 38)
    )
    private static let faces = [
        SceneFace(
            box: Rect(x: 14, y: 8, width: 30, height: 38),
            landmarks: landmarks,
            hidden: [.nose, .mouth],
            cover: .mask
        ),
        SceneFace(box: Rect(x: 40, y: 44, width: 18, height: 16)),
    ]

    /// Two photos of 64x64, one of them without a face, and outputs drawn by lot.
    private struct Setting {
        let targets: [DetectionLoss.Target]
        var outputs: [[Float]]

        init() {
            targets = [DetectionLossTests.faces, []].map { faces in
                DetectionLoss.Target(
                    faces: faces,
                    assignment: GridAssignment(
                        faces,
                        ignored: [Rect(x: 0, y: 40, width: 20, height: 24)],
                        height: 64,
                        width: 64
                    )
                )
            }
            var generator = SeededGenerator(seed: 5)
            outputs = CompactGrid.grids(height: 64, width: 64).map { grid in
                (0..<2 * CompactNetwork.Channel.count * grid.count).map { _ in
                    Float.random(in: -0.8...0.8, using: &generator)
                }
            }
        }

        func evaluate(_ loss: DetectionLoss) -> (terms: DetectionLoss.Terms, loss: Double, gradients: [[Float]]) {
            let (values, slopes) = (outputs.map { Floats($0.count) }, outputs.map { Floats($0.count) })
            for (value, output) in zip(values, outputs) { _ = value.buffer.update(from: output) }
            // The pointers are good only as long as their owners are.
            return withExtendedLifetime((values, slopes)) {
                let (terms, sum) = loss.evaluate(values.map(\.reading), targets, into: slopes.map(\.buffer))
                return (terms, sum, slopes.map { Array($0.buffer) })
            }
        }
    }

    private func check(_ loss: DetectionLoss, channels: Range<Int>) {
        var setting = Setting()
        let gradients = setting.evaluate(loss).gradients
        var (worst, seen) = (Float(0), 0)
        for (grid, cells) in CompactGrid.grids(height: 64, width: 64).map(\.count).enumerated() {
            for place in setting.outputs[grid].indices
            where channels.contains(place / cells % CompactNetwork.Channel.count) {
                let (value, step) = (setting.outputs[grid][place], Float(4e-3))
                setting.outputs[grid][place] = value + step
                let above = setting.evaluate(loss).loss
                setting.outputs[grid][place] = value - step
                let below = setting.evaluate(loss).loss
                setting.outputs[grid][place] = value
                let expected = Float((above - below) / Double(2 * step))
                worst = max(worst, abs(expected - gradients[grid][place]))
                if gradients[grid][place] != 0 { seen += 1 }
            }
        }
        #expect(worst < 4e-3, "the worst of them is off by \(worst)")
        #expect(seen > 0)
    }

    @Test func `the score's gradient agrees with central differences`() {
        var loss = DetectionLoss()
        (loss.box, loss.landmarks, loss.visibility, loss.cover) = (0, 0, 0, 0)
        check(loss, channels: 0..<1)
    }

    @Test func `the gradient of box, points, visibility and cover agrees with central differences`() {
        var loss = DetectionLoss()
        // The overlap is a target there, not something to be moved.
        loss.score = 0
        check(loss, channels: 1..<CompactNetwork.Channel.count)
    }

    @Test func `what is ignored has no gradient`() {
        let (_, _, gradients) = Setting().evaluate(DetectionLoss())
        // Row 6, column 1 of the finest grid, in the photo without faces.
        let cells = 64
        for channel in 0..<CompactNetwork.Channel.count {
            #expect(gradients[0][(CompactNetwork.Channel.count + channel) * cells + 6 * 8 + 1] == 0)
        }
    }

    @Test func `an answer that is right costs almost nothing`() {
        var setting = Setting()
        let face = Self.faces[0]
        let assignment = setting.targets[0].assignment
        for (index, grid) in assignment.grids.enumerated() {
            let count = grid.count
            setting.outputs[index] = [Float](repeating: 0, count: 2 * CompactNetwork.Channel.count * count)
            for cell in 0..<2 * count {
                let start = cell / count * CompactNetwork.Channel.count * count + cell % count
                setting.outputs[index][start] = -12
            }
            for cell in 0..<count {
                guard case .face(let which) = assignment.roles[index][cell] else { continue }
                let (center, unit, box) = (grid.center(of: cell), grid.unit, Self.faces[which].box)
                func set(_ channel: Int, _ value: Float) { setting.outputs[index][channel * count + cell] = value }
                set(0, 12)
                set(1, (box.center.x - center.x) / unit)
                set(2, (box.center.y - center.y) / unit)
                set(3, logarithm(box.width / unit))
                set(4, logarithm(box.height / unit))
                for (number, point) in (face.landmarks?.points ?? []).enumerated() {
                    set(5 + 2 * number, (point.x + 0.5 - center.x) / unit)
                    set(6 + 2 * number, (point.y + 0.5 - center.y) / unit)
                }
                for (number, isSeen) in [true, true, false, false, false].enumerated() {
                    set(15 + number, isSeen ? 12 : -12)
                }
                set(20 + 1, 24)
            }
        }
        let (terms, loss, _) = setting.evaluate(DetectionLoss())
        #expect(loss < 1e-3, "\(terms)")
        #expect(terms.overlap > 0.999 && terms.landmarkDistance < 1e-4 && terms.positives > 0)
    }

    private func logarithm(_ x: Float) -> Float {
        // By bisection, lest the test need a C library.
        var (low, high) = (Float(-10), Float(10))
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if DetectionTerms.exponential(middle) < x { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
