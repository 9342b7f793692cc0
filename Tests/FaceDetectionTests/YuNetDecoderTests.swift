import FaceImaging
import Testing

@testable import FaceDetection

@Suite struct YuNetDecoderTests {
    /// The faces that a 2x2 grid of stride 8 stands for, where cell 3 says something.
    private func faces(classification: Float, objectness: Float, threshold: Float = 0.6) -> [DetectedFace] {
        var classes = [Float](repeating: 0, count: 4)
        var objects = [Float](repeating: 0, count: 4)
        var boxes = [Float](repeating: 0, count: 16)
        var landmarks = [Float](repeating: 0, count: 40)
        (classes[3], objects[3]) = (classification, objectness)
        boxes.replaceSubrange(12..<16, with: [0.5, 0.25, 0, exponentOfTwo])
        landmarks.replaceSubrange(30..<40, with: [0, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 1])
        return classes.withUnsafeBufferPointer { classes in
            objects.withUnsafeBufferPointer { objects in
                boxes.withUnsafeBufferPointer { boxes in
                    landmarks.withUnsafeBufferPointer { landmarks in
                        let grid = YuNetDecoder.Grid(
                            stride: 8,
                            columns: 2,
                            classification: classes,
                            objectness: objects,
                            boxes: boxes,
                            landmarks: landmarks
                        )
                        return YuNetDecoder(scoreThreshold: threshold, overlapThreshold: 0.3).faces(on: [grid])
                    }
                }
            }
        }
    }

    /// The natural logarithm of 2.
    private let exponentOfTwo: Float = 0.693_147_18

    @Test func `a cell's numbers become a box and landmarks`() throws {
        let face = try #require(faces(classification: 0.81, objectness: 1).first)
        #expect(abs(face.score - 0.9) < 1e-6)
        // Center (12, 10), 8 wide and 16 high.
        #expect(abs(face.box.minX - 8) < 1e-4 && abs(face.box.maxX - 16) < 1e-4)
        #expect(abs(face.box.minY - 2) < 1e-4 && abs(face.box.maxY - 18) < 1e-4)
        #expect(face.landmarks.leftEye == Point(x: 8, y: 8))
        #expect(face.landmarks.rightEye == Point(x: 16, y: 8))
        #expect(face.landmarks.nose == Point(x: 12, y: 12))
        #expect(face.landmarks.rightMouth == Point(x: 16, y: 16))
    }

    @Test func `a score is the mean of two clamped probabilities`() {
        #expect(faces(classification: 1.5, objectness: 0.25, threshold: 0.5).map(\.score) == [0.5])
        #expect(faces(classification: 0.35, objectness: 1).isEmpty)
        #expect(faces(classification: -1, objectness: -1, threshold: 0.1).isEmpty)
    }

    @Test func `suppression sees whole pixels`() {
        let box = Rect(x: -1.5, y: 2.9, width: 10.9, height: 4.1)
        #expect(YuNetDecoder.wholePixels(box) == [-1, 2, 9, 6])
    }
}
