import FaceImaging
import FaceNetworks
import Foundation
import Testing

@testable import FaceDetection

@Suite struct AlignmentTests {
    private func face(_ box: Rect, _ points: [Point] = CropTemplate.fivePoints112) -> DetectedFace {
        let landmarks = FaceLandmarks(
            leftEye: points[0],
            rightEye: points[1],
            nose: points[2],
            leftMouth: points[3],
            rightMouth: points[4]
        )
        return DetectedFace(box: box, landmarks: landmarks, score: 1)
    }

    /// A photo whose every pixel says where it is.
    private func map(width: Int, height: Int) -> Photo {
        var photo = Photo(width: width, height: height)
        for y in 0..<height { for x in 0..<width { photo[x, y] = Color(red: UInt8(x), green: UInt8(y), blue: 7) } }
        return photo
    }

    @Test func `landmarks in their places leave the photo as it is`() throws {
        let photo = map(width: 112, height: 112)
        let crop = face(Rect(photo.bounds)).crop(from: photo, template: .similarity112, width: 112, height: 112)
        #expect(try #require(crop) == photo)
    }

    @Test func `a turned and larger face is brought upright`() throws {
        // Turned by a quarter: (x, y) to (150 - 2 y, 2 x + 5), twice as large.
        let points = CropTemplate.fivePoints112.map { Point(x: 250 - 2 * $0.y, y: 2 * $0.x + 5) }
        let box = Rect(x: 0, y: 0, width: 1, height: 1)
        let transform = try #require(face(box, points).alignment(width: 112, height: 112))
        for (point, place) in zip(points, CropTemplate.fivePoints112) {
            let moved = transform(Point(x: point.x + 0.5, y: point.y + 0.5))
            #expect(moved.distance(to: Point(x: place.x + 0.5, y: place.y + 0.5)) < 1e-3)
        }
    }

    @Test func `points are moved back along the line of the eyes and across it, whichever way the head is turned`() {
        let shift: [Float] = [0.1, 0.2, -0.1, 0.05, 0, 0.3, 0.25, -0.2, 0.5, 0]
        for turn in [0, 0.5, 2, -3] as [Float] {
            let (x, y) = (cos(turn), sin(turn))
            // Ten pixels between the eyes.
            func place(_ point: (Float, Float), _ index: Int?) -> Point {
                let along = point.0 + (index.map { shift[2 * $0] } ?? 0)
                let down = point.1 + (index.map { shift[2 * $0 + 1] } ?? 0)
                return Point(x: 50 + 10 * (along * x - down * y), y: 40 + 10 * (along * y + down * x))
            }
            let true5: [(Float, Float)] = [(0, 0), (1, 0), (0.5, 0.6), (0.1, 1.1), (0.9, 1.1)]
            let bare = face(Rect(x: 0, y: 0, width: 9, height: 9), true5.map { place($0, nil) })
            // The shift is measured along the eyes as they are, and taken back along the eyes as they are found.
            let eyes = [place(true5[0], nil), place(true5[1], nil)]
            let found = face(bare.box, eyes + (2..<5).map { place(true5[$0], $0) })
            let back = found.unshifted(by: [0, 0, 0, 0] + shift[4...])
            for (a, b) in zip(back.landmarks.points, bare.landmarks.points) { #expect(a.distance(to: b) < 1e-4) }
            #expect(found.unshifted(by: []) == found)
        }
    }

    @Test func `landmarks in one place align nothing`() {
        let points = [Point](repeating: Point(x: 5, y: 5), count: 5)
        let photo = map(width: 20, height: 20)
        let crop = face(Rect(photo.bounds), points).crop(from: photo, template: .similarity112, width: 8, height: 8)
        #expect(crop == nil)
    }

    @Test func `a margin is cut as align_dataset_mtcnn cuts it`() {
        let photo = Photo(width: 250, height: 250)
        // int(max(100.9 - 16, 0)), int(max(50.2 - 16, 0)), int(min(180.7 + 16, 250)), int(min(240 + 16, 250))
        let region = face(Rect(minX: 100.9, minY: 50.2, maxX: 180.7, maxY: 240)).region(withMargin: 32, in: photo)
        #expect(region == PixelRegion(x: 84, y: 34, width: 112, height: 216))
        #expect(face(Rect(minX: 300, minY: 0, maxX: 400, maxY: 50)).region(withMargin: 32, in: photo) == nil)
        #expect(face(Rect(minX: .nan, minY: 0, maxX: 9, maxY: 9)).region(withMargin: 32, in: photo) == nil)
    }

    @Test func `a tight crop is the box made square`() throws {
        let photo = map(width: 60, height: 60)
        let box = Rect(minX: 10, minY: 20, maxX: 20, maxY: 40)
        let crop = try #require(face(box).crop(from: photo, template: .tight, width: 20, height: 20))
        #expect(crop == photo.cropped(to: PixelRegion(x: 5, y: 20, width: 20, height: 20)))
    }

    @Test func `the central face wins by size less twice the squared offset`() {
        let small = face(Rect(x: 115, y: 115, width: 20, height: 20))
        let large = face(Rect(x: 0, y: 0, width: 120, height: 120))
        let near = face(Rect(x: 60, y: 60, width: 100, height: 100))
        #expect(FaceChoice.central([small, large, near], width: 250, height: 250) == [near])
        #expect(FaceChoice.largest([small, large, near], width: 250, height: 250) == [large])
        #expect(FaceChoice.all([small, large], width: 250, height: 250) == [small, large])
        #expect(FaceChoice.central([], width: 250, height: 250).isEmpty)
    }
}
