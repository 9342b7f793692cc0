/// Letters of five by seven dots, for captions: of our own, as a bare machine has no fonts.
///
/// Small letters are drawn as capitals, and what is not known as a box.
enum Lettering {
    /// Dots from a letter's left edge to the next letter's.
    static let advance = 6
    /// Dots from a letter's top to its bottom.
    static let height = 7

    /// The rows of a letter from the top, each of five bits, the leftmost dot the highest.
    static func rows(of character: Character) -> [UInt8] {
        letters[Character(character.uppercased())] ?? unknown
    }

    private static let unknown: [UInt8] = [31, 17, 17, 17, 17, 17, 31]

    /// Each letter above its dots; five columns and a gap.
    private static let picture = """
        A     B     C     D     E     F     G     H     I     J     K     L     M
        .###. ####. .#### ####. ##### ##### .#### #...# ##### ..### #...# #.... #...#
        #...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #..#. #.... ##.##
        #...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #.#.. #.... #.#.#
        ##### ####. #.... #...# ####. ####. #..## ##### ..#.. ...#. ##... #.... #.#.#
        #...# #...# #.... #...# #.... #.... #...# #...# ..#.. ...#. #.#.. #.... #...#
        #...# #...# #.... #...# #.... #.... #...# #...# ..#.. #..#. #..#. #.... #...#
        #...# ####. .#### ####. ##### #.... .#### #...# ##### .##.. #...# ##### #...#
        N     O     P     Q     R     S     T     U     V     W     X     Y     Z
        #...# .###. ####. .###. ####. .#### ##### #...# #...# #...# #...# #...# #####
        ##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# #...# #...# ....#
        #.#.# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. .#.#. ...#.
        #.#.# #...# ####. #...# ####. .###. ..#.. #...# #...# #.#.# ..#.. ..#.. ..#..
        #..## #...# #.... #.#.# #.#.. ....# ..#.. #...# #...# #.#.# .#.#. ..#.. .#...
        #...# #...# #.... #..#. #..#. ....# ..#.. #...# .#.#. ##.## #...# ..#.. #....
        #...# .###. #.... .##.# #...# ####. ..#.. .###. ..#.. #...# #...# ..#.. #####
        0     1     2     3     4     5     6     7     8     9     .     -     _
        .###. ..#.. .###. ####. ...#. ##### .###. ##### .###. .###. ..... ..... .....
        #...# .##.. #...# ....# ..##. #.... #.... ....# #...# #...# ..... ..... .....
        #..## ..#.. ....# ....# .#.#. ####. #.... ...#. #...# #...# ..... ..... .....
        #.#.# ..#.. ..##. .###. #..#. ....# ####. ..#.. .###. .#### ..... .###. .....
        ##..# ..#.. .#... ....# ##### ....# #...# ..#.. #...# ....# ..... ..... .....
        #...# ..#.. #.... ....# ...#. #...# #...# .#... #...# ....# .##.. ..... .....
        .###. .###. ##### ####. ...#. .###. .###. .#... .###. .###. .##.. ..... #####
        :     /     +     %     =     ,     (     )     #     '     <     >     ?
        ..... ....# ..... ##..# ..... ..... ...#. .#... .#.#. ..#.. ...#. .#... .###.
        .##.. ....# ..#.. ##..# ..... ..... ..#.. ..#.. .#.#. ..#.. ..#.. ..#.. #...#
        .##.. ...#. ..#.. ...#. ##### ..... .#... ...#. ##### ..... .#... ...#. ....#
        ..... ..#.. ##### ..#.. ..... ..... .#... ...#. .#.#. ..... #.... ....# ..##.
        .##.. .#... ..#.. .#... ##### .##.. .#... ...#. ##### ..... .#... ...#. ..#..
        .##.. #.... ..#.. #..## ..... ..#.. ..#.. ..#.. .#.#. ..... ..#.. ..#.. .....
        ..... #.... ..... #..## ..... .#... ...#. .#... .#.#. ..... ...#. .#... ..#..
        """

    private static let letters: [Character: [UInt8]] = {
        var letters: [Character: [UInt8]] = [" ": [0, 0, 0, 0, 0, 0, 0]]
        let lines = picture.split(separator: "\n").map(Array.init)
        for top in stride(from: 0, to: lines.count, by: height + 1) {
            for left in stride(from: 0, to: lines[top].count, by: advance) {
                letters[lines[top][left]] = (1...height).map { row in
                    lines[top + row][left..<left + 5].reduce(0) { $0 << 1 | ($1 == "#" ? 1 : 0) }
                }
            }
        }
        return letters
    }()
}

extension Photo {
    /// Draws a line of text with letters of five by seven dots.
    ///
    /// - Parameters:
    ///   - text: Latin letters (all drawn as capitals), digits and some signs; anything else is a box.
    ///   - corner: The first letter's top left corner; what leaves the photo is cut off.
    ///   - color: The letters' color.
    ///   - dot: The pixels of a dot's side, at least 1.
    /// - Complexity: O(*letters* x *pixels of a letter*).
    public mutating func drawText(_ text: String, at corner: (x: Int, y: Int), color: Color, dot: Int = 1) {
        precondition(dot >= 1, "a dot has at least one pixel, not \(dot)")
        for (index, character) in text.enumerated() {
            let left = corner.x + index * Lettering.advance * dot
            guard left < width else { return }
            for (row, bits) in Lettering.rows(of: character).enumerated() {
                for column in 0..<5 where bits >> (4 - column) & 1 == 1 {
                    let (x, y) = (left + column * dot, corner.y + row * dot)
                    fill(Rect(x: Float(x), y: Float(y), width: Float(dot), height: Float(dot)), with: color)
                }
            }
        }
    }
}
