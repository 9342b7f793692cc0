import FaceImaging
import Testing

@testable import FaceDetection

struct EyeFrameTests {
    private let face = FaceLandmarks(
        leftEye: Point(x: 10, y: 20),
        rightEye: Point(x: 10, y: 60),
        nose: Point(x: 0, y: 40),
        leftMouth: Point(x: -20, y: 25),
        rightMouth: Point(x: -20, y: 55)
    )

    @Test func `a face on its side has its own right and down`() throws {
        // Its eyes are one below the other, 40 pixels apart: its right is down in the photo, its down to the left.
        let frame = try #require(EyeFrame(face))
        let offset = frame.offset(from: Point(x: 5, y: 5), to: Point(x: -15, y: 15))
        #expect(offset.along == 0.25)
        #expect(offset.down == 0.5)
    }

    @Test func `a point comes back`() throws {
        let frame = try #require(EyeFrame(face))
        for (start, end) in [(face.nose, face.leftMouth), (face.leftEye, face.rightMouth)] {
            let back = frame.point(frame.offset(from: start, to: end), from: start)
            #expect(back.distance(to: end) < 1e-4)
        }
    }

    @Test func `there is none where both eyes are at one place`() {
        let flat = FaceLandmarks(
            leftEye: face.nose,
            rightEye: face.nose,
            nose: face.nose,
            leftMouth: face.leftMouth,
            rightMouth: face.rightMouth
        )
        #expect(EyeFrame(flat) == nil)
    }
}
