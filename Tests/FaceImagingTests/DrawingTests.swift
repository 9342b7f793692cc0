import FaceImaging
import Testing

/// Marks, pixel by pixel.
@Suite struct DrawingTests {
    let red = Color(red: 255, green: 0, blue: 0)

    @Test func `an outline lies on the edges`() {
        var photo = Photo(width: 8, height: 6)
        photo.drawOutline(of: Rect(x: 2, y: 2, width: 4, height: 2), color: red, thickness: 2)
        #expect(
            marks(photo) == """
                ........
                .######.
                .######.
                .######.
                .######.
                ........
                """
        )
        photo = Photo(width: 8, height: 6)
        photo.drawOutline(of: Rect(minX: 1.5, minY: 1.5, maxX: 6.5, maxY: 4.5), color: red, thickness: 1)
        #expect(
            marks(photo) == """
                ........
                .######.
                .#....#.
                .#....#.
                .######.
                ........
                """
        )
    }

    @Test func `dots and lines are round and straight`() {
        var photo = Photo(width: 5, height: 5)
        photo.drawDot(at: Point(x: 2.5, y: 2.5), radius: 1.2, color: red)
        #expect(marks(photo) == ".....\n..#..\n.###.\n..#..\n.....")
        photo = Photo(width: 5, height: 5)
        photo.drawLine(from: Point(x: 0.5, y: 0.5), to: Point(x: 4.5, y: 4.5), color: red, thickness: 1)
        #expect(marks(photo) == "#....\n.#...\n..#..\n...#.\n....#")
    }

    @Test func `what leaves the photo is cut off`() {
        var photo = Photo(width: 3, height: 3)
        photo.drawOutline(of: Rect(x: -50, y: 1, width: 1e20, height: 1e9), color: red, thickness: 2)
        #expect(marks(photo) == "###\n###\n...")
        photo.drawDot(at: Point(x: .nan, y: .infinity), color: red)
        photo.drawLine(from: Point(x: -1e30, y: 0), to: Point(x: 1e30, y: .nan), color: red)
        photo.fill(Rect(x: 9, y: 9, width: -3, height: 5), with: red)
        #expect(marks(photo) == "###\n###\n...")
    }

    private func marks(_ photo: Photo) -> String {
        (0..<photo.height).map { y in
            String((0..<photo.width).map { photo[$0, y] == red ? "#" : "." })
        }.joined(separator: "\n")
    }
}
