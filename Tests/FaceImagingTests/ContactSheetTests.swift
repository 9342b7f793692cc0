import FaceImaging
import Testing

/// Photos side by side, and the letters under them.
@Suite struct ContactSheetTests {
    private let red = Color(red: 255, green: 0, blue: 0)

    @Test func `text is drawn dot by dot`() {
        var photo = Photo(width: 17, height: 7)
        photo.drawText("a1", at: (0, 0), color: .white)
        let rows = (0..<7).map { y in String((0..<11).map { photo[$0, y] == .white ? "#" : "." }) }
        #expect(
            rows.joined(separator: "\n") == """
                .###....#..
                #...#..##..
                #...#...#..
                #####...#..
                #...#...#..
                #...#...#..
                #...#..###.
                """
        )
    }

    @Test func `every letter, digit and sign of file names has a shape of its own`() {
        var shapes = Set<Photo>()
        let characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:/+%=,()#'<>? "
        for character in characters {
            var photo = Photo(width: 5, height: 7)
            photo.drawText(String(character), at: (0, 0), color: .white)
            shapes.insert(photo)
        }
        #expect(shapes.count == characters.count)
        var box = Photo(width: 5, height: 7)
        box.drawText("é", at: (0, 0), color: .white)
        #expect(!shapes.contains(box))
    }

    @Test func `text that leaves the photo is cut off`() {
        var photo = Photo(width: 8, height: 8)
        photo.drawText("far too long", at: (-3, -2), color: red, dot: 3)
        photo.drawText("away", at: (90, 90), color: red)
        #expect(photo.pixels.contains(255))
    }

    @Test func `photos lie row by row, fitted and not stretched`() {
        let sheet = ContactSheet(columns: 2, cell: 20)
        let entries = [
            ContactSheet.Entry(photo: Photo(width: 20, height: 20, filledWith: red)),
            ContactSheet.Entry(photo: Photo(width: 40, height: 20, filledWith: .white)),
            ContactSheet.Entry(photo: Photo(width: 10, height: 10, filledWith: red)),
        ]
        let photo = sheet.photo(of: entries)
        #expect(photo.width == 2 * 24 + 4 && photo.height == 2 * 24 + 4)
        #expect(photo[4, 4] == red && photo[23, 23] == red)
        #expect(photo[3, 3] == sheet.background)
        // A wide photo has bars above and below.
        #expect(photo[28, 5] == sheet.background && photo[28, 14] == .white && photo[47, 14] == .white)
        #expect(photo[4, 28] == red && photo[23, 47] == red)
        #expect(photo[30, 30] == sheet.background)
    }

    @Test func `captions have room of their own`() {
        let sheet = ContactSheet(columns: 3, cell: 20)
        let plain = Photo(width: 20, height: 20)
        let photo = sheet.photo(of: [ContactSheet.Entry(photo: plain, caption: "a very long caption")])
        #expect(photo.width == 28 && photo.height == 38)
        let inked = (0..<photo.height).filter { y in (0..<photo.width).contains { photo[$0, y] == sheet.ink } }
        #expect(inked.first == 26 && inked.last == 32)
        // Three letters fit.
        #expect((0..<photo.height).allSatisfy { photo[22, $0] != sheet.ink })
    }
}
