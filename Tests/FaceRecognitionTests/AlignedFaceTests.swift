import FaceDetection
import FaceImaging
import FaceNetworks
import FaceTestSupport
import Testing

@testable import FaceRecognition

@Suite struct AlignedFaceTests {
    private let card = ModelCard(name: "m", inputSize: ImageSize(112), crop: .similarity112, dimension: 4)

    /// A face of so many times the size at which it is brought to its place, moved and turned.
    private func face(scale: Float, x: Float, y: Float, turn: Float) -> DetectedFace {
        let places = ModelCard.Crop.fivePoints112.map { point in
            let (dx, dy) = (scale * (point.x - 56), scale * (point.y - 56))
            return Point(x: x + dx - turn * dy, y: y + dy + turn * dx)
        }
        return DetectedFace(
            box: Rect(x: x - 40 * scale, y: y - 50 * scale, width: 80 * scale, height: 100 * scale),
            landmarks: FaceLandmarks(
                leftEye: places[0],
                rightEye: places[1],
                nose: places[2],
                leftMouth: places[3],
                rightMouth: places[4]
            ),
            score: 1
        )
    }

    @Test func `the model's crop is used only where it is the same to the bit`() throws {
        var generator = SeededGenerator(seed: 7)
        let pixels = (0..<200 * 160 * 3).map { _ in UInt8.random(in: 1...255, using: &generator) }
        let photo = Photo(width: 200, height: 160, pixels: pixels)
        var (same, other) = (0, 0)
        for _ in 0..<300 {
            let face = face(
                scale: .random(in: 0.3...1.6, using: &generator),
                x: .random(in: 40...160, using: &generator),
                y: .random(in: 40...120, using: &generator),
                turn: .random(in: -0.4...0.4, using: &generator)
            )
            let crop = try #require(face.crop(from: photo, template: card.crop, width: 112, height: 112))
            if AlignedFace.isCrop(of: face, from: photo, for: card) {
                #expect(AlignedFace.crop(of: face, from: photo) == crop)
                same += 1
            } else {
                other += 1
            }
        }
        #expect(same > 50 && other > 50, "\(same) and \(other)")
    }

    @Test func `a model that wants another picture has none to lend`() {
        let photo = Photo(width: 400, height: 400)
        let face = face(scale: 1, x: 200, y: 200, turn: 0)
        #expect(AlignedFace.isCrop(of: face, from: photo, for: card))
        var tight = card
        tight.crop = .tight
        #expect(!AlignedFace.isCrop(of: face, from: photo, for: tight))
        let larger = ModelCard(name: "m", inputSize: ImageSize(160), crop: .similarity112, dimension: 4)
        #expect(!AlignedFace.isCrop(of: face, from: photo, for: larger))
    }
}
